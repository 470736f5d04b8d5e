// Where in the program goroutines are: the line of each, as far as the events tell it.
import { lineOf } from './explanation';
import type { GoFacts, History } from './history';

/** At is a goroutine at a line. */
export interface At {
  readonly g: number;
  readonly state: 'running' | 'runnable' | 'waiting' | 'syscall';
}

/** Running is the goroutine whose instruction is next on the simulated machine, and its line. */
export interface Running {
  readonly g: number;
  readonly line: number;
}

/**
 * lineNow is the line a goroutine is at; null when it is not known. One that runs is somewhere after
 * its last stop, and one that has not run yet is nowhere.
 */
export function lineNow(history: History, facts: GoFacts): number | null {
  if (facts.endedNs !== null) return null;
  const { spans } = history;
  const { lane } = facts;
  for (let index = lane.length - 1; index >= 0; index--) {
    const span = history.span(lane.at(index));
    if (!span || span.lost || span.late) return null;
    if (span.state === 'running' || span.state === 'gc' || span.cause === 'create') return null;
    // A readied goroutine is where it had parked, a stolen one where it had stopped.
    const place = spans.place(span.id);
    if (place !== 0) return lineOf(place);
    if (span.state === 'waiting') return null;
  }
  return null;
}

/** goroutinesByLine is who is where, by line. The runtime's own are in none. */
export function goroutinesByLine(
  history: History,
  running: Running | null,
): ReadonlyMap<number, readonly At[]> {
  const lines = new Map<number, At[]>();
  const put = (line: number, at: At): void => {
    const list = lines.get(line);
    if (list) list.push(at);
    else lines.set(line, [at]);
  };
  if (running && running.g > 0 && running.line > 0) {
    put(running.line, { g: running.g, state: 'running' });
  }
  for (const facts of history.goroutines()) {
    if (facts.system || facts.id === running?.g) continue;
    const line = lineNow(history, facts);
    if (line === null) continue;
    const { state } = history.stateOf(facts);
    if (state === 'waiting' || state === 'syscall' || state === 'runnable') {
      put(line, { g: facts.id, state });
    }
  }
  return lines;
}
