// Painting the timeline: lanes, bands, arrows, queues and axis on one canvas. Each state has a shape
// or a hatching of its own, so that colour is never its only sign.
import { type Arrow, type History, type LaneKind, SpanState } from '../../model/history';
import {
  axisTicks,
  firstOfWait,
  type Slice,
  slicesOf,
  type TimelineLane,
  type View,
} from '../../model/timeline';
import { waitReasons } from '../../engine/event_types';
import { hatched, inkOn } from './ink';
import type { Layout } from './layout';

/** Scene is all there is to paint. */
export interface Scene {
  readonly history: History;
  readonly kind: LaneKind;
  readonly lanes: readonly TimelineLane[];
  readonly view: View;
  readonly top: number;
  readonly selectedG: number;
  readonly picked: number;
  readonly cursorNs: number | null;
  readonly hoverNs: number | null;
}

type Colours = Readonly<Record<string, string>>;
const colourNames = [
  'surface',
  'sunken',
  'line',
  'line-strong',
  'text',
  'muted',
  'faint',
  'accent',
  'running',
  'runnable',
  'waiting',
  'syscall',
  'spinning',
  'bad',
];
const stateColours = ['running', 'runnable', 'waiting', 'syscall', 'spinning', 'spinning'];
const arrowColours: Record<Arrow['kind'], string> = {
  create: 'running',
  wake: 'runnable',
  steal: 'spinning',
};
/** With so many slices in sight arrows would cover them: only the selection's are drawn. */
const arrowsMax = 160;

