// `key: value` lines, as the front matter and the blocks with fields have them, and the values that
// stand there: numbers, durations, ranges, machines. Everything that is wrong is noted with its line.
import type { PreemptMode } from '../engine/protocol';
import type { Machine, Mistake } from './lab';

/** Notes collects the mistakes of a file. */
export class Notes {
  readonly list: Mistake[] = [];

  add(line: number, message: string): void {
    // A hostile file may be wrong in every line; nobody reads so many.
    if (this.list.length < 200) this.list.push({ line, message });
  }

  addAll(mistakes: readonly Mistake[]): void {
    for (const { line, message } of mistakes) this.add(line, message);
  }
}

export interface Field {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** duration reads Go's form of one ("20ms", "1.5s") in nanoseconds, or null. */
export function duration(text: string): number | null {
  const [, number, unit] = /^(\d{1,9}(?:\.\d{1,6})?)(ns|us|µs|μs|ms|s|m)$/.exec(text) ?? [];
  const units: Readonly<Record<string, number>> = {
    ns: 1,
    us: 1e3,
    µs: 1e3,
    μs: 1e3,
    ms: 1e6,
    s: 1e9,
    m: 6e10,
  };
  if (number === undefined || unit === undefined) return null;
  return Math.round(Number(number) * (units[unit] ?? 0));
}

/** wholeNumber reads a number between two bounds, or null. */
export function wholeNumber(text: string, least: number, most: number): number | null {
  if (!/^\d{1,16}$/.test(text)) return null;
  const number = Number(text);
  return number >= least && number <= most ? number : null;
}

/** seedMax is the largest seed: schedules and JavaScript agree on numbers up to there. */
export const seedMax = Number.MAX_SAFE_INTEGER;

/** nearest names the word that was probably meant, '' when none is near. */
export function nearest(word: string, words: readonly string[]): string {
  const lower = word.toLowerCase();
  const close = words.find((one) => {
    const other = one.toLowerCase();
    if (other === lower || (lower.length > 2 && other.startsWith(lower))) return true;
    return distance(lower, other) <= (other.length > 4 ? 2 : 1);
  });
  return close === undefined ? '' : ` (did you mean '${close}'?)`;
}

// The edits from one short word to another.
function distance(a: string, b: string): number {
  if (a.length > 30 || Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, char] of Array.from(a).entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const swap = (row[j] ?? 0) + (char === b[j] ? 0 : 1);
      next.push(Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

export const machineKeys = ['procs', 'cores', 'preempt', 'machine'] as const;

const preempts: readonly PreemptMode[] = ['async', 'cooperative', 'none'];
const fixedFields = ['procs', 'cores', 'seed', 'preempt', 'o', 'f', 'v1'];

function extraFault(extra: string): string {
  if (!/^[\w.]+=[\w.:+-]+(,[\w.]+=[\w.:+-]+)*$/.test(extra)) {
    return 'machine takes fields of a schedule string, as steal=off,cost.WakeLatency=5000';
  }
  const named = extra.split(',').map((field) => field.split('=')[0] ?? '');
  const own = named.find((name) => fixedFields.includes(name));
  return own === undefined ? '' : `machine cannot set '${own}'`;
}

/** machineField changes a machine by one of machineKeys, noting what is wrong. */
export function machineField(machine: Machine, { key, value, line }: Field, notes: Notes): Machine {
  switch (key) {
    case 'procs': {
      const procs = wholeNumber(value, 1, 1024);
      if (procs === null) notes.add(line, 'procs takes a number from 1 to 1024');
      return procs === null ? machine : { ...machine, procs };
    }
    case 'cores': {
      const cores = wholeNumber(value, 1, 256);
      if (cores === null) notes.add(line, 'cores takes a number from 1 to 256');
      return cores === null ? machine : { ...machine, cores };
    }
    case 'preempt': {
      const preempt = preempts.find((one) => one === value);
      if (!preempt) notes.add(line, 'preempt takes async, cooperative or none');
      return preempt ? { ...machine, preempt } : machine;
    }
    default: {
      const fault = extraFault(value);
      if (fault !== '') notes.add(line, fault);
      return fault === '' ? { ...machine, extra: value } : machine;
    }
  }
}

/** seedRange reads `10..29`, at most so many. */
export function seedRange(text: string, most: number): { first: number; last: number } | null {
  const [, from, to] = /^(\d{1,16})\.\.(\d{1,16})$/.exec(text) ?? [];
  const first = Number(from);
  const last = Number(to);
  if (from === undefined || last < first || last - first >= most || last > seedMax) return null;
  return { first, last };
}

/** quoted takes the double quotes off a value that stands in them. */
export function quoted(value: string): string {
  return /^".*"$/.test(value) && value.length > 1
    ? value.slice(1, -1).replaceAll('\\"', '"')
    : value;
}
