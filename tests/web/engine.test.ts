// The engine client against Workers made of nothing: what it does when a program ends, is stopped,
// does not stop, or the engine crashes.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseBuild } from '../../web/engine/builds';
import { Engine, type EngineOptions } from '../../web/engine/engine';
import type { Answer, Batch, Request, RunSettings } from '../../web/engine/protocol';

class FakeWorker {
  static all: FakeWorker[] = [];
  readonly requests: Request[] = [];
  terminated = false;
  onmessage: ((event: { data: Answer }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;

  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage(request: Request): void {
    this.requests.push(request);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(data: Answer): void {
    this.onmessage?.({ data });
  }
  get types(): string[] {
    return this.requests.map((request) => request.type);
  }
}

const settings: RunSettings = {
  procs: 1,
  preempt: 'async',
  swap: 'auto',
  timeoutMs: 0,
  outputLimitBytes: 0,
  memoryLimitBytes: 0,
  leaks: 'none',
  eventsPerBatchMax: 0,
  listedMax: 0,
};
const program = { kind: 'source', source: 'package main', fileName: 'prog.go' } as const;
const emptyBatch: Batch = {
  picture: new Uint32Array(),
  output: [],
  events: new Uint8Array(),
  eventsSkipped: 0,
  names: [],
};

function makeEngine(options: Partial<EngineOptions> = {}): Engine {
  const makeWorker = () => new FakeWorker() as unknown as Worker;
  return new Engine({ build: 'st', base: 'engine/', makeWorker, ...options });
}

// Starts a run and returns its Worker once it has been told to run.
async function begin(engine: Engine, sink = { batch: () => undefined }, with_ = settings) {
  const handle = engine.run(program, with_, sink);
  const worker = FakeWorker.all.at(-1);
  if (!worker) throw new Error('no Worker was made');
  worker.say({ type: 'ready', table: { knobs: [], presets: [] } });
  await vi.advanceTimersByTimeAsync(0);
  const request = worker.requests.at(-1);
  if (request?.type !== 'run') throw new Error('the Worker was not told to run');
  return { handle, worker, run: request.run };
}

const ended = (run: number, memoryBytes = 0): Answer => ({
  type: 'ended',
  run,
  exitCode: 0,
  cause: 'none',
  wallMs: 1,
  memoryBytes,
});

beforeEach(() => {
  FakeWorker.all = [];
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Engine', () => {
  it('hands batches over and acknowledges each', async () => {
    const batch = vi.fn();
    const { handle, worker, run } = await begin(makeEngine(), { batch });
    worker.say({ type: 'batch', run, batch: emptyBatch });
    expect(batch).toHaveBeenCalledOnce();
    expect(worker.types).toEqual(['init', 'run', 'ack']);
    worker.say(ended(run));
    expect(await handle.outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
  });

  it('keeps one Worker for a hundred runs', async () => {
    const engine = makeEngine();
    for (let i = 0; i < 100; i++) {
      const { handle, worker, run } = await begin(engine);
      worker.say(ended(run));
      await handle.outcome;
    }
    expect(FakeWorker.all).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('replaces a Worker whose memory has grown', async () => {
    const engine = makeEngine({ keepBytesMax: 1_000 });
    const { handle, worker, run } = await begin(engine);
    worker.say(ended(run, 2_000));
    await handle.outcome;
    expect(worker.terminated).toBe(true);
    await begin(engine);
    expect(FakeWorker.all).toHaveLength(2);
  });

  it('asks first, and ends the Worker when the program does not stop in time', async () => {
    const engine = makeEngine({ graceMs: 500 });
    const { handle, worker } = await begin(engine);
    handle.stop();
    expect(worker.types.at(-1)).toBe('stop');
    await vi.advanceTimersByTimeAsync(499);
    expect(worker.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect(worker.terminated).toBe(true);
    expect((await handle.outcome).kind).toBe('killed');
    const next = await begin(engine);
    expect(next.worker).not.toBe(worker);
  });

  it('leaves the Worker alone when the program stops by itself', async () => {
    const { handle, worker, run } = await begin(makeEngine({ graceMs: 500 }));
    handle.stop();
    worker.say({ ...ended(run), type: 'ended', cause: 'stopped' } as Answer);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(worker.terminated).toBe(false);
    expect(await handle.outcome).toMatchObject({ kind: 'exited', cause: 'stopped' });
  });

  it('ends a Worker that overruns its time limit without a word', async () => {
    const limited = { ...settings, timeoutMs: 1_000 };
    const { handle, worker } = await begin(makeEngine(), undefined, limited);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(worker.terminated).toBe(true);
    expect((await handle.outcome).kind).toBe('killed');
  });

  it('reports a crash and starts afresh', async () => {
    const engine = makeEngine();
    const { handle, worker } = await begin(engine);
    worker.say({ type: 'failed', message: 'out of memory' });
    expect(await handle.outcome).toEqual({ kind: 'crashed', message: 'out of memory' });
    expect(worker.terminated).toBe(true);
    const next = await begin(engine);
    next.worker.say(ended(next.run));
    expect((await next.handle.outcome).kind).toBe('exited');
  });

  it('reports an engine that cannot be loaded', async () => {
    const engine = makeEngine();
    const handle = engine.run(program, settings, { batch: () => undefined });
    FakeWorker.all[0]?.onerror?.({ message: 'not found' });
    expect(await handle.outcome).toEqual({ kind: 'crashed', message: 'not found' });
  });

  it('ignores what a replaced Worker still says', async () => {
    const engine = makeEngine({ graceMs: 10 });
    const first = await begin(engine);
    first.handle.stop();
    await vi.advanceTimersByTimeAsync(20);
    const second = await begin(engine);
    first.worker.say(ended(second.run));
    expect(engine.running).toBe(true);
    second.worker.say(ended(second.run));
    expect(engine.running).toBe(false);
  });

  it('passes compile errors on', async () => {
    const { handle, worker, run } = await begin(makeEngine());
    const diagnostics = [{ file: 'prog.go', line: 1, column: 2, message: 'no' }];
    worker.say({ type: 'rejected', run, diagnostics });
    expect(await handle.outcome).toEqual({ kind: 'rejected', diagnostics });
  });
});

describe('chooseBuild', () => {
  const here = { isolated: true, sharedMemory: true, secure: true, cores: 8 };

  it('takes threads where the page may use them', () => {
    expect(chooseBuild('auto', here)).toMatchObject({ build: 'mt', threads: true });
  });

  it('says why there are none', () => {
    const choice = chooseBuild('auto', { ...here, isolated: false });
    expect(choice.build).toBe('st');
    expect(choice.why).toContain('not cross-origin isolated');
  });

  it('does not promise threads to one who asks for them in vain', () => {
    expect(chooseBuild('mt', { ...here, sharedMemory: false }).build).toBe('st');
  });

  it('follows the choice of one thread', () => {
    expect(chooseBuild('st', here)).toMatchObject({ build: 'st', threads: true });
  });
});
