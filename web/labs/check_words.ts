// The language of checks: one line, one assertion (docs/labs.md has the list).
import {
  duration,
  type Field,
  machineField,
  machineKeys,
  nearest,
  type Notes,
  seedRange,
  wholeNumber,
} from './fields';
import type { Assertion, Check, Comparison, Machine, Test, TextRelation, Unit, Value } from './lab';
import { quantityOf } from './names';

const runsMax = 5000;
const assertionsMax = 40;
const defaultRuns = 50;
/** defaultLimitNs is the virtual time a run may take when nothing else is said. */
export const defaultLimitNs = 10e9;
const limitMaxNs = 3600e9;

/** A line could not be read; the message says why. */
class Unreadable extends Error {}

function refuse(message: string): never {
  throw new Unreadable(message);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '"': '"', '\\': '\\' };

// Texts in double quotes, with blanks between.
function texts(rest: string): string[] {
  const found: string[] = [];
  const pattern = /\s*"((?:[^"\\]|\\.)*)"/y;
  let at = 0;
  for (let match = pattern.exec(rest); match; match = pattern.exec(rest)) {
    at = pattern.lastIndex;
    found.push(
      (match[1] ?? '').replace(/\\(.)/g, (_, char: string) => escapes[char] ?? `\\${char}`),
    );
  }
  if (found.length === 0 || rest.slice(at).trim() !== '') {
    refuse('a text stands in double quotes here: "..."');
  }
  return found;
}

