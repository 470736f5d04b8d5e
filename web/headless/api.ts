// What the package `gopark` exports, for Node and for browsers alike.
import { type EngineFiles, loader } from './engine_module';
import { type RunOptions, type RunResult, runOn } from './run';
import { Simulation, type SimulateOptions } from './simulation';

export interface Gopark {
  /** run runs a Go program in real time. */
  readonly run: (source: string, options?: RunOptions) => Promise<RunResult>;
  /** simulate loads a Go program onto the simulated machine; it stands before its first event. */
  readonly simulate: (source: string, options?: SimulateOptions) => Promise<Simulation>;
}

/** makeGopark is the API on an engine that is found through `files`. */
export function makeGopark(files: EngineFiles): Gopark {
  const load = loader(files);
  return {
    run: async (source, options = {}) => runOn(await load(), source, options),
    simulate: async (source, options = {}) => new Simulation(await load(), source, options),
  };
}

export { EngineError } from './engine_module';
export type { RunOptions, RunResult } from './run';
export { CompileError, Simulation, type SimulateOptions } from './simulation';
export { type GoList, isSystem, functionId, type Picture } from '../engine/picture';
export type { Diagnostic } from '../engine/protocol';
export type { EventRecord } from '../engine/records';
export type {
  Choice,
  RunTarget,
  ScheduleFields,
  SimPosition,
  StepKind,
} from '../engine/sim_protocol';
export { type Decision, narrate } from '../model/narrate';
