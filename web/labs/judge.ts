// Whether an assertion holds for a run, and what to say of it.
import { formatNs } from '../model/format';
import type { Assertion, Comparison, Machine, Test, Unit, Value } from './lab';
import { endingWords, type RunResult } from './run_once';

/** Verdict of one assertion about one run: `found` is what was there, for people. */
export interface Verdict {
  readonly ok: boolean;
  readonly found: string;
}

const shownMax = 120;

/** amountText writes an amount of a unit. */
export function amountText(amount: number, unit: Unit): string {
  if (unit === 'ns') return formatNs(amount);
  if (unit === 'percent') return `${amount.toFixed(1)} %`;
  return Number.isInteger(amount) ? String(amount) : amount.toFixed(2);
}

function shownText(text: string): string {
  const cut = text.length > shownMax ? `${text.slice(0, shownMax)}…` : text;
  return text === '' ? 'nothing' : JSON.stringify(cut);
}

/** valueOf is a value on a machine. */
export function valueOf({ base, number, times, plus }: Value, machine: Machine): number {
  if (base === 'number') return number;
  const cores = machine.cores > 0 ? machine.cores : machine.procs;
  return (base === 'cores' ? cores : machine.procs) * times + plus;
}

/** compares says whether an amount is on the right side of a bound. */
export function compares(amount: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case 'at most':
      return amount <= bound;
    case 'at least':
      return amount >= bound;
    case 'exactly':
      return amount === bound;
    case 'more than':
      return amount > bound;
    case 'less than':
      return amount < bound;
  }
}

const withoutEnd = (text: string): string => text.replace(/\n+$/, '');

function linesOf(text: string): string[] {
  const lines = withoutEnd(text);
  return lines === '' ? [] : lines.split('\n').sort();
}

function textHolds(
  text: string,
  { relation, values }: { relation: string; values: readonly string[] },
): boolean {
  const [value = '', flags = ''] = values;
  switch (relation) {
    case 'is':
      return withoutEnd(text) === withoutEnd(value);
    case 'is not':
      return withoutEnd(text) !== withoutEnd(value);
    case 'contains':
      return text.includes(value);
    case 'lacks':
      return !text.includes(value);
    case 'matches':
      return new RegExp(value, flags).test(text);
    default: {
      const lines = linesOf(text);
      return lines.join('\n') === [...values].sort().join('\n');
    }
  }
}

const panicked = ({ exitCode, stderr }: RunResult): boolean =>
  exitCode === 2 && /^panic: /m.test(stderr);

const outcomes = {
  deadlock: (run: RunResult) => run.figures.deadlock,
  panic: panicked,
  timeout: (run: RunResult) => run.ending !== 'ended',
};

/** endless says that these assertions are about runs that do not end: the others hold for those too. */
export function endless(assertions: readonly Assertion[]): boolean {
  return assertions.some(
    ({ test }) => test.kind === 'outcome' && test.outcome === 'timeout' && test.wanted,
  );
}

/** judge looks at one run that has ended, or need not; `first` is the first of the same check. */
export function judge(test: Test, run: RunResult, machine: Machine, first: RunResult): Verdict {
  switch (test.kind) {
    case 'exit': {
      const ok = (run.exitCode === test.code) !== test.not;
      return { ok, found: `it ended with exit status ${run.exitCode}${causeOf(run)}` };
    }
    case 'text': {
      const text = run[test.stream];
      const name = test.stream === 'stdout' ? 'the output' : 'standard error';
      return { ok: textHolds(text, test), found: `${name} was ${shownText(text)}${causeOf(run)}` };
    }
    case 'same': {
      const ok = run[test.stream] === first[test.stream];
      return {
        ok,
        found: `${shownText(run[test.stream])}, and ${shownText(first[test.stream])} in the first run`,
      };
    }
    case 'outcome': {
      const found = outcomes[test.outcome](run);
      return {
        ok: found === test.wanted,
        found: `${found ? 'there was' : 'there was no'} ${test.outcome}`,
      };
    }
    case 'quantity': {
      const amount = run.figures.of(test.quantity, machine, run.stdout);
      return {
        ok: compares(amount, test.comparison, valueOf(test.value, machine)),
        found: `${test.quantity.name} was ${amountText(amount, test.quantity.unit)}`,
      };
    }
    case 'source':
      throw new Error('the source is not looked at in a run');
  }
}

// Why a run that ended badly did.
function causeOf(run: RunResult): string {
  if (run.figures.deadlock) return ' (all goroutines are asleep)';
  const [, panic] = /^panic: (.*)$/m.exec(run.stderr) ?? [];
  return panic === undefined ? '' : ` (panic: ${panic.slice(0, shownMax)})`;
}

// Comments are gone, texts stay.
function code(source: string): string {
  return source.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, text: string | undefined) => text ?? ' ',
  );
}

/** judgeSource looks at the program's text. */
export function judgeSource(test: Extract<Test, { kind: 'source' }>, source: string): Verdict {
  const ok = textHolds(code(source), test);
  const has = test.relation === 'lacks' ? !ok : ok;
  return { ok, found: `the program ${has ? 'has' : 'does not have'} it` };
}

/** judgeAll looks at one run with all assertions; one that should have ended fails them all. */
export function judgeAll(
  assertions: readonly Assertion[],
  run: RunResult,
  machine: Machine,
  first: RunResult,
): Verdict[] {
  const { ending } = run;
  if (ending !== 'ended' && !endless(assertions)) {
    return assertions.map(() => ({ ok: false, found: endingWords[ending] }));
  }
  return assertions.map(({ test }) => judge(test, run, machine, first));
}
