// Runs a check: the program under one seed after the other, until an assertion that has to hold always
// does not. That run is the counterexample: its schedule opens it in the stepper.
import type { Diagnostic } from '../engine/protocol';
import { type Assertion, type Check, scheduleOf } from './lab';
import {
  amountText,
  compares,
  endless,
  judgeAll,
  judgeSource,
  valueOf,
  type Verdict,
} from './judge';
import { type LabEngine, runOnce, type RunResult } from './run_once';

/** AssertionReport: 'open' when the check stopped before it was decided. */
export interface AssertionReport {
  readonly line: number;
  readonly text: string;
  readonly state: 'passed' | 'failed' | 'open';
  /** What was there instead, when it failed. */
  readonly found: string;
}

/** Counterexample is a run that breaks a check. */
export interface Counterexample {
  readonly seed: number;
  readonly schedule: string;
}

export interface CheckReport {
  readonly id: string;
  readonly passed: boolean;
  /** Runs that were made, of how many. */
  readonly runs: number;
  readonly runsWanted: number;
  readonly assertions: readonly AssertionReport[];
  readonly counterexample: Counterexample | null;
  /** Not empty: the program does not compile. */
  readonly diagnostics: readonly Diagnostic[];
}

// What is known of an assertion so far.
class Tally {
  private runs = 0;
  private sum = 0;
  private held = false;
  private broken: Verdict | null = null;
  private last: Verdict = { ok: false, found: '' };

  constructor(private readonly assertion: Assertion) {}

  /** take adds a run; false: the assertion is broken and no further run can mend it. */
  take(verdict: Verdict, amount: number, cutShort: boolean): boolean {
    this.runs += 1;
    this.sum += amount;
    this.last = verdict;
    if (verdict.ok) this.held = true;
    else if (this.assertion.mode === 'always' || cutShort) this.broken ??= verdict;
    return this.broken === null;
  }

  report(check: Check, complete: boolean): AssertionReport {
    const { line, text, mode, test } = this.assertion;
    const report = (state: AssertionReport['state'], found = ''): AssertionReport => ({
      line,
      text,
      state,
      found,
    });
    if (this.broken) return report('failed', this.broken.found);
    if (mode === 'sometimes' && this.held) return report('passed');
    if (!complete) return report('open');
    if (mode === 'sometimes')
      return report('failed', `in no run; in the last one ${this.last.found}`);
    if (mode === 'on average' && test.kind === 'quantity') {
      const mean = this.sum / Math.max(1, this.runs);
      const ok = compares(mean, test.comparison, valueOf(test.value, check.machine));
      const { name, unit } = test.quantity;
      return report(
        ok ? 'passed' : 'failed',
        ok ? '' : `${name} was ${amountText(mean, unit)} on average`,
      );
    }
    return report('passed');
  }
}

function amountOf({ mode, test }: Assertion, run: RunResult, check: Check): number {
  if (mode !== 'on average' || test.kind !== 'quantity') return 0;
  return run.figures.of(test.quantity, check.machine, run.stdout);
}

/** runCheck checks a program; `progress` hears how many runs are done. */
export async function runCheck(
  engine: LabEngine,
  check: Check,
  source: string,
  progress: (runs: number) => void = () => undefined,
): Promise<CheckReport> {
  const { id, machine, firstSeed, limitNs, runs: runsWanted } = check;
  const ofSource = new Map(
    check.assertions.flatMap((assertion) =>
      assertion.test.kind === 'source'
        ? [[assertion, judgeSource(assertion.test, source)] as const]
        : [],
    ),
  );
  const dynamic = check.assertions.filter((assertion) => !ofSource.has(assertion));
  const tallies = new Map(dynamic.map((one) => [one, new Tally(one)] as const));
  const broken: Counterexample[] = [];
  let first: RunResult | null = null;
  let runs = 0;
  // A check of the text alone needs no run; the program has to compile nevertheless.
  const wanted = dynamic.length > 0 ? runsWanted : 1;
  const finish = (diagnostics: readonly Diagnostic[] = []): CheckReport => {
    const complete = broken.length === 0 && diagnostics.length === 0;
    const assertions = check.assertions.map((assertion): AssertionReport => {
      const verdict = ofSource.get(assertion);
      const tally = tallies.get(assertion);
      if (tally) return tally.report(check, complete);
      const { line, text } = assertion;
      const state = verdict?.ok === true ? 'passed' : 'failed';
      return { line, text, state, found: state === 'failed' ? (verdict?.found ?? '') : '' };
    });
    const passed = diagnostics.length === 0 && assertions.every(({ state }) => state === 'passed');
    const counterexample = broken[0] ?? null;
    return { id, passed, runs, runsWanted: wanted, assertions, counterexample, diagnostics };
  };
  while (runs < wanted && broken.length === 0) {
    const seed = firstSeed + runs;
    const run = await runOnce(engine, source, scheduleOf(machine, seed), limitNs);
    if ('diagnostics' in run) return finish(run.diagnostics);
    first ??= run;
    runs += 1;
    const verdicts = judgeAll(dynamic, run, machine, first);
    // Nothing can be said of a run that should have ended, not even that another one is better.
    const cutShort = run.ending !== 'ended' && !endless(dynamic);
    dynamic.forEach((assertion, index) => {
      const verdict = verdicts[index] ?? { ok: false, found: '' };
      if (
        tallies.get(assertion)?.take(verdict, amountOf(assertion, run, check), cutShort) === false
      ) {
        broken.push({ seed, schedule: run.schedule });
      }
    });
    progress(runs);
    await engine.pause();
  }
  return finish();
}
