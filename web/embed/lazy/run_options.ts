// The options of a run: what the attributes mean once something is to run.
import { type StepKind, stepKinds } from '../../engine/sim_protocol';
import type { PreemptMode } from '../../engine/protocol';
import { preemptModes } from '../../model/settings';
import { type AttributeName, parseOptions, procsMax, wholeOf } from '../options';

export interface RunOptions {
  /** The run's name; it decides everything but the program. */
  readonly schedule: string;
  readonly procs: number;
  readonly seed: number;
  readonly preempt: PreemptMode;
  /** The event to open at. */
  readonly moment: number;
  /** Virtual nanoseconds per second; 'fit': so that a run takes a few seconds. */
  readonly speed: number | 'fit';
  readonly step: StepKind;
  /** The output wanted, or null. */
  readonly expect: string | null;
}

const units: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };

/** speedOf reads `2ms`: so much virtual time per second. */
export function speedOf(text: string | null): RunOptions['speed'] {
  if (text === null) return 'fit';
  if (text.trim() === 'max') return Infinity;
  const [, count, unit] = /^\s*(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s)\s*$/.exec(text) ?? [];
  const speed = Number(count) * (units[unit ?? ''] ?? NaN);
  return speed > 0 ? speed : 'fit';
}

/** runOptions reads the attributes of a run through `get`. */
export function runOptions(get: (name: AttributeName) => string | null): RunOptions {
  const { procs, seed } = parseOptions(get);
  const cores = wholeOf(get('cores'), procsMax, 0);
  const preempt = preemptModes.find((mode) => mode === get('preempt')) ?? 'async';
  const fields = [
    'v1',
    `procs=${procs}`,
    ...(cores > 0 ? [`cores=${cores}`] : []),
    `seed=${seed}`,
    ...(preempt === 'async' ? [] : [`preempt=${preempt}`]),
  ];
  const named = get('schedule')?.trim() ?? '';
  return {
    schedule: named === '' ? fields.join(',') : named,
    procs,
    seed,
    preempt,
    moment: wholeOf(get('moment'), Number.MAX_SAFE_INTEGER, 0),
    speed: speedOf(get('speed')),
    step: stepKinds.find((kind) => kind === get('step-by')) ?? 'event',
    expect: get('expect'),
  };
}

const trimmed = (text: string) => text.replace(/[ \t\r]+$/gm, '').replace(/^\n+|\n+$/g, '');

/** asExpected compares outputs but for white space at the ends of lines and of the whole. */
export function asExpected(got: string, wanted: string): boolean {
  return trimmed(got) === trimmed(wanted);
}

const secondsMin = 1.5;
const secondsMax = 8;
const secondsPerEvent = 0.06;

/** fittingSpeed shows a stretch of a run in a few seconds, the more the more happens in it. */
export function fittingSpeed(spanNs: number, events: number): number {
  const seconds = Math.min(secondsMax, Math.max(secondsMin, events * secondsPerEvent));
  return Math.max(1e3, spanNs / seconds);
}
