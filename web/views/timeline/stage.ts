// Stage: the timeline's canvas with its camera and what pointers and keys do to it. It paints at most
// once a frame, and only when something changed.
import type { History, LaneKind } from '../../model/history';
import {
  fitView,
  lanesOf,
  panView,
  type TimelineLane,
  type TimelineKey,
  type View,
  zoomView,
} from '../../model/timeline';
import { type Layout, layoutFor } from './layout';
import { paint } from './paint';

/** StageInput is what is shown, and whom to tell what a person did. */
export interface StageInput {
  readonly history: History;
  readonly names: ReadonlyMap<number, string>;
  readonly procs: number;
  readonly kind: LaneKind;
  readonly system: boolean;
  readonly selectedG: number;
  /** The picked span, -1: none. */
  readonly picked: number;
  readonly cursorNs: number | null;
  /** A span was picked (-1: none); `ns` is the moment, null: none. */
  readonly onPick: (span: number, ns: number | null) => void;
  /** What the pointer is over, in CSS pixels of the canvas; -1: no span. */
  readonly onHover: (span: number, x: number, y: number) => void;
  readonly onGoTo: (span: number, ns: number) => void;
  readonly onFollow: (following: boolean) => void;
}

const clickPx = 4;

export class Stage {
  private picked = -1;
  /** The end of the run is kept in sight: all of it, until somebody zooms. */
  following = true;
  view: View = { fromNs: 0, toNs: 1_000 };
  lanes: readonly TimelineLane[] = [];

