// The settings of the simulated machine as fields of a schedule.
import { describe, expect, it } from 'vitest';
import { quotaPercent, scheduleFields } from '../../web/model/schedule';
import { defaultSettings } from '../../web/model/settings';

describe('scheduleFields', () => {
  it('names no machine where the default will do', () => {
    const fields = scheduleFields({ ...defaultSettings, procs: 4, seed: 12 }, {});
    expect(fields).toEqual({ procs: 4, seed: 12, preempt: 'async', swap: 'auto', costs: {} });
  });

  it('has no more nodes than cores, and says how many cores there are', () => {
    const settings = { ...defaultSettings, procs: 8, nodes: 4 };
    expect(scheduleFields({ ...settings, cores: 2 }, {})).toMatchObject({ cores: 2, nodes: 2 });
    expect(scheduleFields(settings, {})).toMatchObject({ cores: 8, nodes: 4 });
  });

  it('turns a quota into time per period and back', () => {
    const { quotaUs } = scheduleFields({ ...defaultSettings, quota: 150 }, {});
    expect(quotaUs).toBe(150_000);
    expect(quotaPercent(150_000, 100)).toBe(150);
    expect(quotaPercent(2_000, 5)).toBe(40);
  });
});
