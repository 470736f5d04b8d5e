// What the board decides before it draws: which moves can be followed and which are steals, where an
// arrow key goes, which of many objects are shown.
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../web/engine/picture';
import { hasMoved, movesIn, Pace, type Seat, Thieves } from '../../web/views/board/flights';
import { restingPicture } from '../../web/views/board/resting';
import { nearest } from '../../web/views/board/roving';
import { atMost } from '../../web/views/board/shown_objects';

function seat(place: string, inX = 0, running = false): Seat {
  return { x: 0, y: 0, place, inX, inY: 0, running, element: {} as HTMLElement };
}

describe('hasMoved', () => {
  it('does not take a part of the board that moved for a goroutine that did', () => {
    expect(hasMoved(seat('P0', 10), { ...seat('P0', 10), y: 80 })).toBe(false);
    expect(hasMoved(seat('P0', 10), seat('P0', 40))).toBe(true);
    expect(hasMoved(seat('P0', 10), seat('global', 10))).toBe(true);
  });
});

describe('Pace', () => {
  it('follows single steps, forth and back', () => {
    const pace = new Pace();
    expect(pace.allows(1, 0)).toBe(true);
    expect(pace.allows(2, 100)).toBe(true);
    expect(pace.allows(1, 200)).toBe(true);
    expect(pace.allows(1, 300)).toBe(false); // Nobody moved.
  });

  it('does not follow a leap, nor what comes right after one', () => {
    const pace = new Pace();
    expect(pace.allows(5_000, 0)).toBe(false);
    expect(pace.allows(5_001, 16)).toBe(false);
    expect(pace.allows(5_002, 1_200)).toBe(true);
  });

  it('does not follow many small moves a second', () => {
    const pace = new Pace();
    const shown = Array.from({ length: 120 }, (_, frame) => pace.allows(3 * frame, 16 * frame));
    expect(shown.slice(30)).not.toContain(true);
  });
});

describe('Thieves', () => {
  const at = (events: number, steals: number): Picture => {
    const rest = restingPicture(2);
    return {
      ...rest,
      totals: { ...rest.totals, events },
      procs: rest.procs.map((proc) => (proc.id === 1 ? { ...proc, steals } : proc)),
    };
  };

  it('knows a steal from a goroutine that was readied on another P', () => {
    const thieves = new Thieves();
    thieves.look(at(10, 0));
    expect(thieves.isSteal(seat('P0'), seat('P1'), at(10, 0))).toBe(false);
    thieves.look(at(11, 1));
    thieves.look(at(12, 1)); // The goroutine comes with an event after that of the steal.
    const now = at(12, 1);
    expect(thieves.isSteal(seat('P0'), seat('P1'), now)).toBe(true);
    expect(thieves.isSteal(seat('P0', 0, true), seat('P1'), now)).toBe(false);
    expect(thieves.isSteal(seat('P1'), seat('P0'), now)).toBe(false);
    expect(thieves.isSteal(seat('global'), seat('P1'), now)).toBe(false);
    expect(thieves.isSteal(seat('P0'), seat('P1'), at(2_000, 1))).toBe(false);
  });
});

describe('movesIn', () => {
  it('counts what changes a goroutine’s place', () => {
    const rest = restingPicture(1);
    const totals = { ...rest.totals, created: 1, starts: 2, parks: 3, unparks: 4, steals: 100 };
    expect(movesIn({ ...rest, totals })).toBe(10);
  });
});

describe('nearest', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 100, y: 4 },
    { x: 30, y: 60 },
    { x: 0, y: 200 },
  ];
  it('goes where the arrow points', () => {
    expect(nearest(points, { x: 0, y: 0 }, 1, 0)).toBe(1);
    expect(nearest(points, { x: 0, y: 0 }, 0, 1)).toBe(2);
    expect(nearest(points, { x: 0, y: 200 }, 0, -1)).toBe(0);
  });
  it('stays where nothing lies ahead', () => {
    expect(nearest(points, { x: 0, y: 0 }, -1, 0)).toBe(-1);
  });
});

describe('atMost', () => {
  it('shows those somebody waits on first, in their order', () => {
    const waiting = (n: number) => (n % 3 === 0 ? 1 : 0);
    expect(atMost([1, 2, 3, 4, 5, 6, 7], 4, waiting)).toEqual([1, 2, 3, 6]);
    expect(atMost([3, 6, 9], 2, waiting)).toEqual([3, 6]);
    expect(atMost([1, 2], 9, waiting)).toEqual([1, 2]);
  });
});
