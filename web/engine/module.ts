// The wasm module's surface as wasm/ exports it, and how the engine Worker loads it. Only this folder
// touches it.
import type { BuildName } from './builds';
import type {
  Diagnostic,
  KnobInfo,
  KnobPreset,
  KnobTable,
  Knobs,
  Program,
  RunSettings,
  StopCause,
} from './protocol';
import type {
  Choice,
  CostInfo,
  RunTarget,
  RunWhy,
  ScheduleFields,
  SimPosition,
  StepKind,
} from './sim_protocol';

export interface WasmOutputChunk {
  readonly stream: number;
  readonly bytes: Uint8Array;
  /** On the simulated machine: events before it. */
  readonly events?: number;
}

/** WasmSession is core/api's Session seen through Embind. Every array it returns is a copy. */
export interface WasmSession {
  start(source: string, fileName: string): Diagnostic[];
  startWorkload(name: string): boolean;
  /** Gives the run its share of this thread; returns ns until the next call is due, -1: over. */
  tick(budgetNs: number): number;
  stop(): void;
  done(): boolean;
  exitCode(): number;
  stopCause(): StopCause;
  takeOutput(bytesMax: number): WasmOutputChunk[];
  takeEvents(recordsMax: number): Uint8Array;
  eventsSkipped(): number;
  picture(listedMax: number): Uint32Array;
  functionName(id: number): string;
  delete(): void;
}

/** WasmSimSession is a Session that was given a schedule: it runs on the simulated machine. */
export interface WasmSimSession extends WasmSession {
  simRun(target: RunTarget, budgetNs: number): RunWhy;
  simStep(kind: StepKind, budgetNs: number): RunWhy;
  simPosition(): SimPosition;
  /** Sets the breakpoints; one message each, empty where it was understood. */
  simBreakpoints(list: readonly string[]): string[];
  simBreakReason(): string;
  /** One of the latest few thousand, of any kind, at or before the machine. */
  simDecision(index: number): Choice | null;
  /** Those up to the cursor since the last call, without the frequent kinds. */
  simTakeDecisions(): Choice[];
  /** Only for decisions the machine has not taken yet; false: it has. */
  simOverride(index: number, alternative: number): boolean;
  simFault(text: string): string;
  simSchedule(): string;
}

export interface WasmSessionOptions {
  procs: number;
  preempt: RunSettings['preempt'];
  swap: RunSettings['swap'];
  timeoutMs: number;
  outputLimitBytes: number;
  memoryLimitBytes: number;
  leaks: RunSettings['leaks'];
  /** What cannot be turned so is the diagnostic of start(). On the simulated machine the schedule says it. */
  settings: Knobs;
  keepEvents: boolean;
}

export type WasmSimOptions = Partial<WasmSessionOptions> & {
  readonly schedule: string;
  /** At least so many of the latest events are kept for takeEvents(); default: all. */
  readonly keptMax: number;
};

/** WasmTables: the tables that both builds hold. */
export interface WasmTables {
  settings(): KnobInfo[];
  presets(): KnobPreset[];
}

/** knobTable reads what can be turned. */
export function knobTable(module: WasmTables): KnobTable {
  return { knobs: module.settings(), presets: module.presets() };
}

export interface WasmModule extends WasmTables {
  readonly Session: new (options: WasmSessionOptions) => WasmSession;
  /** Size of the linear memory, which never shrinks. */
  memoryBytes(): number;
  /** Workers the module has started; it keeps them for later Ms. */
  workers(): number;
  /** Brings up Workers ahead of need, until there are so many. */
  prepareWorkers(count: number): void;
}

/** WasmSimModule is the st build seen by the simulator. */
export interface WasmSimModule extends WasmTables {
  readonly Session: new (options: WasmSimOptions) => WasmSimSession;
  /** The linear memory as it is now; growing replaces it. */
  readonly HEAPU8: Uint8Array;
  costs(): CostInfo[];
  /** What is wrong with each text as a breakpoint, '' for nothing. */
  breakpointFaults(list: readonly string[]): string[];
  parseSchedule(text: string): ScheduleFields & { readonly error: string };
  formatSchedule(fields: ScheduleFields): string;
}

/** startProgram starts either kind of program; what is returned says why it was refused. */
export function startProgram(session: WasmSession, program: Program): Diagnostic[] {
  if (program.kind === 'source') return session.start(program.source, program.fileName);
  if (session.startWorkload(program.name)) return [];
  const message = 'no such built-in workload';
  return [{ file: program.name, line: 0, column: 0, message }];
}

interface ModuleArguments {
  locateFile: (file: string) => string;
  mainScriptUrlOrBlob: string;
  print: (text: string) => void;
  printErr: (text: string) => void;
  onAbort: (what: unknown) => void;
}

declare function importScripts(...urls: string[]): void;
declare const createGopark: (args: ModuleArguments) => Promise<WasmModule>;

/** loadModule loads a build into this (classic) Worker. `onAbort` hears of a crash at any time. */
export async function loadModule(
  build: BuildName,
  base: string,
  onAbort: (message: string) => void,
): Promise<WasmModule> {
  const folder = `${base}${build}/`;
  const script = `${folder}gopark.js`;
  importScripts(script);
  // What the runtime itself says before it dies explains the abort better than the abort does.
  let lastWords = '';
  return createGopark({
    locateFile: (file) => folder + file,
    mainScriptUrlOrBlob: script,
    print: (text) => console.log(text),
    printErr: (text) => {
      lastWords = text;
      console.error(text);
    },
    onAbort: (what) => onAbort(lastWords || String(what)),
  });
}