  private whole = true;
  private fitted = false;
  private top = 0;
  private hoverNs: number | null = null;
  private frame = 0;
  private lanesKey = '';
  private runOf = 0;
  private readonly pointers = new Map<number, { x: number; y: number }>();
  private moved = 0;
  private layout: Layout = layoutFor(0, 0, 'p', 0);
  private readonly observer: ResizeObserver;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private input: StageInput,
  ) {
    this.observer = new ResizeObserver(() => this.redraw());
    this.observer.observe(canvas);
    canvas.addEventListener('wheel', this.onWheel, { passive: false });
    canvas.addEventListener('pointerdown', this.onDown);
    canvas.addEventListener('pointermove', this.onMove);
    canvas.addEventListener('pointerup', this.onUp);
    canvas.addEventListener('pointercancel', this.onUp);
    canvas.addEventListener('pointerleave', this.onLeave);
    canvas.addEventListener('dblclick', this.onDouble);
    this.set(input);
  }

  dispose(): void {
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
  }

  /** set takes in what changed. */
  set(input: StageInput): void {
    const { history } = input;
    // A history that is shorter than it was is another run, or went back.
    if (history.lastSeq === 0 && this.runOf > 0) this.restart();
    this.runOf = history.lastSeq;
    if (input.kind !== this.input.kind) this.top = 0;
    this.input = input;
    if (this.picked >= 0 && input.picked < 0) this.fitted = false;
    this.picked = input.picked;
    this.redraw();
  }

  private restart(): void {
    this.top = 0;
    this.whole = true;
    this.follow(true);
  }

  /** follow keeps the end in sight, or no longer. */
  follow(on: boolean): void {
    if (this.following !== on) this.input.onFollow(on);
    this.following = on;
    this.redraw();
  }

  redraw(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  // --- What can be done ---

  /** press does what a key means; false: nothing to do. */
  press(key: Exclude<TimelineKey, 'search'>): boolean {
    const length = this.view.toNs - this.view.fromNs;
    switch (key) {
      case 'zoomIn':
      case 'zoomOut':
        this.zoom(key === 'zoomIn' ? 0.75 : 4 / 3, this.centreNs());
        return true;
      case 'left':
        this.pan(-length / 8);
        return true;
      case 'right':
        this.pan(length / 8);
        return true;
      case 'fit':
        this.fit();
        return true;
      case 'next':
      case 'previous':
        return this.step(key === 'next' ? 1 : -1);
      case 'clear': {
        const had = this.picked >= 0 || this.input.selectedG > 0 || this.input.cursorNs !== null;
        this.pick(-1, null);
        return had;
      }
    }
  }

  /** reveal brings a goroutine's lane and its last span into sight. */
  reveal(g: number): void {
    const lane = this.input.history.lane('g', g);
    if (!lane) return;
    const kind = this.input.kind;
    const index = this.lanes.findIndex((one) => kind === 'g' && one.id === g);
    if (index >= 0) this.scrollTo(index);
    let at = lane.length - 1;
    // In the lanes of Ps and Ms only what runs is to be seen.
    while (kind !== 'g' && at > 0 && this.laneOf(lane.at(at)) < 0) at -= 1;
    this.show(lane.at(at));
  }

  private zoom(factor: number, atNs: number): void {
    this.whole = false;
    this.fitted = false;
    const { endNs } = this.input.history;
    this.view = zoomView(this.view, factor, atNs, endNs);
    if (this.view.toNs < endNs) this.follow(false);
    this.redraw();
  }

  private pan(ns: number): void {
    this.whole = false;
    this.fitted = false;
    this.view = panView(this.view, ns, this.input.history.endNs);
    this.follow(false);
    this.redraw();
  }

  // The picked span or the selected goroutine's life first; else, or a second time, everything.
  private fit(): void {
    const { history, selectedG } = this.input;
    const lane = history.lane('g', selectedG);
    const first = history.span(this.picked) ?? history.span(lane?.at(0) ?? -1);
    const last = history.span(this.picked) ?? history.span(lane?.last ?? -1);
    if (first && last && !this.fitted) {
      this.fitted = true;
      this.whole = false;
      this.view = fitView(first.startNs, last.endNs ?? history.endNs);
      this.follow(false);
    } else {
      this.fitted = false;
      this.whole = true;
      this.follow(true);
    }
    this.redraw();
  }

  // The next or previous slice of the lane of the picked span.
  private step(by: number): boolean {
    const { history, kind } = this.input;
    const laneId = this.laneOf(this.picked);
    const lane = history.lane(kind, laneId);
    if (!lane || this.picked < 0) {
      const row = Math.floor(this.top / this.layout.row);
      const first = history.lane(kind, this.lanes[row]?.id ?? -1);
      if (!first || first.length === 0) return false;
      const at = Math.max(0, history.indexAt(first, this.view.fromNs));
      this.show(first.at(at));
      return true;
    }
    const id = lane.at(lane.indexOf(this.picked) + by);
    if (id < 0) return false;
    this.show(id);
    return true;
  }

  // Picks a span and brings it into sight.
  private show(id: number): void {
    const { history } = this.input;
    const span = history.span(id);
    if (!span) return;
    const row = this.lanes.findIndex((one) => one.id === this.laneOf(id));
    if (row >= 0) this.scrollTo(row);
    const length = this.view.toNs - this.view.fromNs;
    const room = length / 10;
    if (span.startNs < this.view.fromNs + room || span.startNs > this.view.toNs - room) {
      this.whole = false;
      const fromNs = span.startNs - length / 3;
      this.view = panView({ fromNs, toNs: fromNs + length }, 0, history.endNs);
      this.follow(false);
    }
    this.pick(id, span.startNs);
  }

  private pick(id: number, ns: number | null): void {
    if (id !== this.picked) this.fitted = false;
    this.picked = id;
    this.input.onPick(id, ns);
    this.redraw();
  }

  private laneOf(id: number): number {
    const span = this.input.history.span(id);
    if (!span) return -1;
    const { kind } = this.input;
    if (kind === 'g') return span.g;
    return (span.state === 'runnable' ? null : span[kind]) ?? -1;
  }

  private scrollTo(row: number): void {
    const { row: height } = this.layout;
    const seen = this.lanesHeight();
    const y = row * height;
    if (y < this.top) this.top = y;
    if (y + height > this.top + seen) this.top = y + height - seen;
  }

  // --- Painting ---

  private lanesHeight(): number {
    const { height, axis, queues } = this.layout;
    return Math.max(0, height - axis - queues);
  }

  private refreshLanes(): void {
    const { history, kind, procs, system, names } = this.input;
    const count =
      kind === 'g' ? history.goroutineCount + history.droppedGoroutines : history.version;
    const key = `${kind} ${procs} ${system} ${names.size} ${count} ${history.lastSeq === 0}`;
    if (key === this.lanesKey) return;
    this.lanesKey = key;
    this.lanes = lanesOf(history, kind, procs, system, names);
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) return;
    const { history, kind, selectedG, cursorNs } = this.input;
    this.refreshLanes();
    this.layout = layoutFor(width, height, kind, this.lanes.length);
    if (this.following) {
      const length = this.view.toNs - this.view.fromNs;
      const end = Math.max(history.endNs, 1_000);
      this.view = this.whole
        ? fitView(0, end)
        : { fromNs: end - length * 0.95, toNs: end + length * 0.05 };
    }
    const most = Math.max(0, this.lanes.length * this.layout.row - this.lanesHeight());
    this.top = Math.min(Math.max(0, this.top), most);
    paint(this.canvas, this.layout, {
      history,
      kind,
      lanes: this.lanes,
      view: this.view,
      top: this.top,
      selectedG,
      picked: this.picked,
      cursorNs,
      hoverNs: this.hoverNs,
    });
  }

  // --- Pointers ---

  private nsAt(x: number): number {
    const { gutter, width } = this.layout;
    const { fromNs, toNs } = this.view;
    return fromNs + ((x - gutter) / Math.max(1, width - gutter)) * (toNs - fromNs);
  }

  private centreNs(): number {
    const { cursorNs } = this.input;
    const { fromNs, toNs } = this.view;
    if (cursorNs !== null && cursorNs > fromNs && cursorNs < toNs) return cursorNs;
    return (fromNs + toNs) / 2;
  }

  // The span under a place; a little beside a short one still means it.
  private spanAt(x: number, y: number): number {
    const { gutter, axis, row, width } = this.layout;
    if (x < gutter || y < axis || y > axis + this.lanesHeight()) return -1;
    const { history, kind } = this.input;
    const line = this.lanes[Math.floor((y - axis + this.top) / row)];
    const lane = line && history.lane(kind, line.id);
    if (!lane) return -1;
    const near = ((this.view.toNs - this.view.fromNs) / Math.max(1, width - gutter)) * 3;
    const ns = this.nsAt(x);
    for (const at of [ns, ns + near]) {
      const id = lane.at(history.indexAt(lane, at));
      const end = id < 0 ? -Infinity : Math.min(history.spans.end(id), history.endNs);
      if (end + near >= ns) return id;
    }
    return -1;
  }

  private place(event: MouseEvent): { x: number; y: number } {
    const box = this.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private readonly onWheel = (event: WheelEvent): void => {
    const { x } = this.place(event);
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.zoom(Math.exp((event.deltaY * lines) / 300), this.nsAt(x));
      return;
    }
    const across = event.shiftKey ? event.deltaY : event.deltaX;
    if (across !== 0) {
      event.preventDefault();
      this.pan((across * lines * (this.view.toNs - this.view.fromNs)) / this.layout.width);
      return;
    }
    const most = this.lanes.length * this.layout.row - this.lanesHeight();
    if (most <= 0) return;
    event.preventDefault();
    this.top += event.deltaY * lines;
    this.redraw();
  };

  private readonly onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.place(event));
    if (this.pointers.size === 1) this.moved = 0;
  };

  private readonly onMove = (event: PointerEvent): void => {
    const now = this.place(event);
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      this.hoverNs = now.x >= this.layout.gutter ? this.nsAt(now.x) : null;
      this.input.onHover(this.spanAt(now.x, now.y), now.x, now.y);
      this.redraw();
      return;
    }
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.pointers.set(event.pointerId, now);
    this.moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (other) {
      const apart = (at: { x: number }) => Math.max(8, Math.abs(at.x - other.x));
      this.zoom(apart(before) / apart(now), this.nsAt((now.x + other.x) / 2));
      return;
    }
    if (this.moved < clickPx) return;
    const ns = this.view.toNs - this.view.fromNs;
    const across = this.layout.width - this.layout.gutter;
    this.top -= now.y - before.y;
    if (now.x !== before.x) this.pan(((before.x - now.x) * ns) / Math.max(1, across));
    this.redraw();
  };

  private readonly onUp = (event: PointerEvent): void => {
    if (!this.pointers.delete(event.pointerId)) return;
    if (event.type !== 'pointerup' || this.pointers.size > 0 || this.moved >= clickPx) return;
    const { x, y } = this.place(event);
    if (x < this.layout.gutter) return;
    const id = this.spanAt(x, y);
    const span = this.input.history.span(id);
    this.pick(id, span ? span.startNs : Math.max(0, this.nsAt(x)));
  };

  private readonly onLeave = (): void => {
    this.hoverNs = null;
    this.input.onHover(-1, 0, 0);
    this.redraw();
  };

  private readonly onDouble = (event: MouseEvent): void => {
    const { x, y } = this.place(event);
    if (x < this.layout.gutter) return;
    this.input.onGoTo(this.spanAt(x, y), Math.max(0, this.nsAt(x)));
  };
}
