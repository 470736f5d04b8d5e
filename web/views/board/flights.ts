// Goroutines seen moving: when a token's place on the board changes, a copy of it flies from where
// it was to where it is now, above everything, while the token itself stays unseen. Only as long as
// few enough move: a live run moves thousands a second, which nobody could follow.
//
// A seat is an element with data-seat, the goroutine's number; the place it is in is the nearest
// data-place. Of several seats of one goroutine the first in the document counts.
import type { Picture } from '../../engine/picture';

/** Seats on the board beyond which nothing is measured. */
const seatsMax = 160;
/** Changes of place that can be followed: within a second, and from one picture to the next. */
const movesPerSecondMax = 40;
const movesAtOnceMax = 24;
const flightMs = 300;
const stealMs = 520;

export interface Seat {
  readonly x: number;
  readonly y: number;
  /** The part of the board: "P0", "global", "channel 5". */
  readonly place: string;
  /** Where in that part: what moves only because its part does has not moved. */
  readonly inX: number;
  readonly inY: number;
  /** It runs there, and does not wait in a queue. */
  readonly running: boolean;
  readonly element: HTMLElement;
}

export type Seats = ReadonlyMap<number, Seat>;

/** movesIn counts the changes of place since the start of the run. */
export function movesIn(picture: Picture): number {
  const { created, starts, parks, unparks } = picture.totals;
  return created + starts + parks + unparks;
}

/** Pace decides from the count of moves, going back included, whether they can be followed. */
export class Pace {
  private seen: { readonly at: number; readonly moves: number }[] = [];
  private last = 0;

  /** allows is told of every picture, whether its moves would be shown or not. */
  allows(total: number, now: number): boolean {
    const moves = Math.abs(total - this.last);
    this.last = total;
    this.seen = this.seen.filter(({ at }) => now - at < 1000);
    this.seen.push({ at: now, moves });
    const recent = this.seen.reduce((sum, one) => sum + one.moves, 0);
    return moves > 0 && moves <= movesAtOnceMax && recent <= movesPerSecondMax;
  }
}

// A steal is one event, and one more for each goroutine moved, which may each be a picture of its own.
const stealEvents = 300;

/** Thieves knows which Ps stole a moment ago. */
export class Thieves {
  private readonly known: { steals: number; at: number }[] = [];

  /** look is told of every picture. */
  look(picture: Picture): void {
    const now = picture.totals.events;
    for (const { id, steals } of picture.procs) {
      const before = this.known[id];
      const more = before !== undefined && steals > before.steals;
      this.known[id] = { steals, at: more ? now : (before?.at ?? -Infinity) };
    }
  }

  /** isSteal: a goroutine that waited in a queue of one P is now with another, who just stole. */
  isSteal(from: Seat, to: Seat, picture: Picture): boolean {
    const thief = /^P(\d+)$/.exec(to.place)?.[1];
    if (thief === undefined || from.place === to.place || !/^P\d+$/.test(from.place)) return false;
    const since = picture.totals.events - (this.known[Number(thief)]?.at ?? -Infinity);
    return !from.running && since >= 0 && since <= stealEvents;
  }
}

interface Flight {
  readonly ghost: HTMLElement;
  readonly hiding: Animation;
}

/** Flights animates the tokens of a board. */
export class Flights {
  private readonly flying = new Map<number, Flight>();

  /** `layer` lies above the board’s content and scrolls with it. */
  constructor(
    private readonly board: HTMLElement,
    private readonly layer: HTMLElement,
  ) {}

  /** look notes where everybody is; null: it is not worth it now. */
  look(): Seats | null {
    if (document.hidden) return null;
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return null;
    const elements = this.board.querySelectorAll<HTMLElement>('[data-seat]');
    if (elements.length > seatsMax) return null;
    const origin = this.layer.getBoundingClientRect();
    const seats = new Map<number, Seat>();
    for (const element of elements) {
      const id = Number(element.dataset['seat']);
      if (seats.has(id)) continue;
      // Who is in the air is where the copy is.
      const rect = (this.flying.get(id)?.ghost ?? element).getBoundingClientRect();
      if (rect.width === 0) continue;
      const part = element.closest<HTMLElement>('[data-place]');
      const around = part?.getBoundingClientRect() ?? origin;
      const inside = element.getBoundingClientRect();
      seats.set(id, {
        x: rect.left - origin.left,
        y: rect.top - origin.top,
        place: part?.dataset['place'] ?? '',
        inX: inside.left - around.left,
        inY: inside.top - around.top,
        running: element.classList.contains('goid'),
        element,
      });
    }
    return seats;
  }

  /** land ends all flights: everybody is where they are. */
  land(): void {
    for (const id of [...this.flying.keys()]) this.end(id);
  }

  /** move shows what changed since `before`. */
  move(before: Seats, isSteal: (from: Seat, to: Seat) => boolean): void {
    this.land();
    const now = this.look();
    if (!now) return;
    const moved = [...now].filter(([id, seat]) => {
      const old = before.get(id);
      return old !== undefined && hasMoved(old, seat);
    });
    const born = before.size === 0 ? [] : [...now].filter(([id]) => !before.has(id));
    for (const [, seat] of born) appear(seat.element);
    for (const [id, seat] of moved) {
      const old = before.get(id);
      if (old) this.fly(id, old, seat, isSteal(old, seat));
    }
  }

  private end(id: number): void {
    const flight = this.flying.get(id);
    this.flying.delete(id);
    flight?.hiding.cancel();
    flight?.ghost.remove();
  }

  private fly(id: number, from: Seat, to: Seat, steal: boolean): void {
    const ghost = document.createElement('span');
    ghost.className = `${to.running ? 'token running' : to.element.className} flight`;
    ghost.classList.remove('pick', 'selected');
    ghost.classList.toggle('steal', steal);
    ghost.dataset['id'] = String(id);
    this.layer.append(ghost);
    const duration = steal ? stealMs : flightMs;
    const at = (x: number, y: number, size = 1) => `translate(${x}px, ${y}px) scale(${size})`;
    const path = steal
      ? [
          { transform: at(from.x, from.y) },
          { transform: at((from.x + to.x) / 2, Math.min(from.y, to.y) - 18, 1.3), offset: 0.5 },
          { transform: at(to.x, to.y) },
        ]
      : [{ transform: at(from.x, from.y) }, { transform: at(to.x, to.y) }];
    const flight = ghost.animate(path, { duration, easing: 'cubic-bezier(0.3, 0, 0.2, 1)' });
    const hiding = to.element.animate([{ opacity: 0 }, { opacity: 0 }], { duration });
    this.flying.set(id, { ghost, hiding });
    flight.onfinish = () => {
      if (this.flying.get(id)?.ghost === ghost) this.end(id);
    };
  }
}

/** hasMoved: it is in another part of the board, or elsewhere in its part. */
export function hasMoved(before: Seat, now: Seat): boolean {
  if (before.place !== now.place) return true;
  return Math.abs(before.inX - now.inX) + Math.abs(before.inY - now.inY) > 2;
}

function appear(element: HTMLElement): void {
  element.animate(
    [
      { opacity: 0, transform: 'scale(0.5)' },
      { opacity: 1, transform: 'none' },
    ],
    { duration: 180, easing: 'ease-out' },
  );
}
