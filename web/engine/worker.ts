// The engine Worker. It owns the wasm module, gives the running session its ticks (the preemption
// timer: sysmon in the mt build; all the Ms' turns in the st build) and hands what happened to the
// page at the display's rate. In the mt build it never runs a goroutine.
import { knobTable, loadModule, startProgram, type WasmModule, type WasmSession } from './module';
import { NameBook } from './name_book';
import type { Answer, OutputPiece, Program, Request, RunSettings } from './protocol';
import { recordCount } from './records';

// One display frame: nothing is handed over more often.
const frameMs = 16;
// What a tick may use of this thread in the st build before it looks at its messages again.
const budgetNs = 4_000_000;
const outputPerBatchBytes = 512 * 1024;
// Web Workers started with the engine, so that the first Ms of a run need not wait for theirs.
const warmWorkers = 4;

const scope = globalThis as unknown as {
  postMessage(message: Answer, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
};

let module: WasmModule | null = null;
let current: Run | null = null;

// A message to oneself comes back after whatever else is waiting, without the clamp of setTimeout.
const turnstile = new MessageChannel();
turnstile.port1.onmessage = () => current?.step();

/** Run is the session in progress; it stays until the next one so that its end can be read. */
class Run {
  private readonly session: WasmSession;
  private readonly names: NameBook;
  private readonly startMs = performance.now();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastBatchMs = 0;
  private awaitingAck = false;
  private over = false;
  private finished = false;

  constructor(
    private readonly wasm: WasmModule,
    private readonly id: number,
    private readonly settings: RunSettings,
  ) {
    this.session = new wasm.Session({
      procs: settings.procs,
      preempt: settings.preempt,
      swap: settings.swap,
      timeoutMs: settings.timeoutMs,
      outputLimitBytes: settings.outputLimitBytes,
      memoryLimitBytes: settings.memoryLimitBytes,
      leaks: settings.leaks,
      settings: settings.settings ?? {},
      keepEvents: settings.eventsPerBatchMax > 0,
    });
    this.names = new NameBook((id) => this.session.functionName(id));
  }

  /** start begins the program; false when it was refused (and the page was told why). */
  start(program: Program): boolean {
    const diagnostics = startProgram(this.session, program);
    if (diagnostics.length > 0) {
      scope.postMessage({ type: 'rejected', run: this.id, diagnostics });
      return false;
    }
    scope.postMessage({ type: 'started', run: this.id });
    this.step();
    return true;
  }

  stop(): void {
    this.session.stop();
    this.step();
  }

  ack(): void {
    this.awaitingAck = false;
    if (this.over) this.finish();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.session.delete();
  }

  /** step is one turn of the timer: tick, hand over, arrange the next turn. */
  step(): void {
    if (this.over) return;
    clearTimeout(this.timer);
    const nextNs = this.session.tick(budgetNs);
    if (nextNs < 0) {
      this.over = true;
      if (!this.awaitingAck) this.finish();
      return;
    }
    if (!this.awaitingAck && performance.now() - this.lastBatchMs >= frameMs) this.handOver();
    if (nextNs === 0) turnstile.port2.postMessage(null);
    else this.timer = setTimeout(() => this.step(), Math.min(nextNs / 1e6, frameMs));
  }

  // Hands over what is left, batch by batch, then reports the end.
  private finish(): void {
    if (this.finished) return;
    if (this.handOver()) return;
    this.finished = true;
    scope.postMessage({
      type: 'ended',
      run: this.id,
      exitCode: this.session.exitCode(),
      cause: this.session.stopCause(),
      wallMs: performance.now() - this.startMs,
      memoryBytes: this.wasm.memoryBytes(),
    });
  }

  // Sends one batch; true when it held output, so that more may be waiting.
  private handOver(): boolean {
    const picture = this.session.picture(this.settings.listedMax);
    const events = this.session.takeEvents(this.settings.eventsPerBatchMax);
    const output = this.session
      .takeOutput(outputPerBatchBytes)
      .map(({ stream, bytes }): OutputPiece => ({
        stream: stream === 2 ? 'stderr' : 'stdout',
        bytes,
      }));
    const batch = {
      picture,
      output,
      events,
      eventsSkipped: this.session.eventsSkipped(),
      names: [...this.names.fresh(picture), ...this.names.created(events)],
    };
    this.lastBatchMs = performance.now();
    this.awaitingAck = true;
    scope.postMessage({ type: 'batch', run: this.id, batch }, [
      picture.buffer as ArrayBuffer,
      events.buffer as ArrayBuffer,
    ]);
    return output.length > 0 || recordCount(events) > 0;
  }
}

async function receive(request: Request): Promise<void> {
  switch (request.type) {
    case 'init':
      module = await loadModule(request.build, request.base, fail);
      module.prepareWorkers(warmWorkers);
      scope.postMessage({ type: 'ready', table: knobTable(module) });
      break;
    case 'run':
      if (!module) throw new Error('the engine is not loaded');
      current?.dispose();
      current = new Run(module, request.run, request.settings);
      current.start(request.program);
      break;
    case 'stop':
      current?.stop();
      break;
    case 'ack':
      current?.ack();
      break;
  }
}

function fail(message: string): void {
  scope.postMessage({ type: 'failed', message });
}

scope.onmessage = ({ data }) => {
  receive(data).catch((error: unknown) =>
    fail(error instanceof Error ? error.message : String(error)),
  );
};
