// One simulator Worker for all the embeds of a page, started by the first run. It belongs to whoever
// ran last. A run that has to give way is not lost: its schedule and the number of its events name the
// place where it stood, and it is taken up there when it is wanted again. Nobody using it for a while
// ends the Worker and frees its memory.
import type { SimClient, SimSink } from '../../engine/sim_client';
import { createEmbeddedSimClient } from '../../engine/worker_factory';

/** Holder is a run that has the engine. */
export interface Holder extends SimSink {
  /** Whether it needs the engine now. */
  readonly busy: boolean;
  /** The engine is another's, or gone. */
  evicted(): void;
}

const idleMs = 60_000;

export class EngineShare {
  private client: SimClient | null = null;
  private holder: Holder | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: (() => void)[] = [];

  constructor(private readonly base: string) {}

  /** take gives the engine to `holder`; who had it learns that it has not any more. */
  take(holder: Holder): SimClient {
    if (this.holder !== holder) {
      const before = this.holder;
      this.holder = holder;
      before?.evicted();
    }
    this.client ??= createEmbeddedSimClient(this.base, {
      batch: (batch) => this.holder?.batch(batch),
      refused: (message) => this.holder?.refused(message),
      breakpoints: (messages) => this.holder?.breakpoints(messages),
      failed: (message) => {
        this.client = null;
        this.holder?.failed(message);
      },
    });
    this.touch();
    return this.client;
  }

  /** free resolves when no run needs the engine: for those that nobody asked for yet. */
  free(): Promise<void> {
    if (!this.holder?.busy) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** rested is called by a holder that does not need the engine any more. */
  rested(): void {
    if (!this.holder?.busy) this.waiting.shift()?.();
  }

  /** touch puts the end of the Worker off. */
  touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.idle(), idleMs);
  }

  /** release takes the engine from a holder that will not be back soon. */
  release(holder: Holder): void {
    if (this.holder !== holder) return;
    this.holder = null;
    holder.evicted();
    this.rested();
    if (this.waiting.length === 0) this.end();
  }

  private idle(): void {
    if (this.holder?.busy) this.touch();
    else if (this.holder) this.release(this.holder);
    else this.end();
  }

  private end(): void {
    clearTimeout(this.timer);
    this.client?.dispose();
    this.client = null;
  }
}

const shares = new Map<string, EngineShare>();

/** engineAt is the engine shared by all embeds whose files lie at `base`. */
export function engineAt(base: string): EngineShare {
  const share = shares.get(base) ?? new EngineShare(base);
  shares.set(base, share);
  return share;
}
