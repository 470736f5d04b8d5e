// What the page and the simulator Worker say to each other, and the words of a simulated run: where
// it is, what was decided, which branches it has. One union per direction.
import type {
  Diagnostic,
  Knobs,
  KnobTable,
  OutputPiece,
  PreemptMode,
  Program,
  RunSettings,
  SwapMode,
} from './protocol';

export const stepKinds = ['event', 'operation', 'instruction', 'line', 'decision', 'turn'] as const;
export type StepKind = (typeof stepKinds)[number];

export const choiceKinds = [
  'stealOrder',
  'selectCase',
  'mapIteration',
  'program',
  'preemptHere',
  'coreNext',
  'wakeLatency',
  'runNext',
  'runLength',
] as const;
export type ChoiceKind = (typeof choiceKinds)[number];

/** frequentKinds are asked at every turn: they are not logged, and only asked one by one. */
export const frequentKinds: readonly ChoiceKind[] = ['runNext', 'runLength'];

/** SimPosition is where a run stands. events and timeNs are the cursor's, up to which all is shown. */
export interface SimPosition {
  readonly events: number;
  readonly tick: number;
  readonly machineEvents: number;
  readonly timeNs: number;
  readonly decisions: number;
  /** Whose instruction is next; m is -1 (and g and line 0) between turns. */
  readonly m: number;
  readonly g: number;
  readonly line: number;
  readonly ended: boolean;
}

/** Choice is one answered question of the run. */
export interface Choice {
  readonly index: number;
  readonly kind: ChoiceKind;
  /** Events before it. */
  readonly events: number;
  readonly timeNs: number;
  readonly m: number;
  readonly g: number;
  readonly n: number;
  readonly chosen: number;
  readonly overridden: boolean;
  readonly question: string;
  /** In words; those without words of their own are left out, so it may be shorter than n. */
  readonly alternatives: readonly string[];
}

/** ScheduleFields is a schedule taken apart; what is left out is the default. */
export interface ScheduleFields {
  readonly procs?: number;
  readonly cores?: number;
  readonly seed?: number;
  readonly preempt?: PreemptMode;
  readonly swap?: SwapMode;
  readonly nodes?: number;
  readonly quotaUs?: number;
  readonly periodMs?: number;
  readonly costs?: Readonly<Record<string, number>>;
  readonly settings?: Knobs;
  readonly overrides?: readonly (readonly [decision: number, alternative: number])[];
  readonly faults?: readonly string[];
}

export interface CostInfo {
  readonly name: string;
  readonly defaultNs: number;
  readonly what: string;
  readonly source: string;
}

/** RunTarget: what simRun() runs to; an empty one is the end. */
export interface RunTarget {
  readonly events?: number;
  readonly timeNs?: number;
  readonly tick?: number;
  readonly breakpoints?: boolean;
}

/** RunWhy: why the machine came to rest. */
export type RunWhy = 'budget' | 'reached' | 'breakpoint' | 'ended' | 'stuck';

/** RestWhy adds what the simulator itself stops for. */
export type RestWhy = RunWhy | 'loaded' | 'paused' | 'question';

/** BranchInfo is one future of the run. */
export interface BranchInfo {
  readonly id: number;
  readonly name: string;
  /** Where it left its parent; null for the first. */
  readonly fork: {
    readonly parent: number;
    readonly events: number;
    readonly timeNs: number;
  } | null;
  /** How far it is known. */
  readonly endEvents: number;
  readonly endNs: number;
  readonly ended: boolean;
  readonly exitCode: number;
  readonly schedule: string;
}

export type Activity = 'rest' | 'play' | 'move' | 'compare';

/** Cut: forget what the run did after this, before taking a batch in. */
export interface Cut {
  readonly events: number;
  readonly outputBytes: number;
}

