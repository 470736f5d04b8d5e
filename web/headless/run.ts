// run(): a Go program in real time on one thread, with what it printed and how it ended.
import type {
  Diagnostic,
  Knobs,
  LeakCheck,
  PreemptMode,
  StopCause,
  StreamName,
} from '../engine/protocol';
import { decodeRecords, type EventRecord } from '../engine/records';
import { breathe, type EngineModule } from './engine_module';

export interface RunOptions {
  /** GOMAXPROCS; 4 unless it is given. */
  readonly procs?: number;
  readonly preempt?: PreemptMode;
  /** What compile errors and stack traces call the program; `prog.go`. */
  readonly fileName?: string;
  /** os.Args after the program's name, and os.Environ. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The run is stopped after so many milliseconds; 0, the default: never. */
  readonly timeoutMs?: number;
  /** ... after so many bytes of output, 32 MiB by default. */
  readonly outputLimitBytes?: number;
  /** Heap limit of the Go program, 512 MiB by default. */
  readonly memoryLimitBytes?: number;
  /** Rules of the scheduler other than Go's, by their names. */
  readonly settings?: Knobs;
  /** Whether goroutines that wait for ever are looked for at the end. */
  readonly leaks?: LeakCheck;
  /** Whether the scheduler's events are wanted; they are many. */
  readonly events?: boolean;
  /** Stops the run. */
  readonly signal?: AbortSignal;
  /** Hears of output as it is written. */
  readonly onOutput?: (text: string, stream: StreamName) => void;
}

export interface RunResult {
  /** As Go's: 0, os.Exit's, 2 for a panic or a deadlock; 1 for a program that does not compile. */
  readonly exitCode: number;
  /** What stopped it from outside, or 'none'. */
  readonly cause: StopCause;
  readonly stdout: string;
  readonly stderr: string;
  /** Compile errors; empty: it ran. */
  readonly diagnostics: readonly Diagnostic[];
  readonly events: readonly EventRecord[];
}

export const defaults = {
  fileName: 'prog.go',
  procs: 4,
  outputLimitBytes: 32 * 2 ** 20,
  memoryLimitBytes: 512 * 2 ** 20,
} as const;

const budgetNs = 8e6;
const outputPerTick = 2 ** 20;
const eventsPerTick = 2 ** 20;
/** Output and the end are looked at this often, whatever the session wants. */
const tickMsMax = 10;

/** describe writes compile errors as Go does, one a line. */
export function describe(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ file, line, column, message }) =>
      line > 0 ? `${file}:${line}:${column}: ${message}\n` : `${message}\n`,
    )
    .join('');
}

/** runOn runs a program in a module of its own. */
export async function runOn(
  module: EngineModule,
  source: string,
  options: RunOptions,
): Promise<RunResult> {
  const { fileName = defaults.fileName, args = [], signal, onOutput } = options;
  const given = {
    procs: options.procs ?? defaults.procs,
    preempt: options.preempt ?? 'async',
    swap: 'auto',
    settings: options.settings ?? {},
    timeoutMs: options.timeoutMs ?? 0,
    outputLimitBytes: options.outputLimitBytes ?? defaults.outputLimitBytes,
    memoryLimitBytes: options.memoryLimitBytes ?? defaults.memoryLimitBytes,
    leaks: options.leaks ?? 'none',
    keepEvents: options.events === true,
    args: [fileName, ...args],
    env: options.env ?? {},
  } as const;
  const session = new module.Session(given);
  const diagnostics = session.start(source, fileName);
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const texts = { stdout: '', stderr: describe(diagnostics) };
  const events: EventRecord[] = [];
  // One look at what has come; false: nothing had.
  const take = (): boolean => {
    const chunks = session.takeOutput(outputPerTick);
    for (const { stream: number, bytes } of chunks) {
      const stream = number === 2 ? 'stderr' : 'stdout';
      const text = decoders[stream].decode(bytes, { stream: true });
      texts[stream] += text;
      onOutput?.(text, stream);
    }
    const records = options.events === true ? session.takeEvents(eventsPerTick) : new Uint8Array();
    for (const record of decodeRecords(records)) events.push(record);
    return chunks.length > 0 || records.length > 0;
  };
  const rejected = diagnostics.length > 0;
  for (let over = rejected; !over;) {
    if (signal?.aborted === true) session.stop();
    const ns = session.tick(budgetNs);
    const more = take();
    over = ns < 0 && !more;
    if (!over) await breathe(ns <= 0 || more ? 0 : Math.min(ns / 1e6, tickMsMax));
  }
  const result: RunResult = {
    exitCode: rejected ? 1 : session.exitCode(),
    cause: rejected ? 'none' : session.stopCause(),
    ...texts,
    diagnostics,
    events,
  };
  session.delete();
  return result;
}
