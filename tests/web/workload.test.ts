// Workloads without writing code: the plan's counts are the program's, and a seed is a seed.
import { describe, expect, it } from 'vitest';
import { tickNs } from '../../web/model/transport';
import {
  roundNs,
  shareOut,
  type WorkloadPlan,
  workloadPresets,
  workloadSource,
} from '../../web/model/workload';

const plan: WorkloadPlan = {
  name: 'test',
  procs: 3,
  seed: 7,
  cpu: 10,
  yielding: 5,
  blocking: 4,
  channel: 6,
};

describe('shareOut', () => {
  it('gives every task to some P, channel-bound ones in pairs', () => {
    const tasks = shareOut(plan).flat();
    const count = (kind: string) => tasks.filter((task) => task.kind === kind).length;
    expect(shareOut(plan)).toHaveLength(3);
    expect([count('cpu'), count('yielding'), count('blocking')]).toEqual([10, 5, 4]);
    expect(count('channel')).toBe(3);
    expect(tasks.every((task) => task.units >= 1 && task.units <= 6)).toBe(true);
  });

  it('depends on the seed and on nothing else', () => {
    expect(shareOut(plan)).toEqual(shareOut({ ...plan, name: 'other' }));
    expect(shareOut(plan)).not.toEqual(shareOut({ ...plan, seed: 8 }));
  });
});

describe('the presets', () => {
  it('begin with Seed 12 on four Ps, which shares out unevenly', () => {
    const [first] = workloadPresets;
    if (!first) throw new Error('there is no preset');
    expect(first).toMatchObject({ name: 'Seed 12', seed: 12, procs: 4 });
    const lengths = shareOut(first).map((share) => share.length);
    expect(Math.max(...lengths)).toBeGreaterThan(2 * Math.min(...lengths));
  });

  it('have names of their own', () => {
    const names = workloadPresets.map((preset) => preset.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('workloadSource', () => {
  it('is the same text for the same plan and imports what it uses', () => {
    const source = workloadSource(plan);
    expect(source).toBe(workloadSource({ ...plan }));
    expect(source).toContain('"time"');
    expect(source).toContain('runtime.GOMAXPROCS(3)');
    const without = workloadSource({ ...plan, blocking: 0, channel: 0 });
    expect(without).not.toContain('"time"');
    expect(without).not.toContain('func talk');
  });

  it('makes a unit of work as long as a tick', () => {
    expect(workloadSource(plan)).toContain(`units*${tickNs / roundNs}`);
  });

  it('fits the editor', () => {
    for (const preset of workloadPresets) {
      const head = workloadSource(preset).split('package main')[0] ?? '';
      expect(Math.max(...head.split('\n').map((line) => line.length))).toBeLessThanOrEqual(56);
    }
  });
});