/** SimBatch is what changed since the previous one. */
export interface SimBatch {
  readonly cut: Cut | null;
  /** Words of readPicture(). */
  readonly picture: Uint32Array;
  readonly output: readonly OutputPiece[];
  /** Whole records, oldest first, that follow those sent before; the next batch may bring more. */
  readonly events: Uint8Array;
  /** Records between those sent before and these that are no longer kept. */
  readonly eventsSkipped: number;
  readonly names: readonly (readonly [id: number, name: string])[];
  readonly position: SimPosition;
  /** Virtual time shown: the cursor's, or later when nothing happened until then. */
  readonly clockNs: number;
  readonly activity: Activity;
  readonly why: RestWhy;
  readonly breakReason: string;
  /** The decision the person is asked about. */
  readonly question: Choice | null;
  readonly branch: number;
  readonly branches: readonly BranchInfo[];
  /** Known choices of the branch from list place `from` on; those before are known to the page. */
  readonly choices: { readonly from: number; readonly list: readonly Choice[] };
  readonly schedule: string;
  readonly checkpoints: { readonly count: number; readonly bytes: number };
}

/** Comparison is where two branches part, with the records around that place. */
export interface Comparison {
  readonly a: number;
  readonly b: number;
  /** Events both have in common; null when no difference was found up to where both are known. */
  readonly common: number | null;
  readonly left: Uint8Array;
  readonly right: Uint8Array;
}

export interface PlayOptions {
  /** Virtual nanoseconds per second of real time; Infinity: as fast as it goes. */
  readonly speed: number;
  readonly breakpoints: boolean;
  /** Kinds of choice to stop and ask at. */
  readonly ask: readonly ChoiceKind[];
}

/** SimLimits are a run's limits, as in the live engine. */
export type SimLimits = Pick<
  RunSettings,
  'swap' | 'outputLimitBytes' | 'memoryLimitBytes' | 'leaks' | 'eventsPerBatchMax' | 'listedMax'
>;

/** Command changes the run; the latest one wins over a motion still going on. */
export type Command =
  | { readonly do: 'play'; readonly options: PlayOptions }
  | { readonly do: 'pause' }
  | { readonly do: 'step'; readonly kind: StepKind; readonly ask: readonly ChoiceKind[] }
  | { readonly do: 'stepBack'; readonly kind: StepKind }
  | { readonly do: 'seek'; readonly to: RunTarget }
  /** The Tick button: every P goes on by so much virtual time. */
  | { readonly do: 'advance'; readonly ns: number }
  | { readonly do: 'choose'; readonly decision: number; readonly alternative: number }
  | { readonly do: 'fault'; readonly text: string }
  | { readonly do: 'branch'; readonly id: number };

export type SimRequest =
  | { readonly type: 'init'; readonly base: string }
  | {
      readonly type: 'load';
      readonly run: number;
      readonly program: Program;
      readonly schedule: string | ScheduleFields;
      readonly limits: SimLimits;
    }
  | { readonly type: 'command'; readonly run: number; readonly command: Command }
  | { readonly type: 'breakpoints'; readonly run: number; readonly list: readonly string[] }
  | { readonly type: 'compare'; readonly run: number; readonly a: number; readonly b: number }
  | { readonly type: 'parseSchedule'; readonly id: number; readonly text: string }
  /** The page has taken a batch in: the next may come. */
  | { readonly type: 'ack' };

export type SimAnswer =
  | {
      readonly type: 'ready';
      readonly costs: readonly CostInfo[];
      readonly table: KnobTable;
    }
  | { readonly type: 'failed'; readonly message: string }
  | {
      readonly type: 'loaded';
      readonly run: number;
      /** Empty: it runs. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly type: 'batch'; readonly run: number; readonly batch: SimBatch }
  /** One message per breakpoint, empty where it was understood. */
  | { readonly type: 'breakpoints'; readonly run: number; readonly messages: readonly string[] }
  | { readonly type: 'refused'; readonly run: number; readonly message: string }
  | { readonly type: 'compared'; readonly run: number; readonly comparison: Comparison }
  | {
      readonly type: 'parsed';
      readonly id: number;
      readonly error: string;
      readonly fields: ScheduleFields;
    };
