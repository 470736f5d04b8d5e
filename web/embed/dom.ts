// Elements made by calls: no markup is parsed, so no Content-Security-Policy or Trusted Types rule of
// the host page has anything to forbid.
type Attributes = Readonly<Record<string, string | boolean>>;

function filled<T extends Element>(
  element: T,
  attributes: Attributes,
  children: readonly (Node | string)[],
): T {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/** h makes an element. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

const svgSpace = 'http://www.w3.org/2000/svg';

/** icon draws a path on the 16-pixel grid of the page's icons. */
export function icon(path: string): SVGElement {
  const attributes = { viewBox: '0 0 16 16', width: '16', height: '16', 'aria-hidden': 'true' };
  return filled(document.createElementNS(svgSpace, 'svg'), attributes, [
    filled(document.createElementNS(svgSpace, 'path'), { d: path }, []),
  ]);
}

export const icons = {
  run: 'M5 3.4v9.2L12.4 8z',
  pause: 'M4.2 3.6h2.4v8.8H4.2zM9.4 3.6h2.4v8.8H9.4z',
  again: 'M13 4v8L8.5 8zM8 4v8L3.5 8z',
  back: 'M12.5 4v8L7 8zM3.2 3.8h1.8v8.4H3.2z',
  step: 'M3.5 4v8L9 8zM11 3.8h1.8v8.4H11z',
} as const;
