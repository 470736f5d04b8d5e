// What the person chose, remembered between visits.
import type { BuildName } from '../engine/builds';
import type { Knobs, LeakCheck, PreemptMode, SwapMode } from '../engine/protocol';
import { type StepKind, stepKinds } from '../engine/sim_protocol';
import { readKnobs } from './knobs';
import { readStored, storedFields, writeStored } from './storage';
import { defaultPace, paces } from './transport';

export type Theme = 'auto' | 'light' | 'dark';
/** Live: real threads and time. Simulated: virtual cores and time, repeatable. */
export type EngineMode = 'live' | 'simulated';

export interface Settings {
  readonly procs: number;
  readonly preempt: PreemptMode;
  readonly swap: SwapMode;
  readonly leaks: LeakCheck;
  readonly build: BuildName | 'auto';
  readonly theme: Theme;
  readonly engine: EngineMode;
  /** The simulated machine: virtual cores (0: as many as GOMAXPROCS) on so many NUMA nodes. */
  readonly cores: number;
  readonly nodes: number;
  /** ... which together may work so many percent of one core's time, 0: without a limit. */
  readonly quota: number;
  /** ... and the run on it: seed, pace and step. */
  readonly seed: number;
  readonly pace: number;
  readonly stepKind: StepKind;
  /** The scheduler's own rules that were turned. */
  readonly knobs: Knobs;
}

export const procsChoices = [1, 2, 3, 4, 6, 8, 12, 16] as const;
export const preemptModes: readonly PreemptMode[] = ['none', 'cooperative', 'async'];
export const swapModes: readonly SwapMode[] = ['auto', 'context'];
export const leakChecks: readonly LeakCheck[] = ['none', 'mark', 'report'];
export const themes: readonly Theme[] = ['auto', 'light', 'dark'];
export const engineModes: readonly EngineMode[] = ['live', 'simulated'];
export const coresChoices = [0, 1, 2, 3, 4, 6, 8, 12, 16] as const;
export const nodesChoices = [1, 2, 4] as const;
export const quotaChoices = [0, 25, 50, 100, 150, 200, 400] as const;
const builds: readonly Settings['build'][] = ['auto', 'mt', 'st'];

export const defaultSettings: Settings = {
  procs: 4,
  preempt: 'async',
  swap: 'auto',
  leaks: 'mark',
  build: 'auto',
  theme: 'auto',
  engine: 'live',
  cores: 0,
  nodes: 1,
  quota: 0,
  seed: 1,
  pace: defaultPace,
  stepKind: 'event',
  knobs: {},
};

const storageKey = 'gopark.settings';

function oneOf<T>(choices: readonly T[], value: unknown, fallback: T): T {
  return choices.includes(value as T) ? (value as T) : fallback;
}

function wholeNumber(value: unknown, max: number, fallback: number): number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max
    ? (value as number)
    : fallback;
}

/** parseSettings reads what was stored, field by field: an old or damaged entry loses only itself. */
export function parseSettings(text: string | null): Settings {
  const stored: Partial<Record<keyof Settings, unknown>> = storedFields(text);
  const d = defaultSettings;
  return {
    procs: oneOf<number>(procsChoices, stored.procs, d.procs),
    preempt: oneOf(preemptModes, stored.preempt, d.preempt),
    swap: oneOf(swapModes, stored.swap, d.swap),
    leaks: oneOf(leakChecks, stored.leaks, d.leaks),
    build: oneOf(builds, stored.build, d.build),
    theme: oneOf(themes, stored.theme, d.theme),
    engine: oneOf(engineModes, stored.engine, d.engine),
    cores: oneOf<number>(coresChoices, stored.cores, d.cores),
    nodes: oneOf<number>(nodesChoices, stored.nodes, d.nodes),
    quota: oneOf<number>(quotaChoices, stored.quota, d.quota),
    seed: wholeNumber(stored.seed, Number.MAX_SAFE_INTEGER, d.seed),
    pace: wholeNumber(stored.pace, paces.length - 1, d.pace),
    stepKind: oneOf(stepKinds, stored.stepKind, d.stepKind),
    knobs: readKnobs(stored.knobs),
  };
}

export function loadSettings(): Settings {
  return parseSettings(readStored(storageKey));
}

export function saveSettings(settings: Settings): void {
  writeStored(storageKey, settings);
}
