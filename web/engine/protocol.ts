// What the page and the engine Worker say to each other. One union per direction; every switch over
// them is exhaustive. Binary parts (picture, events) are transferred, not copied.
import type { BuildName } from './builds';

export type PreemptMode = 'none' | 'cooperative' | 'async';
export type SwapMode = 'auto' | 'context';
export type StreamName = 'stdout' | 'stderr';

/** Diagnostic is what Go's compiler says about a place in the source. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  /** Byte column, from 1. */
  readonly column: number;
  readonly message: string;
}

/**
 * LeakCheck: whether goroutines that wait for ever are looked for when main returns: not at all (as
 * Go itself), to be shown, or to be shown and printed.
 */
export type LeakCheck = 'none' | 'mark' | 'report';

/** Program: Go source, or a C++ workload built into the engine. */
export type Program =
  | { readonly kind: 'source'; readonly source: string; readonly fileName: string }
  | { readonly kind: 'workload'; readonly name: string };

export interface RunSettings {
  /** GOMAXPROCS. */
  readonly procs: number;
  readonly preempt: PreemptMode;
  readonly swap: SwapMode;
  /** The run is stopped after so many milliseconds; 0: never. */
  readonly timeoutMs: number;
  /** ... and after so much output; 0: no limit. */
  readonly outputLimitBytes: number;
  /** Heap limit of the Go program; 0: the engine's own. */
  readonly memoryLimitBytes: number;
  readonly leaks: LeakCheck;
  /** Rules of the scheduler that were turned; absent: none. */
  readonly settings?: Knobs;
  /** Event records handed over per batch at most (the latest); 0: none. */
  readonly eventsPerBatchMax: number;
  /** Goroutines listed per queue at most; lengths stay exact. */
  readonly listedMax: number;
}

/** KnobInfo is one rule of the scheduler that can be turned: a row of core/runtime/settings.def. */
export interface KnobInfo {
  /** The field's name, as schedules and the command line have it. */
  readonly name: string;
  /** What its number stands for; a time's are nanoseconds. */
  readonly kind: 'flag' | 'count' | 'powerOfTwo' | 'time' | 'percent' | 'MiB';
  readonly group: 'queues' | 'stealing' | 'preemption' | 'syscalls' | 'locks' | 'memory';
  readonly usual: number;
  readonly min: number;
  readonly max: number;
  readonly title: string;
  readonly what: string;
  /** What Go uses, and where its source says so. */
  readonly go: string;
}

/** Knobs are the rules that were turned, by name; those left out keep their default. */
export type Knobs = Readonly<Record<string, number>>;

/** KnobPreset is a whole scheduler by name. */
export interface KnobPreset {
  readonly name: string;
  readonly about: string;
  readonly preempt: PreemptMode;
  readonly settings: Knobs;
}

export interface KnobTable {
  readonly knobs: readonly KnobInfo[];
  readonly presets: readonly KnobPreset[];
}

export type StopCause = 'none' | 'stopped' | 'timeout' | 'outputLimit';

export interface OutputPiece {
  readonly stream: StreamName;
  readonly bytes: Uint8Array;
}

/** Batch is what happened since the previous one. */
export interface Batch {
  /** Words of readPicture(). */
  readonly picture: Uint32Array;
  readonly output: readonly OutputPiece[];
  /** Whole records, oldest first. */
  readonly events: Uint8Array;
  /** Records of this stretch that are not in `events`. */
  readonly eventsSkipped: number;
  /** Names of start functions that appear for the first time. */
  readonly names: readonly (readonly [id: number, name: string])[];
}

export type Request =
  | { readonly type: 'init'; readonly build: BuildName; readonly base: string }
  | {
      readonly type: 'run';
      readonly run: number;
      readonly program: Program;
      readonly settings: RunSettings;
    }
  | { readonly type: 'stop'; readonly run: number }
  /** The page has taken a batch in: the next may come. */
  | { readonly type: 'ack'; readonly run: number };

export type Answer =
  | { readonly type: 'ready'; readonly table: KnobTable }
  /** The engine itself failed; this Worker is of no further use. */
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'started'; readonly run: number }
  | {
      readonly type: 'rejected';
      readonly run: number;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly type: 'batch'; readonly run: number; readonly batch: Batch }
  | {
      readonly type: 'ended';
      readonly run: number;
      readonly exitCode: number;
      readonly cause: StopCause;
      readonly wallMs: number;
      /** Linear memory of the engine now: it never shrinks, so a large one is replaced. */
      readonly memoryBytes: number;
    };
