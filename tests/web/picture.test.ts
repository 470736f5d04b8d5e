// readPicture() against words laid out by hand, as core/events/picture.h describes them. That the
// C++ side packs the same is tested in tests/core/events and end to end in tests/browser.
import { describe, expect, it } from 'vitest';
import {
  functionId,
  isSystem,
  leakedOf,
  placeFunction,
  placeLine,
  readPicture,
} from '../../web/engine/picture';

const totals = 20;
const unknown = 0xffffffff;

// A list of goroutines: of each its id, function and place.
function list(length: number, ...goroutines: [number, number, number][]): number[] {
  const column = (at: 0 | 1 | 2) => goroutines.map((g) => g[at]);
  return [length, goroutines.length, ...column(0), ...column(1), ...column(2)];
}

function words(): Uint32Array {
  const header = [
    ...[2, 0], // version, words
    ...[5, 1], // time: 2^32 + 5
    ...[3, 0, 20_000, 0, 4], // sysmon: looked, looks again in, idle rounds
    61, // the global queue first at every 61st tick
    10, // the world is stopped, for a collection
    ...[1, 2, 2, totals], // procs, threads, groups
    ...[3, 1, 0, 2, 1], // runnable, running, syscall, waiting, system
    ...[900, 0, 7], // latency
    ...[77, 0], // objects are known since
    ...[2, 9, 1, 1_000_000, 0], // channels: here, kept, waited on, made
    ...[2, 3, 2], // locks: here, kept, waited on
    ...[2, 40, 5, 0], // timers: here, set, not kept
  ];
  const counted = Array.from({ length: totals }, (_, i) => [i, 0]).flat();
  const proc = [
    ...[5, 0], // alive, marking; on M0
    ...[18, 4, 0x30007], // runs G18
    ...[19, 0x80000005, 0], // runnext
    ...[60, 2, 3, 4, 5, 1], // schedtick, syscalls, timers, steals, stealsFrom, lastBranch
    ...[500, 0], // nearest timer
    ...list(3, [20, 4, 9], [21, 4, 8]),
  ];
  const threads = [2, 0, 18, 0, 4, 0xffff, 0, 12];
  const lists = [...list(1, [33, 6, 0]), ...list(0), ...list(1, [34, 6, 0])];
  const group = [19, ...list(2, [1, 1, 0], [2, 1, 0])];
  const leaked = [256 + 18, ...list(1, [7, 1, 0])];
  const channels = [
    ...[3, 1, 4, 2, 0x30005, ...list(0), ...list(9, [40, 2, 0])],
    ...[8, 0, unknown, unknown, 0, ...list(0), ...list(0)],
  ];
  const locks = [
    ...[4, 2, 18, 4, 0x30007, 0, ...list(1, [41, 2, 0]), ...list(0)],
    ...[9, 3, unknown, 0, 0, unknown, ...list(0), ...list(1, [42, 2, 0])],
  ];
  const timers = [...[50, 1, 0, 43, 2, 0, 100, 0, 0, 0], ...[51, 0xffff, 2, 0, 0, 0, 0, 1, 7, 0]];
  const all = [
    ...header,
    ...counted,
    ...proc,
    ...threads,
    ...lists,
    ...group,
    ...leaked,
    ...channels,
    ...locks,
    ...timers,
  ];
  all[1] = all.length;
  return Uint32Array.from(all);
}

