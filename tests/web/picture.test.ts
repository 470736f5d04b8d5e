// readPicture() against words laid out by hand, as core/events/picture.h describes them. That the
// C++ side packs the same is tested in tests/core/events and end to end in tests/browser.
import { describe, expect, it } from 'vitest';
import { functionId, isSystem, leakedOf, readPicture } from '../../web/engine/picture';

const totals = 20;

function words(): Uint32Array {
  const header = [
    1,
    0, // version, words
    5,
    1, // time: 2^32 + 5
    3,
    0, // sysmon
    10, // the world is stopped, for a collection
    1,
    2,
    2,
    totals, // procs, threads, groups
    3,
    1,
    0,
    2,
    1, // runnable, running, syscall, waiting, system
    900,
    0,
    7, // latency
  ];
  const counted = Array.from({ length: totals }, (_, i) => [i, 0]).flat();
  const proc = [5, 0, 18, 4, 19, 0x80000005, 61, 2, 3, 4, 5, 1, 3, 2, 20, 21, 4, 4];
  const threads = [2, 0, 18, 4, 0xffff, 0];
  const global = [1, 1, 33, 6];
  const syscalls = [0, 0];
  const group = [19, 2, 2, 1, 2, 1, 1];
  const leaked = [256 + 18, 1, 1, 7, 1];
  const all = [
    ...header,
    ...counted,
    ...proc,
    ...threads,
    ...global,
    ...syscalls,
    ...group,
    ...leaked,
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
  });

  it('reads a P with its queue in order, and the length beyond the list', () => {
    const [proc] = readPicture(words()).procs;
    expect(proc).toMatchObject({ id: 0, alive: true, idle: false, gcWorker: 1, m: 0, g: 18 });
    expect(proc?.runnext).toBe(19);
    expect([...(proc?.queue.ids ?? [])]).toEqual([20, 21]);
    expect(proc?.queue.length).toBe(3);
  });

  it('reads threads, the global queue and the waiting groups', () => {
    const picture = readPicture(words());
    expect(picture.threads.map((m) => m.state)).toEqual(['running', 'idle']);
    expect(picture.threads[1]?.p).toBeNull();
    expect([...picture.global.ids]).toEqual([33]);
    expect(picture.groups.map(({ reason, leaked }) => [reason, leaked])).toEqual([
      [19, false],
      [18, true],
    ]);
    expect(leakedOf(picture)).toBe(1);
    expect([...(picture.groups[0]?.list.ids ?? [])]).toEqual([1, 2]);
  });

  it('tells the runtime’s own goroutines apart', () => {
    expect(isSystem(0x80000005)).toBe(true);
    expect(functionId(0x80000005)).toBe(5);
    expect(isSystem(5)).toBe(false);
  });

  it('refuses a picture that ends too early or is of another version', () => {
    const all = words();
    expect(() => readPicture(all.subarray(0, all.length - 1))).toThrow(/too early/);
    const other = words();
    other[0] = 99;
    expect(() => readPicture(other)).toThrow(/version/);
  });
});
