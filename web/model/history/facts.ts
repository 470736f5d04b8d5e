// What is known of one goroutine, summed up while its spans come and go.
import { Lane } from './lanes';
import { SpanState, type SpanStateName, stateNames } from './spans';

/** GoState is a goroutine's state now; unknown: events that would tell are missing. */
export type GoState = Exclude<SpanStateName, 'spinning'> | 'ended' | 'unknown';

/** GoFacts is one goroutine. Times are in ns of the run. */
export class GoFacts {
  readonly lane = new Lane();
  /** 0: none, or not known. */
  parent = 0;
  /** Id of its start function; 0: not known. */
  startFunction = 0;
  /** Source place of its go statement: function id << 16 | line; 0: not known. */
  createdAt = 0;
  system = false;
  /** null: before what is known. */
  createdNs: number | null = null;
  createdSeq = 0;
  endedNs: number | null = null;
  /** It waits for ever, as far as the machine could see. */
  leakedSeq = Infinity;
  /** How often it was picked to run. */
  runs = 0;
  /** How often it went on on another M than before. */
  migrations = 0;
  /** The longest time it was runnable and did not run, and the last span of that wait (-1: none). */
  longestWaitNs = 0;
  longestWaitSpan = -1;
  // Of spans that are no longer kept.
  droppedWaitNs = 0;
  droppedM = -1;
  private readonly totals = stateNames.map(() => 0);

  constructor(readonly id: number) {}

  get leaked(): boolean {
    return this.leakedSeq < Infinity;
  }

  /** total is the time in a state, without the span that is still open; running includes gc. */
  total(state: SpanStateName): number {
    const own = this.totals[SpanState[state]] ?? 0;
    return state === 'running' ? own + (this.totals[SpanState.gc] ?? 0) : own;
  }

  /** count adds to (or takes from) the time in a state. */
  count(state: number, ns: number): void {
    this.totals[state] = (this.totals[state] ?? 0) + ns;
  }
}
