// The program of an embed as text: read out of the page, and split into what is shown and what only
// runs. Pure but for reading nodes, and small: it is part of what every page loads.
//
// Hidden are lines that end with `// gopark:hide`, and those from a `// gopark:hide-start` to the next
// `// gopark:hide-end`, both included. The comments stay in what runs: Go does not mind them.

/** What highlighters put beside the text: line numbers, copy buttons, marks for the eye only. */
const besideText = '[aria-hidden=true],button,script,style,.ln,.lnt,.lineno,.linenos';

/** textOf is the text of a block of code as its reader sees it, whatever a highlighter made of it. */
export function textOf(node: Node): string {
  let text = '';
  for (const child of node.childNodes) {
    if (child.nodeType === 3) text += child.nodeValue ?? '';
    else if (child.nodeName === 'BR') text += '\n';
    else if (child.nodeType === 1 && !(child as Element).matches(besideText)) text += textOf(child);
  }
  return text;
}

/** programOf is the text of the code in an element: of its `<pre><code>` where it has one. */
export function programOf(element: Element): string {
  const pre = element.matches('pre') ? element : (element.querySelector('pre') ?? element);
  // A table of line numbers and code has a `pre` for each.
  const code = element.querySelector('pre code[class*=language-], td.code pre') ?? pre;
  const text = textOf(code).replaceAll('\r\n', '\n').replaceAll('\u00a0', ' ');
  return text.trim() === '' ? '' : `${text.replace(/^\s*\n/, '').trimEnd()}\n`;
}

export interface Line {
  /** From 1, in the whole program. */
  readonly number: number;
  readonly text: string;
  readonly hidden: boolean;
}

/** linesOf says which lines of a program are hidden. */
export function linesOf(program: string): Line[] {
  let inside = false;
  return program
    .replace(/\n$/, '')
    .split('\n')
    .map((text, index) => {
      const mark = /\/\/\s*gopark:hide(-start|-end)?\s*$/.exec(text);
      const hidden = inside || mark !== null;
      if (mark?.[1] === '-start') inside = true;
      if (mark?.[1] === '-end') inside = false;
      return { number: index + 1, text, hidden };
    });
}
