// window.gopark: one call that runs a program and resolves to what it did. Tests use it today and
// embedding will; it has its own engines, so it never disturbs what the page is showing.
import { type BuildName, chooseBuild, surroundings } from '../engine/builds';
import type { Engine } from '../engine/engine';
import type {
  Diagnostic,
  Knobs,
  LeakCheck,
  PreemptMode,
  Program,
  StopCause,
  SwapMode,
} from '../engine/protocol';
import { decodeRecords, type EventRecord } from '../engine/records';
import { type Picture, readPicture } from '../engine/picture';
import { createEngine } from '../engine/worker_factory';
import { fileName, limits } from './lab';

export interface DoorOptions {
  procs?: number;
  preempt?: PreemptMode;
  /** Default: none. */
  leaks?: LeakCheck;
  swap?: SwapMode;
  /** Rules of the scheduler by name, as `globalTick`. */
  settings?: Knobs;
  build?: BuildName | 'auto';
  timeoutMs?: number;
  /** Newest events kept in the result; 0 keeps none. */
  eventsMax?: number;
}

export interface DoorResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  build: BuildName;
  events: EventRecord[];
  /** Events of the run that are not in `events`. */
  eventsSkipped: number;
  cause: StopCause | 'killed' | 'crashed';
  diagnostics: readonly Diagnostic[];
  totals: Picture['totals'] | null;
}

const engines = new Map<BuildName, Engine>();
let queue: Promise<unknown> = Promise.resolve();

function engineFor(build: BuildName): Engine {
  let engine = engines.get(build);
  if (!engine) {
    engine = createEngine(build);
    engines.set(build, engine);
  }
  return engine;
}

const defaults = { procs: 4, timeoutMs: 10_000, eventsMax: 200_000 };

async function runNow(program: Program, options: DoorOptions): Promise<DoorResult> {
  const { build } = chooseBuild(options.build ?? 'auto', surroundings());
  const eventsMax = options.eventsMax ?? defaults.eventsMax;
  const texts = { stdout: '', stderr: '' };
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  let events: EventRecord[] = [];
  let eventsSkipped = 0;
  const last: { words: Uint32Array | null } = { words: null };
  const settings = {
    procs: options.procs ?? defaults.procs,
    preempt: options.preempt ?? 'async',
    swap: options.swap ?? 'auto',
    settings: options.settings ?? {},
    timeoutMs: options.timeoutMs ?? defaults.timeoutMs,
    outputLimitBytes: limits.outputBytes,
    memoryLimitBytes: limits.memoryBytes,
    leaks: options.leaks ?? 'none',
    eventsPerBatchMax: eventsMax,
    listedMax: 0,
  };
  const run = engineFor(build).run(program, settings, {
    batch: (batch) => {
      for (const { stream, bytes } of batch.output) {
        texts[stream] += decoders[stream].decode(bytes, { stream: true });
      }
      if (eventsMax > 0) events = events.concat(decodeRecords(batch.events));
      eventsSkipped += batch.eventsSkipped;
      if (events.length > 2 * eventsMax) {
        eventsSkipped += events.length - eventsMax;
        events = events.slice(-eventsMax);
      }
      last.words = batch.picture;
    },
  });
  const outcome = await run.outcome;
  const result: DoorResult = {
    exitCode: outcome.kind === 'exited' ? outcome.exitCode : outcome.kind === 'rejected' ? 1 : -1,
    stdout: texts.stdout,
    stderr: texts.stderr,
    build,
    events,
    eventsSkipped,
    cause: outcome.kind === 'exited' ? outcome.cause : 'none',
    diagnostics: [],
    totals: last.words ? readPicture(last.words).totals : null,
  };
  switch (outcome.kind) {
    case 'exited':
      break;
    case 'rejected':
      result.diagnostics = outcome.diagnostics;
      result.stderr = outcome.diagnostics
        .map((d) => `${d.file}:${d.line}:${d.column}: ${d.message}\n`)
        .join('');
      break;
    case 'killed':
      result.cause = 'killed';
      break;
    case 'crashed':
      result.cause = 'crashed';
      result.stderr += outcome.message;
      break;
  }
  return result;
}

function enqueue(program: Program, options: DoorOptions): Promise<DoorResult> {
  const result = queue.then(() => runNow(program, options));
  queue = result.catch(() => undefined);
  return result;
}

export const door = {
  /** run runs Go source; calls made meanwhile wait for their turn. */
  run: (source: string, options: DoorOptions = {}): Promise<DoorResult> =>
    enqueue({ kind: 'source', source, fileName }, options),

  /** runWorkload runs one of the C++ workloads built into the engine. */
  runWorkload: (name: string, options: DoorOptions = {}): Promise<DoorResult> =>
    enqueue({ kind: 'workload', name }, options),

  /** workersStarted counts the engine Workers this door has started so far. */
  workersStarted: (): number =>
    [...engines.values()].reduce((sum, engine) => sum + engine.workersStarted, 0),
};

declare global {
  interface Window {
    gopark: typeof door;
  }
}