describe('readPicture', () => {
  it('reads 64-bit values, flags and totals', () => {
    const picture = readPicture(words());
    expect(picture.timeNs).toBe(2 ** 32 + 5);
    expect(picture.worldStopped).toBe(true);
    expect(picture.collecting).toBe(true);
    expect(picture.exited).toBe(false);
    expect(picture.totals.events).toBe(0);
    expect(picture.totals.steals).toBe(6);
    expect(picture.totals.stops).toBe(totals - 1);
    expect(picture).toMatchObject({ sysmonNs: 3, sysmonNextNs: 20_000, sysmonIdleRounds: 4 });
    expect(picture).toMatchObject({ objectsSinceNs: 77, channelsMade: 1_000_000 });
  });

  it('reads a P with its queue in order, and the length beyond the list', () => {
    const [proc] = readPicture(words()).procs;
    expect(proc).toMatchObject({ id: 0, alive: true, idle: false, gcWorker: 1, m: 0, g: 18 });
    expect(proc).toMatchObject({ runnext: 19, gPlace: 0x30007, nextTimerNs: 500 });
    expect([...(proc?.queue.ids ?? [])]).toEqual([20, 21]);
    expect([...(proc?.queue.places ?? [])]).toEqual([9, 8]);
    expect(proc?.queue.length).toBe(3);
  });

  it('counts the picks until the global queue comes first', () => {
    const at = (tick: number, every: number) => {
      const all = words();
      all[all.indexOf(60)] = tick;
      all[9] = every;
      return readPicture(all).procs[0]?.picksToGlobal;
    };
    expect(at(60, 61)).toBe(1);
    expect(at(122, 61)).toBe(0);
    expect(at(123, 61)).toBe(60);
    expect(at(123, 0)).toBeNull();
  });

  it('has no due time for a P without timers', () => {
    const all = words();
    const at = all.indexOf(500);
    all[at] = all[at + 1] = unknown;
    expect(readPicture(all).procs[0]?.nextTimerNs).toBeNull();
  });

  it('reads threads, the lists and the waiting groups', () => {
    const picture = readPicture(words());
    expect(picture.threads.map((m) => m.state)).toEqual(['running', 'idle']);
    expect(picture.threads[1]?.p).toBeNull();
    expect(picture.threads[1]?.lockedG).toBe(12);
    expect([...picture.global.ids]).toEqual([33]);
    expect(picture.syscalls.length).toBe(0);
    expect([...picture.disabled.ids]).toEqual([34]);
    expect(picture.groups.map(({ reason, leaked }) => [reason, leaked])).toEqual([
      [19, false],
      [18, true],
    ]);
    expect(leakedOf(picture)).toBe(1);
    expect([...(picture.groups[0]?.list.ids ?? [])]).toEqual([1, 2]);
  });

  it('reads channels, and says what is not known of one', () => {
    const { channels } = readPicture(words());
    expect(channels).toMatchObject({ kept: 9, waitedOn: 1 });
    const [first, second] = channels.list;
    expect(first).toMatchObject({ id: 3, closed: true, capacity: 4, buffered: 2, place: 0x30005 });
    expect(first?.receivers.length).toBe(9);
    expect([...(first?.receivers.ids ?? [])]).toEqual([40]);
    expect(second).toMatchObject({ id: 8, closed: false, capacity: null, buffered: null });
  });

  it('reads locks with their owners and waiters', () => {
    const [mutex, rwMutex] = readPicture(words()).locks.list;
    expect(mutex).toMatchObject({ id: 4, kind: 'mutex', owner: 18, ownerFunction: 4, readers: 0 });
    expect([...(mutex?.waiters.ids ?? [])]).toEqual([41]);
    expect(rwMutex).toMatchObject({ kind: 'rwMutex', owner: null, readers: null });
    expect([...(rwMutex?.readersWaiting.ids ?? [])]).toEqual([42]);
  });

  it('reads timers', () => {
    const picture = readPicture(words());
    expect(picture).toMatchObject({ timersSet: 40, timersNotKept: 5 });
    expect(picture.timers).toMatchObject([
      { id: 50, p: 1, kind: 0, g: 43, dueNs: 100, periodNs: 0 },
      { id: 51, p: 0xffff, g: 0, dueNs: 2 ** 32, periodNs: 7 },
    ]);
  });

  it('tells the runtime’s own goroutines apart, and a place’s line from its function', () => {
    expect(isSystem(0x80000005)).toBe(true);
    expect(functionId(0x80000005)).toBe(5);
    expect(isSystem(5)).toBe(false);
    expect(placeLine(0x30007)).toBe(7);
    expect(placeFunction(0x80030007)).toBe(0x8003);
  });

  it('refuses a picture that ends too early or is of another version', () => {
    const all = words();
    expect(() => readPicture(all.subarray(0, all.length - 1))).toThrow(/too early/);
    const other = words();
    other[0] = 99;
    expect(() => readPicture(other)).toThrow(/version/);
  });
});
