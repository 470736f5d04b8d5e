// Simulation: a program on the simulated machine, to be stepped, run and taken back from a script. The
// same schedule gives the same run everywhere, event for event.
import { type Picture, readPicture } from '../engine/picture';
import type { Diagnostic, StreamName } from '../engine/protocol';
import { decodeRecord, type EventRecord, recordBytes, recordCount } from '../engine/records';
import type {
  Choice,
  Command,
  RunTarget,
  ScheduleFields,
  SimBatch,
  SimLimits,
  SimPosition,
  StepKind,
} from '../engine/sim_protocol';
import { Simulator } from '../engine/simulator';
import { OutputLog } from '../model/output';
import { OutputTape } from '../model/output_tape';
import { breathe, EngineError, type EngineModule } from './engine_module';
import { defaults, describe } from './run';

export interface SimulateOptions extends ScheduleFields {
  /** Names the whole run; the single fields are then ignored. */
  readonly schedule?: string;
  readonly fileName?: string;
  readonly leaks?: SimLimits['leaks'];
  readonly outputLimitBytes?: number;
  readonly memoryLimitBytes?: number;
}

/** CompileError is what simulate() throws for a program, or a schedule, that it cannot run. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(describe(diagnostics).trimEnd());
  }
}

/** Events of a slice that are kept: more than one can bring. */
const keptMax = 2 ** 20;
const simMemoryBytes = 128 * 2 ** 20;

export class Simulation {
  private readonly tape = new OutputTape(new OutputLog());
  private records = new Uint8Array(64 * 1024);
  private count = 0;
  private last: SimBatch | null = null;
  private refusal = '';
  private tail: Promise<void> = Promise.resolve();
  private readonly functionNames = new Map<number, string>();
  private known: readonly Choice[] = [];
  private readonly simulator: Simulator;

  /** Made by simulate(). */
  constructor(module: EngineModule, source: string, options: SimulateOptions) {
    const { schedule, fileName = defaults.fileName, leaks = 'none', ...fields } = options;
    const { outputLimitBytes, memoryLimitBytes, ...machine } = fields;
    this.simulator = new Simulator(module, {
      keptMax,
      refuse: (message) => (this.refusal = message),
    });
    const limits: SimLimits = {
      swap: machine.swap ?? 'auto',
      leaks,
      outputLimitBytes: outputLimitBytes ?? defaults.outputLimitBytes,
      memoryLimitBytes: memoryLimitBytes ?? simMemoryBytes,
      eventsPerBatchMax: keptMax,
      listedMax: keptMax,
    };
    const program = { kind: 'source', source, fileName } as const;
    const diagnostics = this.simulator.load(program, schedule ?? machine, limits);
    if (diagnostics.length > 0) throw new CompileError(diagnostics);
    this.take();
  }

  get position(): SimPosition {
    return this.batch.position;
  }

  get ended(): boolean {
    return this.position.ended;
  }

  /** exitCode is that of a run that has ended and stands at its end, else null. */
  get exitCode(): number | null {
    const { branches, branch } = this.batch;
    return this.ended ? (branches.find((one) => one.id === branch)?.exitCode ?? 0) : null;
  }

  /** schedule names this run, changes by choose() and fault() included. */
  get schedule(): string {
    return this.batch.schedule;
  }

  /** picture is the machine at the position: Ps, Ms, queues, waiting goroutines. */
  get picture(): Picture {
    return readPicture(this.batch.picture);
  }

  /** choices are the decisions of chance known of this run, those ahead included. */
  get choices(): readonly Choice[] {
    return this.known;
  }

  get stdout(): string {
    return this.text('stdout');
  }

  get stderr(): string {
    return this.text('stderr');
  }

  /** names are the functions that the picture's goroutines started in, by their numbers. */
  get names(): ReadonlyMap<number, string> {
    return this.functionNames;
  }

  /** events are those up to the position, from event `from` on. */
  events(from = 0): EventRecord[] {
    const to = Math.min(this.count, this.position.events);
    const wanted = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
    return wanted.map((index) => decodeRecord(this.records, index));
  }

  /** step goes on by `count` steps. */
  async step(kind: StepKind = 'event', count = 1): Promise<void> {
    for (let i = 0; i < count && !this.ended; i++) await this.do({ do: 'step', kind, ask: [] });
  }

  /** back takes `count` steps back. */
  async back(kind: StepKind = 'event', count = 1): Promise<void> {
    for (let i = 0; i < count; i++) await this.do({ do: 'stepBack', kind });
  }

  /** seek goes to an event, a virtual time or a tick, forth or back. */
  seek(to: RunTarget): Promise<void> {
    return this.do({ do: 'seek', to });
  }

  /** toEnd runs to the end. A program may have none: `signal` ends the attempt where it is. */
  toEnd(signal?: AbortSignal): Promise<void> {
    return this.do({ do: 'seek', to: {} }, signal);
  }

  /** choose gives a decision another answer; the run stands there afterwards. */
  async choose(decision: number, alternative: number): Promise<void> {
    await this.do({ do: 'choose', decision, alternative });
    this.count = Math.min(this.count, this.position.events);
  }

  /** fault lets something go wrong here and now: `gc`, `preempt:0`, ... */
  async fault(text: string): Promise<void> {
    await this.do({ do: 'fault', text });
    this.count = Math.min(this.count, this.position.events);
  }

  private get batch(): SimBatch {
    if (!this.last) throw new EngineError('nothing is loaded');
    return this.last;
  }

  private text(stream: StreamName): string {
    return this.tape.text(stream);
  }

  // Commands wait for each other: a script need not await each one.
  private do(command: Command, signal?: AbortSignal): Promise<void> {
    const done = this.tail.then(() => this.carryOut(command, signal));
    this.tail = done.catch(() => undefined);
    return done;
  }

  private async carryOut(command: Command, signal?: AbortSignal): Promise<void> {
    const { simulator } = this;
    this.refusal = '';
    simulator.command(command);
    while (simulator.busy) {
      simulator.work();
      this.take();
      if (signal?.aborted === true) simulator.command({ do: 'pause' });
      await breathe();
    }
    while (simulator.pending) this.take();
    if (this.refusal !== '') throw new EngineError(this.refusal);
  }

  private take(): void {
    if (!this.simulator.pending) return;
    const batch = this.simulator.takeBatch();
    if (batch.cut) this.tape.cut(batch.cut.outputBytes);
    for (const piece of batch.output) this.tape.write(piece);
    this.keep(batch.events);
    for (const [id, name] of batch.names) this.functionNames.set(id, name);
    const { from, list } = batch.choices;
    this.known = [...this.known.slice(0, from), ...list];
    this.last = batch;
  }

  // Events of one future are the same each time, so those known are kept when the run goes back.
  private keep(events: Uint8Array): void {
    const fresh = recordCount(events);
    if (fresh === 0) return;
    // The first event of a run is number 1.
    const first = decodeRecord(events, 0).seq - 1;
    const skipped = this.count - first;
    if (skipped < 0) throw new EngineError('events were lost');
    if (skipped >= fresh) return;
    const bytes = events.subarray(skipped * recordBytes);
    const end = this.count * recordBytes + bytes.length;
    if (end > this.records.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.records.length));
      larger.set(this.records);
      this.records = larger;
    }
    this.records.set(bytes, this.count * recordBytes);
    this.count = end / recordBytes;
  }
}
