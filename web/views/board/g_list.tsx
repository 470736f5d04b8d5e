// Goroutines in order: tokens with their numbers while they fit, one canvas of small cells when they
// do not. The canvas packs tens of thousands into the same space by making the cells smaller; its
// accessible name says how many there are, and pointing at a cell names the goroutine.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { functionId, type GoList, isSystem } from '../../engine/picture';
import { formatCount } from '../../model/format';
import { type GState, Token } from './token';

export interface GListProps {
  readonly list: GoList;
  readonly state: GState;
  /** What the list is, for its accessible name: "waiting on chan receive". */
  readonly what: string;
  readonly names: ReadonlyMap<number, string>;
  /** Tokens at most; more goroutines are drawn as cells. */
  readonly tokensMax: number;
  /** Height the cells may take. */
  readonly heightMaxPx: number;
}

// Cell pitches to choose from: the largest with which all fit is taken.
const pitches = [9, 8, 7, 6, 5, 4, 3, 2];

interface Grid {
  readonly pitch: number;
  readonly columns: number;
  readonly rows: number;
}

/** gridFor chooses the cells so that `count` of them fit into the given space if they can. */
export function gridFor(count: number, widthPx: number, heightMaxPx: number): Grid {
  let grid: Grid = { pitch: 2, columns: 1, rows: 1 };
  for (const pitch of pitches) {
    const columns = Math.max(1, Math.floor(widthPx / pitch));
    const rows = Math.ceil(count / columns);
    grid = { pitch, columns, rows };
    if (rows * pitch <= heightMaxPx) break;
  }
  return { ...grid, rows: Math.min(grid.rows, Math.max(1, Math.floor(heightMaxPx / grid.pitch))) };
}

// Neighbouring goroutines get different strengths, so that one can see the queue move.
const strengths = [153, 189, 222, 255];

function strengthOf(id: number): number {
  return strengths[Math.imul(id, 2654435761) >>> 30] ?? 255;
}

// The colour of an element as little-endian pixel without its alpha: `rgb(r, g, b)` is how browsers
// write computed colours.
function pixelOf(element: Element): number {
  const [r = 0, g = 0, b = 0] = getComputedStyle(element).color.match(/\d+/g)?.map(Number) ?? [];
  return r | (g << 8) | (b << 16);
}

// Cells are written as pixels, not drawn: ten thousand of them cost a fraction of a millisecond.
function paint(element: HTMLCanvasElement, ids: Uint32Array, grid: Grid, widthPx: number): void {
  const context = element.getContext('2d');
  const scale = window.devicePixelRatio;
  const step = Math.max(1, Math.round(grid.pitch * scale));
  const gap = grid.pitch > 2 ? Math.max(1, Math.round(scale)) : 0;
  const [w, h] = [Math.round(widthPx * scale), Math.round(grid.rows * grid.pitch * scale)];
  if (!context || w === 0 || h === 0) return;
  if (element.width !== w) element.width = w;
  if (element.height !== h) element.height = h;
  const image = context.createImageData(w, h);
  const pixels = new Uint32Array(image.data.buffer);
  const colour = pixelOf(element);
  const shown = Math.min(ids.length, grid.rows * grid.columns);
  for (let index = 0; index < shown; index++) {
    const pixel = colour | (strengthOf(ids[index] ?? 0) << 24);
    const row = Math.floor(index / grid.columns);
    const left = (index - row * grid.columns) * step;
    const right = Math.min(left + step - gap, w);
    const bottom = Math.min((row + 1) * step - gap, h);
    for (let y = row * step; y < bottom; y++) pixels.fill(pixel, y * w + left, y * w + right);
  }
  context.putImageData(image, 0, 0);
}

function Cells({ list, state, what, names, heightMaxPx }: GListProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const grid = gridFor(list.ids.length, width, heightMaxPx);

  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (canvas.current) paint(canvas.current, list.ids, grid, width);
  });

  const point = (event: MouseEvent) => {
    const element = canvas.current;
    if (!element) return;
    const index =
      Math.floor(event.offsetY / grid.pitch) * grid.columns +
      Math.floor(event.offsetX / grid.pitch);
    const id = list.ids[index];
    const name = names.get(functionId(list.functions[index] ?? 0)) ?? '';
    element.title = id === undefined ? '' : `G${id} ${name}`;
  };

  return (
    <canvas
      ref={canvas}
      class={`cells ${state}`}
      style={{ height: `${grid.rows * grid.pitch}px` }}
      role="img"
      aria-label={`${formatCount(list.length)} goroutines ${what}`}
      onMouseMove={point}
    />
  );
}

/** GList draws goroutines in order, each as large as their number allows. */
export function GList(props: GListProps) {
  const { list, state, names, tokensMax } = props;
  if (list.length === 0) return null;
  if (list.length > tokensMax) return <Cells {...props} />;
  return (
    <span class="tokens">
      {Array.from(list.ids, (id, index) => {
        const marked = list.functions[index] ?? 0;
        return (
          <Token
            key={id}
            id={id}
            state={state}
            name={names.get(functionId(marked))}
            system={isSystem(marked)}
          />
        );
      })}
    </span>
  );
}
