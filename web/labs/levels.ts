// Levels: whether the decisions somebody took lead where the level wants them.
import type { Diagnostic } from '../engine/protocol';
import { judgeAll } from './judge';
import { type Level, scheduleOf } from './lab';
import { type LabEngine, runOnce } from './run_once';

export type Overrides = readonly (readonly [decision: number, alternative: number])[];

export interface LevelReport {
  readonly id: string;
  readonly won: boolean;
  /** Decisions taken otherwise than the seed, and how many are allowed. */
  readonly used: number;
  readonly allowed: number;
  /** What the run was like. */
  readonly found: string;
  readonly schedule: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** overridesIn takes the decisions of a schedule string; everything else in it is left aside. */
export function overridesIn(schedule: string): Overrides {
  const [, list = ''] = /(?:^|,)o=([\d:+]*)/.exec(schedule) ?? [];
  return list
    .split('+')
    .map((one) => /^(\d{1,15}):(\d{1,9})$/.exec(one))
    .filter((match) => match !== null)
    .map(([, decision, alternative]) => [Number(decision), Number(alternative)] as const);
}

/** judgeLevel runs a level with these decisions. */
export async function judgeLevel(
  engine: LabEngine,
  level: Level,
  source: string,
  overrides: Overrides,
): Promise<LevelReport> {
  const { id, machine, seed, goal, limitNs, choices: allowed } = level;
  const used = overrides.length;
  const schedule = scheduleOf(machine, seed, overrides);
  const report = { id, used, allowed, schedule, won: false };
  if (used > allowed) {
    return { ...report, found: `${used} choices where ${allowed} may be taken`, diagnostics: [] };
  }
  const run = await runOnce(engine, source, schedule, limitNs);
  if ('diagnostics' in run) return { ...report, found: '', diagnostics: run.diagnostics };
  const verdicts = judgeAll(goal, run, machine, run);
  const found = [...new Set(verdicts.map((verdict) => verdict.found))].join('; ');
  return { ...report, won: verdicts.every(({ ok }) => ok), found, diagnostics: [] };
}
