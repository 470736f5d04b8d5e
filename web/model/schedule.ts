// From the settings to the fields of a schedule, and back.
import type { ScheduleFields } from '../engine/sim_protocol';
import type { Settings } from './settings';

/** The period of the quota, as Linux's control groups have it. */
export const quotaPeriodMs = 100;

/** quotaPercent is a quota in percent of one core's time. */
export function quotaPercent(quotaUs: number, periodMs: number): number {
  return Math.round(quotaUs / (periodMs * 10));
}

/** scheduleFields is the run that the settings ask for; `costs` are those that were changed. */
export function scheduleFields(
  settings: Settings,
  costs: Readonly<Record<string, number>>,
): ScheduleFields {
  const { procs, preempt, swap, seed, nodes, quota, knobs } = settings;
  const cores = settings.cores > 0 ? settings.cores : procs;
  return {
    procs,
    seed,
    preempt,
    swap,
    costs,
    ...(Object.keys(knobs).length > 0 ? { settings: knobs } : {}),
    // The number of cores follows GOMAXPROCS unless somebody wants otherwise.
    ...(settings.cores > 0 || nodes > 1 ? { cores } : {}),
    ...(nodes > 1 ? { nodes: Math.min(nodes, cores) } : {}),
    ...(quota > 0 ? { quotaUs: quota * quotaPeriodMs * 10 } : {}),
  };
}