class Painter {
  private readonly colours: Colours;
  private readonly rows: ReadonlyMap<number, number>;
  private readonly bottom: number;
  private readonly span: number;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly layout: Layout,
    private readonly scene: Scene,
  ) {
    const style = getComputedStyle(context.canvas);
    this.colours = Object.fromEntries(
      colourNames.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
    );
    context.font = `11px ${style.getPropertyValue('--sans') || 'sans-serif'}`;
    context.textBaseline = 'middle';
    this.rows = new Map(scene.lanes.map((lane, index) => [lane.id, index]));
    this.bottom = layout.height - layout.queues;
    this.span = layout.width - layout.gutter;
  }

  paint(): void {
    const { context, layout, scene } = this;
    context.clearRect(0, 0, layout.width, layout.height);
    const ticks = axisTicks(scene.view, this.span);
    context.strokeStyle = this.colour('line');
    context.lineWidth = 1;
    context.beginPath();
    for (const { ns } of ticks) this.upright(this.x(ns), layout.axis, layout.height);
    context.stroke();
    this.clipped(layout.axis, this.bottom, () => {
      this.gaps();
      const slices = this.lanes();
      this.bands();
      this.arrows(slices);
    });
    this.labels();
    if (layout.queues > 0) this.queues();
    this.axis(ticks);
    this.lines();
  }

  private colour(name: string): string {
    return this.colours[name] ?? '#888888';
  }

  private x(ns: number): number {
    const { fromNs, toNs } = this.scene.view;
    return this.layout.gutter + ((ns - fromNs) / (toNs - fromNs)) * this.span;
  }

  private y(row: number): number {
    return this.layout.axis + row * this.layout.row - this.scene.top;
  }

  private upright(x: number, from: number, to: number): void {
    if (x < this.layout.gutter) return;
    this.context.moveTo(Math.round(x) + 0.5, from);
    this.context.lineTo(Math.round(x) + 0.5, to);
  }

  private clipped(top: number, bottom: number, draw: () => void): void {
    const { context, layout } = this;
    context.save();
    context.beginPath();
    context.rect(layout.gutter, top, this.span, bottom - top);
    context.clip();
    draw();
    context.restore();
  }

  // Stretches of which nothing is known.
  private gaps(): void {
    const { gaps } = this.scene.history;
    const { context, layout } = this;
    context.fillStyle = this.colour('sunken');
    let low = 0;
    let high = gaps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((gaps[middle]?.endNs ?? 0) < this.scene.view.fromNs) low = middle + 1;
      else high = middle;
    }
    let drawn = -1;
    for (const gap of gaps.slice(low)) {
      if (gap.startNs > this.scene.view.toNs) break;
      const from = this.x(gap.startNs);
      const to = this.x(gap.endNs);
      if (to - drawn < 1) continue;
      drawn = to;
      context.fillRect(from, layout.axis, Math.max(1, to - from), this.bottom - layout.axis);
    }
  }

  private lanes(): { slice: Slice; row: number }[] {
    const { scene, layout, context } = this;
    const all: { slice: Slice; row: number }[] = [];
    const first = Math.max(0, Math.floor(scene.top / layout.row));
    const last = Math.ceil((scene.top + this.bottom - layout.axis) / layout.row);
    for (let row = first; row < Math.min(last, scene.lanes.length); row++) {
      const { id } = scene.lanes[row] ?? { id: -1 };
      const y = this.y(row);
      if (scene.kind === 'g' && id === scene.selectedG) {
        context.globalAlpha = 0.1;
        context.fillStyle = this.colour('accent');
        context.fillRect(layout.gutter, y, this.span, layout.row);
        context.globalAlpha = 1;
      }
      context.fillStyle = this.colour('line');
      context.fillRect(layout.gutter, y + layout.row - 0.5, this.span, 0.5);
      const lane = scene.history.lane(scene.kind, id);
      if (!lane) continue;
      for (const slice of slicesOf(scene.history, lane, scene.view, this.span)) {
        this.slice(slice, y);
        all.push({ slice, row });
      }
    }
    return all;
  }

  private slice(slice: Slice, y: number): void {
    const { context, layout, scene } = this;
    const { history } = scene;
    const name = stateColours[slice.state] ?? 'running';
    const colour = this.colour(name);
    const x = layout.gutter + slice.fromPx;
    const gap = !slice.merged && slice.toPx - slice.fromPx > 3 ? 0.75 : 0;
    const width = Math.max(1, slice.toPx - slice.fromPx - gap);
    const full = layout.row - 5;
    const [top, height] =
      slice.state === SpanState.waiting
        ? [full - 2, 3]
        : slice.state === SpanState.spinning
          ? [full / 2, full / 2]
          : [0, full];
    context.fillStyle =
      slice.state === SpanState.running || slice.state === SpanState.waiting
        ? colour
        : hatched(
            context,
            colour,
            slice.state === SpanState.syscall ? 0 : slice.state === SpanState.gc ? 2 : 1,
          );
    context.fillRect(x, y + 2 + top, width, height);
    const g = history.spans.g(slice.span);
    const chosen = slice.span === scene.picked;
    if (chosen || (scene.kind !== 'g' && g > 0 && g === scene.selectedG)) {
      context.strokeStyle = this.colour(chosen ? 'text' : 'accent');
      context.lineWidth = chosen ? 2 : 1.5;
      context.strokeRect(x - 0.5, y + 1.5, width + 1, full + 1);
    }
    if (!slice.merged && width > 30) this.label(slice, x, y, width, colour);
  }

  private label(slice: Slice, x: number, y: number, width: number, colour: string): void {
    const { context, layout, scene } = this;
    const { spans } = scene.history;
    const { state, span } = slice;
    let text = `G${spans.g(span)}`;
    if (state === SpanState.spinning) text = 'spinning';
    else if (scene.kind === 'g') {
      const p = spans.p(span);
      if (state === SpanState.waiting) text = waitReasons[spans.sub(span)] ?? '';
      else text = p < 0xfffe ? `P${p}` : p === 0xfffe ? 'global' : '';
    }
    if (state === SpanState.gc) text += ' GC';
    if (state === SpanState.syscall) text += ' syscall';
    if (text === '' || context.measureText(text).width > width - 8) return;
    const middle = y + 2 + (layout.row - 5) / 2;
    if (state === SpanState.running) {
      context.fillStyle = inkOn(colour);
    } else if (state === SpanState.waiting || state === SpanState.spinning) {
      context.fillStyle = this.colour('muted');
    } else {
      const wide = context.measureText(text).width + 6;
      context.fillStyle = this.colour('surface');
      context.fillRect(x + 2, middle - 6.5, wide, 13);
      context.fillStyle = this.colour('text');
    }
    const lift = state === SpanState.waiting ? -2 : 0;
    context.fillText(text, x + 5, middle + 0.5 + lift);
  }

  private bands(): void {
    const { context, layout, scene } = this;
    for (const band of scene.history.bands) {
      const end = band.endNs ?? scene.history.endNs;
      if (end < scene.view.fromNs || band.startNs > scene.view.toNs) continue;
      const from = this.x(band.startNs);
      const width = Math.max(1.5, this.x(end) - from);
      const height = this.bottom - layout.axis;
      const colour = this.colour(band.kind === 'gc' ? 'spinning' : 'bad');
      context.globalAlpha = 0.12;
      context.fillStyle = colour;
      context.fillRect(from, layout.axis, width, height);
      context.globalAlpha = 1;
      context.fillRect(from, layout.axis, width, 2);
      const text = band.kind === 'gc' ? 'GC' : 'world stopped';
      if (context.measureText(text).width + 8 < width) {
        context.fillText(text, from + 4, this.bottom - 8);
      }
    }
  }

  private arrows(slices: readonly { slice: Slice; row: number }[]): void {
    const { scene } = this;
    const few = slices.length <= arrowsMax;
    for (const { slice, row } of slices) {
      if (slice.merged) continue;
      const g = scene.history.spans.g(slice.span);
      const near = slice.span === scene.picked || (g > 0 && g === scene.selectedG);
      if (!few && !near) continue;
      for (const begun of this.beginnings(slice)) {
        const arrow = scene.history.arrowOf(begun);
        if (arrow) this.arrow(arrow, slice, row, near);
      }
    }
  }

  // The spans whose arrows end at this slice: in lanes of Ps and Ms the wait before is not drawn.
  private beginnings(slice: Slice): number[] {
    const { history, kind } = this.scene;
    if (kind === 'g') return [slice.span];
    if (slice.state !== SpanState.running) return [];
    const waited = firstOfWait(history, slice.span);
    return waited < 0 ? [slice.span] : [slice.span, waited];
  }

  private arrow(arrow: Arrow, slice: Slice, row: number, near: boolean): void {
    const { scene, layout, context } = this;
    const { spans } = scene.history;
    let from: number | undefined;
    if (arrow.kind === 'steal') {
      if (scene.kind === 'p' && arrow.fromP !== null) from = this.rows.get(arrow.fromP);
    } else if (arrow.from >= 0) {
      const id = arrow.from;
      const lane = scene.kind === 'g' ? arrow.by : scene.kind === 'p' ? spans.p(id) : spans.m(id);
      from = this.rows.get(lane);
    }
    if (from === undefined || from === row) return;
    const x0 = this.x(arrow.ns);
    const x1 = layout.gutter + slice.fromPx;
    const y0 = this.y(from) + layout.row / 2;
    const y1 = this.y(row) + layout.row / 2;
    context.strokeStyle = context.fillStyle = this.colour(arrowColours[arrow.kind]);
    context.globalAlpha = near ? 1 : 0.55;
    context.lineWidth = near ? 1.75 : 1;
    context.setLineDash(arrow.kind === 'steal' ? [4, 3] : arrow.kind === 'create' ? [1, 2] : []);
    context.beginPath();
    const bend = Math.max(8, Math.min(40, Math.abs(x1 - x0) / 2));
    context.moveTo(x0, y0);
    context.bezierCurveTo(x0 + bend, y0, x1 - bend, y1, x1, y1);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x1 - 6, y1 - 3);
    context.lineTo(x1 - 6, y1 + 3);
    context.fill();
    context.globalAlpha = 1;
  }

  private labels(): void {
    const { context, layout, scene } = this;
    context.save();
    context.beginPath();
    context.rect(0, layout.axis, layout.gutter, this.bottom - layout.axis);
    context.clip();
    const first = Math.max(0, Math.floor(scene.top / layout.row));
    const last = Math.ceil((scene.top + this.bottom - layout.axis) / layout.row);
    for (let row = first; row < Math.min(last, scene.lanes.length); row++) {
      const lane = scene.lanes[row];
      if (!lane) continue;
      const chosen = scene.kind === 'g' && lane.id === scene.selectedG;
      context.fillStyle = this.colour(chosen ? 'accent' : 'muted');
      context.fillText(lane.label, 12, this.y(row) + layout.row / 2, layout.gutter - 16);
    }
    context.restore();
  }

  // Stacked: what waits at each P, and on top of it what waits in the global queue.
  private queues(): void {
    const { context, layout, scene } = this;
    const { history } = scene;
    const ids: (number | 'global')[] = [...history.laneIds('p'), 'global'];
    const series = ids.map((id) => history.queue(id));
    const columns = Math.max(1, Math.floor(this.span));
    const nsPerPx = (scene.view.toNs - scene.view.fromNs) / columns;
    const sums = new Float64Array(columns);
    const stacks = series.map((one) => {
      const stack = new Float64Array(columns);
      for (let px = 0; px < columns; px++) {
        const ns = scene.view.fromNs + (px + 0.5) * nsPerPx;
        const at = one && ns >= 0 && ns <= history.endNs ? one.find(ns) : -1;
        sums[px] = (sums[px] ?? 0) + (one && at >= 0 ? Math.max(0, one.valueAt(at)) : 0);
        stack[px] = sums[px] ?? 0;
      }
      return stack;
    });
    const most = sums.reduce((max, sum) => Math.max(max, sum), 0);
    const top = this.bottom + 4;
    const height = layout.queues - 6;
    context.fillStyle = this.colour('line-strong');
    context.fillRect(0, this.bottom, layout.width, 1);
    for (let index = stacks.length - 1; index >= 0; index--) {
      const stack = stacks[index];
      if (!stack) continue;
      const global = index === stacks.length - 1;
      context.fillStyle = global
        ? hatched(context, this.colour('faint'), 1)
        : this.colour('runnable');
      context.globalAlpha = global ? 1 : index % 2 === 0 ? 0.85 : 0.5;
      context.beginPath();
      context.moveTo(layout.gutter, top + height);
      for (let px = 0; px < columns; px++) {
        const y = top + height * (1 - (stack[px] ?? 0) / Math.max(1, most));
        context.lineTo(layout.gutter + px, y);
        context.lineTo(layout.gutter + px + 1, y);
      }
      for (let px = columns - 1; px >= 0; px--) {
        const below = index > 0 ? (stacks[index - 1]?.[px] ?? 0) : 0;
        const y = top + height * (1 - below / Math.max(1, most));
        context.lineTo(layout.gutter + px + 1, y);
        context.lineTo(layout.gutter + px, y);
      }
      context.fill();
    }
    context.globalAlpha = 1;
    context.fillStyle = this.colour('faint');
    context.fillText('queues', 6, this.bottom + (layout.queues > 36 ? 12 : layout.queues / 2));
    if (layout.queues > 36) context.fillText(`max ${most}`, 6, this.bottom + 27);
  }

  private axis(ticks: readonly { readonly ns: number; readonly label: string }[]): void {
    const { context, layout } = this;
    context.fillStyle = this.colour('line');
    context.fillRect(0, layout.axis - 1, layout.width, 1);
    context.fillStyle = this.colour('faint');
    for (const { ns, label } of ticks) {
      const x = this.x(ns);
      if (x >= layout.gutter) context.fillText(label, x + 4, layout.axis / 2);
    }
  }

  private lines(): void {
    const { context, layout, scene } = this;
    const line = (ns: number | null, colour: string, dash: number[]) => {
      if (ns === null) return;
      context.strokeStyle = this.colour(colour);
      context.lineWidth = 1;
      context.setLineDash(dash);
      context.beginPath();
      this.upright(this.x(ns), 0, layout.height);
      context.stroke();
      context.setLineDash([]);
    };
    line(scene.hoverNs, 'line-strong', [2, 3]);
    line(scene.history.endNs, 'line-strong', []);
    line(scene.cursorNs, 'accent', []);
  }
}

/** paint draws the scene; the canvas has as many pixels as the screen. */
export function paint(canvas: HTMLCanvasElement, layout: Layout, scene: Scene): void {
  const ratio = Math.min(devicePixelRatio || 1, 3);
  const width = Math.round(layout.width * ratio);
  const height = Math.round(layout.height * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  new Painter(context, layout, scene).paint();
}
