// Goroutines in order as one canvas of small cells. Thousands fit by making the cells smaller; when
// even the smallest are too many, a cell stands for several and the caption says for how many. Its
// accessible name says how many there are; pointing at a cell names the goroutine, a click selects
// it (the goroutine table is the way for a keyboard).
import { useContext, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { GoList } from '../../engine/picture';
import { formatCount } from '../../model/format';
import { BoardContext, useName } from './board_context';
import { type GState, goroutineTitle } from './token';

export interface CellsProps {
  readonly list: GoList;
  readonly state: GState;
  /** What the list is, for its accessible name: "waiting on chan receive". */
  readonly what: string;
  /** Height the cells may take. */
  readonly heightMaxPx: number;
}

// Cell pitches to choose from: the largest with which all fit is taken.
const pitches = [9, 8, 7, 6, 5, 4, 3];
// The pitch of cells that stand for several.
const densePitch = 5;

export interface Grid {
  readonly pitch: number;
  readonly columns: number;
  readonly rows: number;
  /** Goroutines a cell stands for. */
  readonly each: number;
}

// The next of 1, 2, 5, 10, 20, 50, ...: round numbers, and a caption that seldom changes.
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((n) => n * power).find((n) => n >= value) ?? value;
}

/** gridFor chooses the cells so that `count` goroutines fit into the given space. */
export function gridFor(count: number, widthPx: number, heightMaxPx: number): Grid {
  for (const pitch of pitches) {
    const columns = Math.max(1, Math.floor(widthPx / pitch));
    const rows = Math.ceil(count / columns);
    if (rows * pitch <= heightMaxPx) return { pitch, columns, rows, each: 1 };
  }
  const columns = Math.max(1, Math.floor(widthPx / densePitch));
  const rowsMax = Math.max(1, Math.floor(heightMaxPx / densePitch));
  const each = roundUp(count / (columns * rowsMax));
  const rows = Math.ceil(Math.ceil(count / each) / columns);
  return { pitch: densePitch, columns, rows, each };
}

// Neighbouring goroutines get different strengths, so that one can see the queue move.
const strengths = [153, 189, 222, 255];

function strengthOf(id: number): number {
  return strengths[Math.imul(id, 2654435761) >>> 30] ?? 255;
}

// A colour as little-endian pixel without its alpha: `rgb(r, g, b)` is how browsers write computed
// colours.
function pixelOf(colour: string): number {
  const [r = 0, g = 0, b = 0] = colour.match(/\d+/g)?.map(Number) ?? [];
  return r | (g << 8) | (b << 16);
}

interface Drawing {
  readonly list: GoList;
  readonly grid: Grid;
  readonly widthPx: number;
  /** The place of the selected goroutine in the list, -1: not in it. */
  readonly marked: number;
}

// Cells are written as pixels, not drawn: ten thousand of them cost a fraction of a millisecond.
function paint(element: HTMLCanvasElement, { list, grid, widthPx, marked }: Drawing): void {
  const context = element.getContext('2d');
  const scale = window.devicePixelRatio;
  const step = Math.max(1, Math.round(grid.pitch * scale));
  const gap = Math.max(1, Math.round(scale));
  const [w, h] = [Math.round(widthPx * scale), Math.round(grid.rows * grid.pitch * scale)];
  if (!context || w === 0 || h === 0) return;
  if (element.width !== w) element.width = w;
  if (element.height !== h) element.height = h;
  const image = context.createImageData(w, h);
  const pixels = new Uint32Array(image.data.buffer);
  const style = getComputedStyle(element);
  const colour = pixelOf(style.color);
  const mark = marked < 0 ? -1 : Math.floor(marked / grid.each);
  const shown = Math.ceil(list.length / grid.each);
  for (let index = 0; index < shown; index++) {
    const id = list.ids[index * grid.each] ?? index;
    const pixel =
      index === mark ? pixelOf(style.outlineColor) | 0xff000000 : colour | (strengthOf(id) << 24);
    const row = Math.floor(index / grid.columns);
    const left = (index - row * grid.columns) * step;
    const right = Math.min(left + step - gap, w);
    const bottom = Math.min((row + 1) * step - gap, h);
    for (let y = row * step; y < bottom; y++) pixels.fill(pixel, y * w + left, y * w + right);
  }
  context.putImageData(image, 0, 0);
}

function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const parent = element.current?.parentElement;
    if (!parent) return;
    const observer = new ResizeObserver(() => setWidth(parent.clientWidth));
    observer.observe(parent);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Cells draws goroutines in order as small cells. */
export function Cells({ list, state, what, heightMaxPx }: CellsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { selected, onSelect } = useContext(BoardContext);
  const nameOf = useName();
  const width = useWidth(canvas);
  const grid = gridFor(list.length, width, heightMaxPx);
  const marked = selected?.kind === 'g' ? list.ids.indexOf(selected.id) : -1;

  useLayoutEffect(() => {
    if (canvas.current) paint(canvas.current, { list, grid, widthPx: width, marked });
  });

  // The place in the list that a cell under the pointer begins with.
  const at = (event: MouseEvent): number => {
    const [row, column] = [event.offsetY, event.offsetX].map((px) => Math.floor(px / grid.pitch));
    return ((row ?? 0) * grid.columns + (column ?? 0)) * grid.each;
  };
  const point = (event: MouseEvent) => {
    const index = at(event);
    const id = list.ids[index];
    const name = nameOf(list.functions[index] ?? 0);
    const title = id === undefined ? '' : goroutineTitle(id, name, what, list.places[index] ?? 0);
    const others = grid.each > 1 && id !== undefined ? ` and ${grid.each - 1} more` : '';
    if (canvas.current) canvas.current.title = title + others;
  };
  const choose = (event: MouseEvent) => {
    const id = list.ids[at(event)];
    if (id !== undefined) onSelect?.({ kind: 'g', id });
  };

  return (
    <>
      <canvas
        ref={canvas}
        class={`cells ${state}`}
        style={{ height: `${grid.rows * grid.pitch}px` }}
        role="img"
        aria-label={`${formatCount(list.length)} goroutines ${what}`}
        onMouseMove={point}
        onClick={choose}
      />
      {grid.each > 1 && width > 0 && (
        <span class="caption">1 cell = {formatCount(grid.each)} goroutines</span>
      )}
    </>
  );
}
