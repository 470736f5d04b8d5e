// SimClient: the page's one door to the simulated machine. It owns the simulator's Worker and replaces
// it when it crashed. Commands are not queued here: the simulator lets the latest seek win, so that
// dragging the slider never builds up a queue.
import type { Diagnostic, KnobTable, Program } from './protocol';
import type {
  Command,
  Comparison,
  CostInfo,
  ScheduleFields,
  SimAnswer,
  SimBatch,
  SimLimits,
  SimRequest,
} from './sim_protocol';

export interface SimSink {
  batch(batch: SimBatch): void;
  /** A command that could not be carried out. */
  refused(message: string): void;
  breakpoints(messages: readonly string[]): void;
  /** The simulator itself failed; the run is gone. */
  failed(message: string): void;
}

export interface SimClientOptions {
  readonly base: string;
  readonly makeWorker: () => Worker;
  readonly sink: SimSink;
}

export interface ParsedSchedule {
  readonly error: string;
  readonly fields: ScheduleFields;
}

/** SimTables: what the simulator can be given, for people to see. */
export interface SimTables {
  readonly costs: readonly CostInfo[];
  readonly table: KnobTable;
}

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

export class SimClient {
  private worker: Worker | null = null;
  private ready: Promise<SimTables> | null = null;
  private run = 0;
  private parses = 0;
  private loading: Waiting<readonly Diagnostic[]> | null = null;
  private comparing: Waiting<Comparison> | null = null;
  private readonly parsing = new Map<number, Waiting<ParsedSchedule>>();

  constructor(private readonly options: SimClientOptions) {}

  /** tables loads the simulator; it resolves to what things cost, and what can be turned. */
  tables(): Promise<SimTables> {
    return this.ensure();
  }

  /** load begins a run; an empty answer: it stands at its start. */
  async load(
    program: Program,
    schedule: string | ScheduleFields,
    limits: SimLimits,
  ): Promise<readonly Diagnostic[]> {
    await this.ensure();
    this.loading?.reject(new Error('another program was loaded meanwhile'));
    const run = ++this.run;
    return new Promise((resolve, reject) => {
      this.loading = { resolve, reject };
      this.post({ type: 'load', run, program, schedule, limits });
    });
  }

  command(command: Command): void {
    this.post({ type: 'command', run: this.run, command });
  }

  breakpoints(list: readonly string[]): void {
    void this.ensure().then(
      () => this.post({ type: 'breakpoints', run: this.run, list }),
      () => undefined,
    );
  }

  compare(a: number, b: number): Promise<Comparison> {
    this.comparing?.reject(new Error('another comparison was asked for'));
    return new Promise((resolve, reject) => {
      this.comparing = { resolve, reject };
      this.post({ type: 'compare', run: this.run, a, b });
    });
  }

  async parseSchedule(text: string): Promise<ParsedSchedule> {
    await this.ensure();
    const id = ++this.parses;
    return new Promise((resolve, reject) => {
      this.parsing.set(id, { resolve, reject });
      this.post({ type: 'parseSchedule', id, text });
    });
  }

  dispose(): void {
    this.worker?.terminate();
    this.worker = null;
    this.ready = null;
  }

  private post(request: SimRequest): void {
    this.worker?.postMessage(request);
  }

  private ensure(): Promise<SimTables> {
    if (this.ready) return this.ready;
    const worker = this.options.makeWorker();
    this.worker = worker;
    this.ready = new Promise((resolve, reject) => {
      const failed = (message: string): void => {
        if (this.worker !== worker) return;
        reject(new Error(message));
        this.fail(message);
      };
      worker.onmessage = ({ data }: MessageEvent<SimAnswer>) => {
        if (this.worker !== worker) return;
        if (data.type === 'ready') resolve(data);
        else if (data.type === 'failed') failed(data.message);
        else this.answer(data);
      };
      worker.onerror = (event) => failed(event.message || 'the simulator could not be loaded');
    });
    this.post({ type: 'init', base: this.options.base });
    return this.ready;
  }

  private fail(message: string): void {
    this.dispose();
    const error = new Error(message);
    this.loading?.reject(error);
    this.comparing?.reject(error);
    for (const waiting of this.parsing.values()) waiting.reject(error);
    this.loading = this.comparing = null;
    this.parsing.clear();
    this.options.sink.failed(message);
  }

  private answer(data: Exclude<SimAnswer, { type: 'ready' | 'failed' }>): void {
    if (data.type === 'parsed') {
      this.parsing.get(data.id)?.resolve(data);
      this.parsing.delete(data.id);
      return;
    }
    // Every batch is acknowledged, or the Worker would wait for ever.
    if (data.type === 'batch') this.post({ type: 'ack' });
    if (data.run !== this.run) return;
    switch (data.type) {
      case 'loaded':
        this.loading?.resolve(data.diagnostics);
        this.loading = null;
        break;
      case 'batch':
        this.options.sink.batch(data.batch);
        break;
      case 'breakpoints':
        this.options.sink.breakpoints(data.messages);
        break;
      case 'refused':
        this.options.sink.refused(data.message);
        break;
      case 'compared':
        this.comparing?.resolve(data.comparison);
        this.comparing = null;
        break;
    }
  }
}
