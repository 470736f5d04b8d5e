// Engine: the page's one door to the wasm builds. It owns a Worker, starts programs in it one at a
// time, and replaces it when it had to be killed, crashed, or has grown too large, so that no run
// leaves anything behind for the next.
//
//   page                        engine Worker                  Ms (mt: one Worker each)
//   run() ── run ─────────────▶ compiles, starts ────────────▶ run goroutines
//         ◀─ batch ─────────── ticks sysmon, drains rings ◀──  write events and output
//         ── ack ───────────▶  (at most one batch is on its way)
//   stop() ─ stop ────────────▶ asks the program to end
//         ── terminate() when it has not ended after the grace time
import { type BuildName } from './builds';
import type {
  Answer,
  Batch,
  Diagnostic,
  KnobTable,
  Program,
  Request,
  RunSettings,
  StopCause,
} from './protocol';

/** Outcome says how a run ended. */
export type Outcome =
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly cause: StopCause;
      readonly wallMs: number;
    }
  | { readonly kind: 'rejected'; readonly diagnostics: readonly Diagnostic[] }
  /** It did not react to Stop (or its time limit) and its Worker was ended. */
  | { readonly kind: 'killed'; readonly wallMs: number }
  | { readonly kind: 'crashed'; readonly message: string };

export interface RunSink {
  started?(): void;
  batch(batch: Batch): void;
}

export interface RunHandle {
  readonly outcome: Promise<Outcome>;
  /** stop asks the program to end, and ends its Worker when it does not. */
  stop(): void;
}

export interface EngineOptions {
  readonly build: BuildName;
  /** Absolute address of the folder that holds mt/ and st/. */
  readonly base: string;
  readonly makeWorker: () => Worker;
  /** How long a program may take to end when asked. */
  readonly graceMs?: number;
  /** A Worker whose memory is larger than this after a run is replaced. */
  readonly keepBytesMax?: number;
}

interface ActiveRun {
  readonly id: number;
  readonly sink: RunSink;
  readonly finish: (outcome: Outcome) => void;
  readonly startMs: number;
  readonly timers: ReturnType<typeof setTimeout>[];
}

const defaultGraceMs = 600;
const defaultKeepBytesMax = 96 * 2 ** 20;
// A run that has a time limit is stopped by the engine itself; this is for one that cannot.
const timeoutSlackMs = 1500;

export class Engine {
  readonly build: BuildName;
  private readonly options: EngineOptions;
  private worker: Worker | null = null;
  private ready: Promise<KnobTable> | null = null;
  private active: ActiveRun | null = null;
  private lastRun = 0;
  private disposed = false;
  private started = 0;

  constructor(options: EngineOptions) {
    this.options = options;
    this.build = options.build;
  }

  /** workersStarted counts the engine Workers of this engine's life. */
  get workersStarted(): number {
    return this.started;
  }

  get running(): boolean {
    return this.active !== null;
  }

  /**
   * warm loads the engine ahead of the first run; it resolves to what can be turned. It never fails:
   * a run will say what is wrong.
   */
  async warm(): Promise<KnobTable | null> {
    return this.ensureWorker().catch(() => null);
  }

  /** run starts a program. At most one at a time: a second is a mistake of the caller. */
  run(program: Program, settings: RunSettings, sink: RunSink): RunHandle {
    if (this.active) throw new Error('the engine is already running a program');
    const id = ++this.lastRun;
    let finish: (outcome: Outcome) => void = () => undefined;
    const outcome = new Promise<Outcome>((resolve) => {
      finish = resolve;
    });
    const run: ActiveRun = { id, sink, startMs: performance.now(), timers: [], finish };
    this.active = run;
    this.ensureWorker().then(
      () => {
        if (this.active !== run) return;
        this.post({ type: 'run', run: id, program, settings });
        if (settings.timeoutMs > 0) {
          const limit = settings.timeoutMs + timeoutSlackMs;
          run.timers.push(setTimeout(() => this.kill(run), limit));
        }
      },
      (error: unknown) => {
        this.end(run, { kind: 'crashed', message: (error as Error).message });
      },
    );
    return { outcome, stop: () => this.stop(run) };
  }

  /** dispose ends the Worker; a run in progress counts as killed. */
  dispose(): void {
    this.disposed = true;
    if (this.active) this.kill(this.active);
    this.dropWorker();
  }

  private stop(run: ActiveRun): void {
    if (this.active !== run) return;
    this.post({ type: 'stop', run: run.id });
    run.timers.push(setTimeout(() => this.kill(run), this.options.graceMs ?? defaultGraceMs));
  }

  private kill(run: ActiveRun): void {
    if (this.active !== run) return;
    this.dropWorker();
    this.end(run, { kind: 'killed', wallMs: performance.now() - run.startMs });
  }

  private end(run: ActiveRun, outcome: Outcome): void {
    if (this.active !== run) return;
    this.active = null;
    for (const timer of run.timers) clearTimeout(timer);
    run.finish(outcome);
  }

  private post(request: Request): void {
    this.worker?.postMessage(request);
  }

  private dropWorker(): void {
    this.worker?.terminate();
    this.worker = null;
  }

  private ensureWorker(): Promise<KnobTable> {
    if (this.worker && this.ready) return this.ready;
    if (this.disposed) return Promise.reject(new Error('the engine was disposed of'));
    const worker = this.options.makeWorker();
    this.worker = worker;
    this.started += 1;
    this.ready = new Promise<KnobTable>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        if (data.type === 'ready') resolve(data.table);
        else if (this.worker === worker) this.answer(data, reject);
      };
      worker.onerror = (event) => {
        const message = event.message || 'the engine could not be loaded';
        if (this.worker === worker) this.answer({ type: 'failed', message }, reject);
      };
    });
    this.post({ type: 'init', build: this.build, base: this.options.base });
    return this.ready;
  }

  private answer(data: Answer, reject: (error: Error) => void): void {
    if (data.type === 'failed') {
      this.dropWorker();
      reject(new Error(data.message));
      if (this.active) this.end(this.active, { kind: 'crashed', message: data.message });
      return;
    }
    const run = this.active;
    if (!run || data.type === 'ready' || data.run !== run.id) return;
    switch (data.type) {
      case 'started':
        run.sink.started?.();
        break;
      case 'rejected':
        this.end(run, { kind: 'rejected', diagnostics: data.diagnostics });
        break;
      case 'batch':
        run.sink.batch(data.batch);
        this.post({ type: 'ack', run: run.id });
        break;
      case 'ended': {
        const { exitCode, cause, wallMs } = data;
        if (data.memoryBytes > (this.options.keepBytesMax ?? defaultKeepBytesMax)) {
          this.dropWorker();
        }
        this.end(run, { kind: 'exited', exitCode, cause, wallMs });
        break;
      }
    }
  }
}
