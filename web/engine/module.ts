// The wasm module's surface as wasm/ exports it, and how the engine Worker loads it. Only this folder
// touches it.
import type { BuildName } from './builds';
import type { Diagnostic, RunSettings, StopCause } from './protocol';

export interface WasmOutputChunk {
  readonly stream: number;
  readonly bytes: Uint8Array;
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

export interface WasmSessionOptions {
  procs: number;
  preempt: RunSettings['preempt'];
  swap: RunSettings['swap'];
  timeoutMs: number;
  outputLimitBytes: number;
  memoryLimitBytes: number;
  keepEvents: boolean;
}

export interface WasmModule {
  readonly Session: new (options: WasmSessionOptions) => WasmSession;
  /** Size of the linear memory, which never shrinks. */
  memoryBytes(): number;
  /** Workers the module has started; it keeps them for later Ms. */
  workers(): number;
  /** Brings up Workers ahead of need, until there are so many. */
  prepareWorkers(count: number): void;
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