function pattern(rest: string): [source: string, flags: string] {
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/.exec(rest.trim()) ?? [];
  if (source === undefined) refuse('a regular expression stands between slashes here: /.../');
  if (!/^[imsu]*$/.test(flags)) refuse('the flags of a regular expression are i, m, s and u');
  try {
    new RegExp(source, flags);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
  return [source, flags];
}

const relations: readonly (readonly [RegExp, TextRelation])[] = [
  [/^is not\s+/, 'is not'],
  [/^is\s+/, 'is'],
  [/^contains\s+/, 'contains'],
  [/^lacks\s+/, 'lacks'],
  [/^matches\s+/, 'matches'],
  [/^has lines\s+/, 'has lines'],
];

function relation(rest: string, allowed: readonly TextRelation[]) {
  for (const [start, name] of relations) {
    if (!allowed.includes(name) || !start.test(rest)) continue;
    const value = rest.replace(start, '');
    const values = name === 'matches' ? pattern(value) : texts(value);
    if (name !== 'matches' && name !== 'has lines' && values.length > 1) refuse('one text only');
    return { relation: name, values };
  }
  return refuse(`one of these belongs here: ${allowed.join(', ')}`);
}

const textRelations: readonly TextRelation[] = [
  'is',
  'is not',
  'contains',
  'lacks',
  'matches',
  'has lines',
];

function textTest(stream: 'stdout' | 'stderr', rest: string): Test {
  if (/^is the same in every run$/.test(rest)) return { kind: 'same', stream };
  return { kind: 'text', stream, ...relation(rest, textRelations) };
}

function sourceTest(rest: string): Test {
  const { relation: name, values } = relation(rest, ['contains', 'lacks', 'matches']);
  return { kind: 'source', relation: name as 'contains' | 'lacks' | 'matches', values };
}

function value(text: string, unit: Unit): Value {
  const [, base, , sign, amount] = /^(GOMAXPROCS|cores)(\s*([-+*])\s*(\d{1,6}))?$/.exec(text) ?? [];
  if (base !== undefined) {
    if (unit !== 'count') refuse(`${base} is no ${unit === 'ns' ? 'duration' : 'percentage'}`);
    const number = Number(amount ?? 0);
    return {
      base: base as 'GOMAXPROCS' | 'cores',
      number: 0,
      times: sign === '*' ? number : 1,
      plus: sign === '+' ? number : sign === '-' ? -number : 0,
    };
  }
  const plain = (number: number): Value => ({ base: 'number', number, times: 1, plus: 0 });
  if (unit === 'ns') {
    return plain(
      duration(text) ?? (text === '0' ? 0 : refuse(`'${text}' is no duration, as 20ms`)),
    );
  }
  const form = unit === 'percent' ? /^(\d{1,3}(?:\.\d+)?)\s*%$/ : /^(\d{1,12}(?:\.\d+)?)$/;
  const [, number] = form.exec(text) ?? [];
  const what = unit === 'percent' ? 'percentage, as 80%' : 'number';
  return plain(number === undefined ? refuse(`'${text}' is no ${what}`) : Number(number));
}

function quantityTest(name: string, comparison: Comparison, text: string): Test {
  const quantity = quantityOf(name);
  if ('wrong' in quantity) return refuse(quantity.wrong);
  return { kind: 'quantity', quantity, comparison, value: value(text.trim(), quantity.unit) };
}

const valueForm = String.raw`(?:\S+|(?:GOMAXPROCS|cores)\s*[-+*]\s*\d+|\d+\s*%)`;
const comparing = new RegExp(`^(.+?)\\s+(at most|at least|exactly|more than|less than)\\s+(.+)$`);
const bounding = new RegExp(`^(max|min)\\s+(.+?)\\s+(${valueForm})$`);

function testOf(text: string): Test {
  const [first = ''] = text.split(/\s/);
  const rest = text.slice(first.length).trim();
  if (first === 'output' && !comparing.test(text)) return textTest('stdout', rest);
  if (first === 'stderr') return textTest('stderr', rest);
  if (first === 'source') return sourceTest(rest);
  if (first === 'exit') {
    const [, not, code] = /^(not\s+)?(\d{1,3})$/.exec(rest) ?? refuse('exit takes a number');
    return { kind: 'exit', code: Number(code), not: not !== undefined };
  }
  const [, no, outcome] = /^(no\s+)?(deadlock|panic|timeout)$/.exec(text) ?? [];
  if (outcome !== undefined) {
    return {
      kind: 'outcome',
      outcome: outcome as 'deadlock' | 'panic' | 'timeout',
      wanted: no === undefined,
    };
  }
  const [, name, comparison, amount] = comparing.exec(text) ?? [];
  if (name !== undefined) return quantityTest(name, comparison as Comparison, amount ?? '');
  const [, side, bounded, bound] = bounding.exec(text) ?? [];
  if (bounded !== undefined) {
    return quantityTest(bounded, side === 'max' ? 'at most' : 'at least', bound ?? '');
  }
  if (first === 'no') return quantityTest(rest, 'exactly', '0');
  const known = [...machineKeys, 'runs', 'seeds', 'limit', 'correct', 'exit', 'output', 'stderr'];
  const near = nearest(first, [...known, 'source', 'deadlock', 'panic', 'timeout', 'sometimes']);
  return refuse(`this is neither an assertion nor a line about the runs${near}`);
}

/** assertionOf reads one assertion, noting what is wrong. */
export function assertionOf(text: string, line: number, notes: Notes): Assertion | null {
  const [, mode = 'always', rest = text] = /^(sometimes|on average)\s+(.+)$/.exec(text) ?? [];
  try {
    const test = testOf(rest);
    if (mode === 'on average' && test.kind !== 'quantity') refuse('only a quantity has an average');
    if (mode !== 'always' && (test.kind === 'source' || test.kind === 'same')) {
      refuse('this is about all runs together');
    }
    return { line, text, mode: mode as Assertion['mode'], test };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    notes.add(line, error.message);
    return null;
  }
}

// Takes a comment off: a # that stands outside of quotes.
function withoutComment(text: string): string {
  if (/\bmatches\s/.test(text) && !text.trim().startsWith('#')) return text.trim();
  const [kept = ''] = /^(?:[^"#]|"(?:[^"\\]|\\.)*"|"|(?<=\S)#)*/.exec(text) ?? [];
  return kept.trim();
}

/** limitField reads the value of `limit`. */
export function limitField({ value: text, line }: Field, notes: Notes): number {
  const limit = duration(text);
  if (limit !== null && limit > 0 && limit <= limitMaxNs) return limit;
  notes.add(line, 'limit takes a duration of at most an hour, as 2s');
  return defaultLimitNs;
}

interface Runs {
  machine: Machine;
  firstSeed: number;
  runs: number;
  limitNs: number;
}

// A line about the runs; false: it is none.
function runsLine(text: string, line: number, runs: Runs, notes: Notes): boolean {
  const [, key = '', given = ''] = /^(\w+)\s+(.+)$/.exec(text) ?? [];
  if ((machineKeys as readonly string[]).includes(key)) {
    const field: Field = { key, value: given, line };
    runs.machine = machineField(runs.machine, field, notes);
    return true;
  }
  const count = (number: string): void => {
    const wanted = wholeNumber(number, 1, runsMax);
    if (wanted === null) notes.add(line, `a check runs 1 to ${runsMax} times`);
    else runs.runs = wanted;
  };
  if (key === 'runs') count(given);
  else if (key === 'seeds') {
    const range = seedRange(given, runsMax);
    if (range) {
      runs.firstSeed = range.first;
      runs.runs = range.last - range.first + 1;
    } else notes.add(line, `seeds takes a range of at most ${runsMax}, as 10..29`);
  } else if (key === 'limit') runs.limitNs = limitField({ key, value: given, line }, notes);
  else return false;
  return true;
}

export interface CheckPlace {
  readonly id: string;
  /** Of the opening fence. */
  readonly line: number;
  readonly program: string;
  readonly machine: Machine;
  readonly seed: number;
}

/** checkOf reads the lines of a check block. */
export function checkOf(text: string, place: CheckPlace, notes: Notes): Check {
  const { machine, seed } = place;
  const runs: Runs = { machine, firstSeed: seed, runs: defaultRuns, limitNs: defaultLimitNs };
  const assertions: Assertion[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = place.line + 1 + index;
    const words = withoutComment(raw);
    if (words === '') return;
    const [, under] = /^correct under (\S+) schedules?$/.exec(words) ?? [];
    if (under !== undefined) runsLine(`runs ${under}`, line, runs, notes);
    else if (runsLine(words, line, runs, notes)) return;
    const meant = under === undefined ? words : 'exit 0';
    const assertion = assertionOf(meant, line, notes);
    if (assertion) assertions.push({ ...assertion, text: words });
  });
  if (assertions.length === 0) notes.add(place.line, 'this check asserts nothing');
  if (assertions.length > assertionsMax) {
    notes.add(place.line, `this check has more than ${assertionsMax} assertions`);
  }
  return {
    id: place.id,
    line: place.line,
    program: place.program,
    ...runs,
    assertions: assertions.slice(0, assertionsMax),
  };
}
