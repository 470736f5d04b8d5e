// One tab stop for everything on the board that can be selected, and the arrow keys from there: a
// board of a hundred tokens must not cost a hundred Tabs. What has the focus keeps it by its key
// when the next picture draws it elsewhere.

const selector = '[data-key]';

interface Point {
  readonly x: number;
  readonly y: number;
}

function centre(element: Element): Point {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/**
 * nearest is the index of the point that is next in the direction (dx, dy), one of them 0; -1: there
 * is none. Being off to the side counts double.
 */
export function nearest(points: readonly Point[], from: Point, dx: number, dy: number): number {
  let best = -1;
  let least = Infinity;
  points.forEach(({ x, y }, index) => {
    const ahead = (x - from.x) * dx + (y - from.y) * dy;
    if (ahead < 4) return;
    const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx);
    const distance = ahead + 2 * aside;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Roving manages the focus inside a container. */
export class Roving {
  private stop: HTMLElement | null = null;
  private key: string | undefined;
  private focused = false;

  constructor(private readonly root: HTMLElement) {
    root.addEventListener('focusin', this.onFocus);
    root.addEventListener('keydown', this.onKey);
    document.addEventListener('focusin', this.onFocusAnywhere);
  }

  dispose(): void {
    this.root.removeEventListener('focusin', this.onFocus);
    this.root.removeEventListener('keydown', this.onKey);
    document.removeEventListener('focusin', this.onFocusAnywhere);
  }

  /** refresh: the elements may be others now. */
  refresh(): void {
    if (this.stop?.isConnected === true && this.stop.dataset['key'] === this.key) return;
    const lost = this.focused && document.activeElement === document.body;
    const same = this.key ? this.root.querySelector(`[data-key="${this.key}"]`) : null;
    const next = same ?? this.root.querySelector(selector);
    this.take(next instanceof HTMLElement ? next : null);
    if (lost) this.stop?.focus({ preventScroll: true });
  }

  private take(element: HTMLElement | null): void {
    if (this.stop && this.stop !== element) this.stop.tabIndex = -1;
    this.stop = element;
    this.key = element?.dataset['key'];
    if (element) element.tabIndex = 0;
  }

  private readonly onFocus = (event: FocusEvent) => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || !target.matches(selector)) return;
    this.take(target);
  };

  private readonly onFocusAnywhere = (event: FocusEvent) => {
    this.focused = event.target instanceof Node && this.root.contains(event.target);
  };

  // Only where the focus is to be seen: after a click the arrows go on stepping the run.
  private readonly onKey = (event: KeyboardEvent) => {
    const direction = directions[event.key];
    const { target } = event;
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(target instanceof HTMLElement) || !target.matches(`${selector}:focus-visible`)) return;
    const items = [...this.root.querySelectorAll<HTMLElement>(selector)];
    const at = nearest(items.map(centre), centre(target), ...direction);
    event.preventDefault();
    items[at]?.focus();
  };
}
