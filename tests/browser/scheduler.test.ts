// What the scheduler really did in the page, read from its own events.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../web/engine/records';
import { gopark, root, Site } from './support';

const source = (name: string) => readFileSync(join(root, 'public/programs', `${name}.go`), 'utf8');

// Counts goroutines that began to run again on another M than before.
function migrations(events: readonly EventRecord[]): number {
  const last = new Map<number, number>();
  let count = 0;
  for (const event of events) {
    if (event.name !== 'goStart') continue;
    const before = last.get(event.g);
    if (before !== undefined && before !== event.m) count += 1;
    last.set(event.g, event.m);
  }
  return count;
}

const site = new Site();

describe('on threads (mt)', () => {
  it('goroutines are stolen and migrate between Web Workers', async () => {
    const { page } = await site.open();
    const result = await gopark(page, source('prime_sieve'), { procs: 4, build: 'mt' });
    expect(result).toMatchObject({ exitCode: 0, build: 'mt' });
    const threads = new Set(
      result.events.filter((event) => event.name === 'goStart').map((event) => event.m),
    );
    expect(threads.size).toBeGreaterThan(1);
    expect(result.events.some((event) => event.name === 'steal')).toBe(true);
    expect(migrations(result.events)).toBeGreaterThan(100);
    expect(result.totals?.migrations).toBeGreaterThan(100);
    await page.context().close();
  });

  it('the fan-out is shared out by stealing', async () => {
    const { page } = await site.open();
    const result = await gopark(page, source('fan_out_steal'), { procs: 4, build: 'mt' });
    expect(result.exitCode).toBe(0);
    expect(result.totals?.steals).toBeGreaterThan(0);
    expect(result.totals?.created).toBeGreaterThan(20_000);
    await page.context().close();
  });

  it('events come in the machine’s total order, each once', async () => {
    const { page } = await site.open();
    const result = await gopark(page, source('pipeline'), { procs: 2, build: 'mt' });
    let before = 0;
    for (const event of result.events) {
      expect(event.seq).toBeGreaterThan(before);
      before = event.seq;
    }
    // The Ms leave after the machine's end.
    expect(result.events.filter((event) => event.name === 'machineExit')).toHaveLength(1);
    await page.context().close();
  });
});

describe.each(['mt', 'st'] as const)('the tight loop on one P (%s)', (build) => {
  const run = async (preempt: 'none' | 'cooperative' | 'async') => {
    const { page } = await site.open();
    const options = { procs: 1, preempt, build, timeoutMs: 60_000 } as const;
    const result = await gopark(page, source('tight_loop'), options);
    await page.context().close();
    return result;
  };

  it.each(['none', 'cooperative'] as const)('starves the ticker with %s', async (preempt) => {
    const result = await run(preempt);
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('the ticker starved');
  });

  it('lets the ticker run with async', async () => {
    const result = await run('async');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('tick 1');
    expect(result.stdout).toContain('the ticker ran while the loop did');
    expect(result.totals?.preemptions).toBeGreaterThan(0);
    const asked = result.events.filter((event) => event.name === 'goPreemptRequest');
    expect(asked.length).toBeGreaterThan(0);
    // sysmon asks after a slice of 10 ms.
    expect(asked[0]?.a).toBeGreaterThanOrEqual(10_000);
  });
});

describe('swapping', () => {
  it.each(['mt', 'st'] as const)('by context switch gives the same output (%s)', async (build) => {
    const { page } = await site.open();
    const result = await gopark(page, source('prime_sieve'), { procs: 2, swap: 'context', build });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('prime 300 is 1987');
    await page.context().close();
  });
});
