// Goroutines seen moving: when a token's place on the board changes, a copy of it flies from where
// it was to where it is now, above everything, while the token itself stays unseen. Only as long as
// few enough move: a live run moves thousands a second, which nobody could follow.
//
// A seat is an element with data-seat, the goroutine's number; the place it is in is the nearest
// data-place. Of several seats of one goroutine the first in the document counts.

/** Seats on the board beyond which nothing is measured. */
const seatsMax = 160;
/** Moves that are shown within a second, and at one moment. */
const movesPerSecondMax = 40;
const movesAtOnceMax = 24;
/** How long not to look after there were too many. */
const restMs = 700;
const flightMs = 300;
const stealMs = 520;

export interface Seat {
  readonly x: number;
  readonly y: number;
  /** The part of the board: "P0", "global", "channel 5". */
  readonly place: string;
  readonly element: HTMLElement;
}

export type Seats = ReadonlyMap<number, Seat>;

/** Pace decides whether so many moves may be shown now. */
export class Pace {
  private recent: { readonly at: number; readonly moves: number }[] = [];
  private restUntil = 0;

  /** resting: there were too many a moment ago. */
  resting(now: number): boolean {
    return now < this.restUntil;
  }

  allows(moves: number, now: number): boolean {
    this.recent = this.recent.filter(({ at }) => now - at < 1000);
    const before = this.recent.reduce((sum, one) => sum + one.moves, 0);
    this.recent.push({ at: now, moves });
    const ok = moves <= movesAtOnceMax && before + moves <= movesPerSecondMax;
    if (!ok) this.restUntil = now + restMs;
    return ok;
  }
}

interface Flight {
  readonly ghost: HTMLElement;
  readonly hiding: Animation;
}

/** Flights animates the tokens of a board. */
export class Flights {
  private readonly pace = new Pace();
  private readonly flying = new Map<number, Flight>();

  /** `layer` lies above the board’s content and scrolls with it. */
  constructor(
    private readonly board: HTMLElement,
    private readonly layer: HTMLElement,
  ) {}

  /** look notes where everybody is; null: it is not worth it now. */
  look(): Seats | null {
    if (document.hidden || this.pace.resting(performance.now())) return null;
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
      const place = element.closest<HTMLElement>('[data-place]')?.dataset['place'] ?? '';
      seats.set(id, { x: rect.left - origin.left, y: rect.top - origin.top, place, element });
    }
    return seats;
  }

  /** move shows what changed since `before`; stole(p): that P stole meanwhile. */
  move(before: Seats, stole: (place: string) => boolean): void {
    for (const id of [...this.flying.keys()]) this.land(id);
    const now = this.look();
    if (!now) return;
    const moved = [...now].filter(([id, seat]) => {
      const old = before.get(id);
      return old && Math.abs(old.x - seat.x) + Math.abs(old.y - seat.y) > 2;
    });
    const born = before.size === 0 ? [] : [...now].filter(([id]) => !before.has(id));
    if (moved.length + born.length === 0) return;
    if (!this.pace.allows(moved.length + born.length, performance.now())) return;
    for (const [, seat] of born) appear(seat.element);
    for (const [id, seat] of moved) {
      const old = before.get(id);
      if (old) this.fly(id, old, seat, isSteal(old.place, seat.place) && stole(seat.place));
    }
  }

  private land(id: number): void {
    const flight = this.flying.get(id);
    this.flying.delete(id);
    flight?.hiding.cancel();
    flight?.ghost.remove();
  }

  private fly(id: number, from: Seat, to: Seat, steal: boolean): void {
    const ghost = document.createElement('span');
    const running = to.element.classList.contains('goid');
    ghost.className = `${running ? 'token running' : to.element.className} flight`;
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
      if (this.flying.get(id)?.ghost === ghost) this.land(id);
    };
  }
}

// Whether a goroutine went from one P to another with nothing in between.
function isSteal(from: string, to: string): boolean {
  return from !== to && /^P\d+$/.test(from) && /^P\d+$/.test(to);
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
