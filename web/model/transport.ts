// The transport of a simulated run: its paces, its slider, its words. Pure functions, so that what a
// button or a key does can be read and tested here.
import type { Choice, RestWhy, RunTarget, SimBatch, StepKind } from '../engine/sim_protocol';
import { formatCount, formatNs } from './format';

/** paces are virtual nanoseconds per second of real time; the last is as fast as it goes. */
export const paces: readonly number[] = [
  ...[1e3, 1e4, 1e5, 1e6, 1e7, 1e8].flatMap((decade) => [decade, 2 * decade, 5 * decade]),
  1e9,
  Infinity,
];

/** defaultPace is 1 ms of virtual time per second: slow enough to see a queue change. */
export const defaultPace = paces.indexOf(1e6);

/** paceWords says how fast a pace is. */
export function paceWords(index: number): string {
  const pace = paces[index] ?? Infinity;
  if (!Number.isFinite(pace)) return 'unlimited';
  const [size, unit] = pace < 1e6 ? [1e3, 'µs'] : pace < 1e9 ? [1e6, 'ms'] : [1e9, 's'];
  return `${pace / size} ${unit}/s`;
}

/** One step of the Tick button, and one unit of work of a generated program. */
export const tickNs = 100_000;

export const stepTitles: Record<StepKind, string> = {
  event: 'event: one record of the scheduler',
  operation: 'operation: one Go operation that may schedule',
  instruction: 'instruction: one bytecode instruction',
  line: 'Go line: until another line',
  decision: 'decision: until chance decides',
  turn: 'turn: until another M goes on',
};

/** Slider positions: whole thousandths of the run so far, so that the keyboard works too. */
export const sliderMax = 1000;

/** sliderOf is where a time lies on the slider. */
export function sliderOf(timeNs: number, endNs: number): number {
  if (endNs <= 0) return 0;
  return Math.round(Math.min(1, Math.max(0, timeNs / endNs)) * sliderMax);
}

/** seekOf is where the slider wants to go; its end is the very end of what is known. */
export function seekOf(slider: number, endNs: number, endEvents: number): RunTarget {
  if (slider <= 0) return { events: 0 };
  if (slider >= sliderMax) return { events: endEvents };
  return { timeNs: Math.round((slider / sliderMax) * endNs) };
}

export interface Mark {
  readonly at: number;
  readonly kind: 'choice' | 'override' | 'fork';
  readonly title: string;
}

const marksMax = 240;

/** marksOf are the places of the run worth a mark: forks and changed choices first, then others. */
export function marksOf(batch: SimBatch, choices: readonly Choice[], endNs: number): Mark[] {
  if (endNs <= 0) return [];
  const marks: Mark[] = [];
  for (const branch of batch.branches) {
    if (!branch.fork) continue;
    if (branch.id !== batch.branch && branch.fork.parent !== batch.branch) continue;
    const at = sliderOf(branch.fork.timeNs, endNs);
    marks.push({ at, kind: 'fork', title: `Fork: ${branch.name}` });
  }
  const taken = new Set<number>();
  const stride = Math.max(1, Math.ceil(choices.length / (4 * marksMax)));
  choices.forEach((choice, index) => {
    if (!choice.overridden && index % stride !== 0) return;
    const at = sliderOf(choice.timeNs, endNs);
    if (!choice.overridden && (taken.has(at) || taken.size >= marksMax)) return;
    taken.add(at);
    const kind = choice.overridden ? 'override' : 'choice';
    marks.push({ at, kind, title: choice.question });
  });
  return marks;
}

/** restWords says why the run stands where it stands. */
export function restWords(why: RestWhy, batch: SimBatch): string {
  const { position } = batch;
  const branch = batch.branches.find((one) => one.id === batch.branch);
  switch (why) {
    case 'loaded':
      return 'Loaded: at its start';
    case 'ended':
      return `Exit status ${branch?.exitCode ?? 0} after ${formatNs(position.timeNs)} of virtual time`;
    case 'stuck':
      return 'Stuck: no core can go on, and no timer will change that';
    case 'breakpoint':
      return `Breakpoint: ${batch.breakReason}`;
    case 'question':
      return 'Your decision';
    case 'paused':
    case 'reached':
    case 'budget':
      return position.ended
        ? `At the end: exit status ${branch?.exitCode ?? 0}`
        : `Paused at event ${formatCount(position.events)}`;
  }
}

/** nowWords says whose instruction is next. */
export function nowWords(batch: SimBatch): string {
  const { position } = batch;
  if (position.ended) return 'the program has ended';
  if (position.m < 0) return 'between two turns';
  const who = position.g > 0 ? `M${position.m} runs G${position.g}` : `M${position.m} schedules`;
  return position.line > 0 ? `${who}, line ${position.line}` : who;
}

export type TransportKey = 'toggle' | 'forward' | 'back';

/** transportKey reads a key press; null when it is not the transport's. */
export function transportKey(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}): TransportKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
  switch (event.key) {
    case ' ':
      return 'toggle';
    case 'ArrowRight':
      return 'forward';
    case 'ArrowLeft':
      return 'back';
    default:
      return null;
  }
}
