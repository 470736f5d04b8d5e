// What the scheduler really did in the page, read from its own events.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { DoorOptions } from '../../web/app/door';
import { root, Site } from './support';

const source = (name: string) => readFileSync(join(root, 'public/programs', `${name}.go`), 'utf8');

// Runs a program of the menu in the page and tells what its events say. They are looked at there:
// hundreds of thousands of records take minutes to come out of a page.
async function observe(page: Page, name: string, options: DoorOptions) {
  const seen = await page.evaluate(
    async ([text, given]) => {
      const { events, ...result } = await window.gopark.run(text, given);
      const last = new Map<number, number>();
      const threads = new Set<number>();
      let migrations = 0;
      let ordered = true;
      let before = 0;
      for (const event of events) {
        ordered &&= event.seq > before;
        before = event.seq;
        if (event.name !== 'goStart') continue;
        threads.add(event.m);
        const m = last.get(event.g);
        if (m !== undefined && m !== event.m) migrations += 1;
        last.set(event.g, event.m);
      }
      const count = (wanted: string) => events.filter((event) => event.name === wanted).length;
      return {
        ...result,
        eventCount: events.length,
        ordered,
        migrations,
        threads: threads.size,
        steals: count('steal'),
        ends: count('machineExit'),
        slicesUs: events
          .filter((event) => event.name === 'goPreemptRequest')
          .map((event) => event.a),
      };
    },
    [source(name), { timeoutMs: 120_000, ...options }] as const,
  );
  return seen;
}

const site = new Site();

describe('on threads (mt)', () => {
  it('goroutines are stolen and migrate between Web Workers', async () => {
    const { page } = await site.open();
    const result = await observe(page, 'prime_sieve', { procs: 4, build: 'mt' });
    expect(result).toMatchObject({ exitCode: 0, build: 'mt' });
    expect(result.threads).toBeGreaterThan(1);
    expect(result.steals).toBeGreaterThan(0);
    expect(result.migrations).toBeGreaterThan(100);
    expect(result.totals?.migrations).toBeGreaterThan(100);
    await page.context().close();
  });

  it('the fan-out is shared out by stealing', async () => {
    const { page } = await site.open();
    const result = await observe(page, 'fan_out_steal', { procs: 4, build: 'mt' });
    expect(result.exitCode).toBe(0);
    expect(result.totals?.steals).toBeGreaterThan(0);
    expect(result.totals?.created).toBeGreaterThan(20_000);
    await page.context().close();
  });

  it('events come in the machine’s total order, each once', async () => {
    const { page } = await site.open();
    const result = await observe(page, 'pipeline', { procs: 2, build: 'mt' });
    expect(result.eventCount).toBeGreaterThan(1000);
    expect(result.ordered).toBe(true);
    // The Ms leave after the machine's end.
    expect(result.ends).toBe(1);
    await page.context().close();
  });
});

describe.each(['mt', 'st'] as const)('the tight loop on one P (%s)', (build) => {
  const run = async (preempt: 'none' | 'cooperative' | 'async') => {
    const { page } = await site.open();
    const options = { procs: 1, preempt, build, timeoutMs: 60_000 } as const;
    const result = await observe(page, 'tight_loop', options);
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
    expect(result.slicesUs.length).toBeGreaterThan(0);
    // sysmon asks after a slice of 10 ms.
    expect(result.slicesUs[0]).toBeGreaterThanOrEqual(10_000);
  });
});

describe('swapping', () => {
  it.each(['mt', 'st'] as const)('by context switch gives the same output (%s)', async (build) => {
    const { page } = await site.open();
    const result = await observe(page, 'prime_sieve', {
      procs: 2,
      swap: 'context',
      build,
      timeoutMs: 120_000,
      eventsMax: 0,
    });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('prime 300 is 1987');
    await page.context().close();
  });
});
