// Where in a run a check is broken: the event after which an assertion cannot hold any more. That is
// the place at which the page opens the run.
import { EventType } from '../engine/event_types';
import { recordBytes, RecordReader } from '../engine/records';
import { OneRun } from '../engine/sim_once';
import { Figures } from './figures';
import { valueOf } from './judge';
import type { Assertion, Check } from './lab';
import type { CheckReport } from './run_check';
import type { LabEngine } from './run_once';

const ticksMax = 50_000_000;

// Whether the figures so far break it for good: quantities only grow.
function brokenBy({ test }: Assertion, figures: Figures, check: Check): boolean {
  if (test.kind !== 'quantity' || test.quantity.name === 'utilisation') return false;
  const bound = valueOf(test.value, check.machine);
  const amount = figures.of(test.quantity, check.machine, '');
  if (test.comparison === 'less than') return amount >= bound;
  return (test.comparison === 'at most' || test.comparison === 'exactly') && amount > bound;
}

/** breakingEvent counts the events up to the offending one; null: only the end shows it. */
export async function breakingEvent(
  engine: LabEngine,
  check: Check,
  source: string,
  { assertions, counterexample }: CheckReport,
): Promise<number | null> {
  if (!counterexample) return null;
  const failed = check.assertions.filter(
    (one, index) => one.mode === 'always' && assertions[index]?.state === 'failed',
  );
  const { schedule } = counterexample;
  const run = OneRun.start(engine.module, { source, schedule, keepEvents: true });
  if (!(run instanceof OneRun)) return null;
  try {
    const figures = new Figures();
    let events = 0;
    for (;;) {
      const why = run.run({ timeNs: check.limitNs, tick: ticksMax });
      const bytes = run.takeEvents();
      run.takeOutput();
      const reader = new RecordReader(bytes);
      for (let index = 0; index < reader.count; index++) {
        figures.take(bytes.subarray(index * recordBytes, (index + 1) * recordBytes));
        events += 1;
        if (reader.at(index).type === EventType.deadlock) return events;
        if (failed.some((one) => brokenBy(one, figures, check))) return events;
      }
      if (why !== 'budget') return null;
      await engine.pause();
    }
  } finally {
    run.end();
  }
}
