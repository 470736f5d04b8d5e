// The rules of the scheduler that a person may turn: how their values are read and written, which
// differ from Go's, and how they are found in the list.
import type { KnobInfo, KnobPreset, Knobs, KnobTable, PreemptMode } from '../engine/protocol';
import { fieldsOf } from './storage';

export const noKnobs: KnobTable = { knobs: [], presets: [] };

export const knobGroups: Readonly<Record<KnobInfo['group'], string>> = {
  queues: 'Run queues',
  stealing: 'Stealing and spinning',
  preemption: 'Preemption and sysmon',
  syscalls: 'System calls and threads',
  locks: 'Locks',
  memory: 'Memory',
};

const knobsMax = 100;

/** readKnobs takes what was stored; what it may not be is checked when the table is there. */
export function readKnobs(value: unknown): Knobs {
  const entries = Object.entries(fieldsOf(value)).filter(
    (entry): entry is [string, number] =>
      /^[a-zA-Z]{1,40}$/.test(entry[0]) && Number.isSafeInteger(entry[1]) && Number(entry[1]) >= 0,
  );
  return Object.fromEntries(entries.slice(0, knobsMax));
}

/** sameKnobs tells whether the same rules were turned to the same values. */
export function sameKnobs(a: Knobs, b: Knobs): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** allowsKnob tells whether a knob may have a value. */
export function allowsKnob(info: KnobInfo, value: number): boolean {
  if (!Number.isSafeInteger(value) || value < info.min || value > info.max) return false;
  return info.kind !== 'powerOfTwo' || Number.isInteger(Math.log2(value));
}

/** soundKnobs drops what is not in the table, not allowed, or the default. */
export function soundKnobs(table: KnobTable, knobs: Knobs): Knobs {
  if (table.knobs.length === 0) return knobs;
  const sound = table.knobs
    .filter((info) => {
      const value = knobs[info.name];
      return value !== undefined && value !== info.usual && allowsKnob(info, value);
    })
    .map((info) => [info.name, knobs[info.name] ?? info.usual] as const);
  const kept = Object.fromEntries(sound);
  return sameKnobs(kept, knobs) ? knobs : kept;
}

/** turned is the knobs with one of them at another value. */
export function turned(knobs: Knobs, info: KnobInfo, value: number): Knobs {
  const others = Object.entries(knobs).filter(([name]) => name !== info.name);
  return Object.fromEntries(value === info.usual ? others : [...others, [info.name, value]]);
}

const units: readonly (readonly [names: readonly string[], ns: number])[] = [
  [['h'], 3_600e9],
  [['min', 'm'], 60e9],
  [['s'], 1e9],
  [['ms'], 1e6],
  [['µs', 'us', 'μs'], 1e3],
  [['ns'], 1],
];

/** knobText writes a value as it stands in the field: exactly. */
export function knobText(info: KnobInfo, value: number): string {
  if (info.kind === 'flag') return value === 0 ? 'off' : 'on';
  if (info.kind === 'percent') return `${value} %`;
  if (info.kind === 'MiB') return value === 0 ? 'none' : `${value} MiB`;
  if (info.kind !== 'time') return String(value);
  if (value === 0) return '0';
  // The largest unit that needs no more than three decimals.
  const fits = units.find(([, ns]) => value >= ns && Number.isInteger((value * 1_000) / ns));
  const [names, ns] = fits ?? [['ns'], 1];
  return `${value / ns} ${names[0] ?? ''}`;
}

/** readKnob reads what somebody typed; null: it is no value of this kind. */
export function readKnob(info: KnobInfo, text: string): number | null {
  const clean = text.trim().toLowerCase();
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-zµμ%]*)$/.exec(clean) ?? [];
  if (info.kind === 'MiB' && clean === 'none') return 0;
  if (digits === undefined) return null;
  const number = Number(digits);
  if (info.kind !== 'time') {
    const expected = { percent: '%', MiB: 'mib', flag: '', count: '', powerOfTwo: '' }[info.kind];
    return unit === '' || unit === expected ? number : null;
  }
  if (number === 0) return 0;
  const scale = units.find(([names]) => names.includes(unit))?.[1];
  return scale === undefined ? null : Math.round(number * scale);
}

/** knobRange says what a knob takes. */
export function knobRange(info: KnobInfo): string {
  const ends = `from ${knobText(info, info.min)} to ${knobText(info, info.max)}`;
  if (info.kind === 'time') return `a time such as 20 ms, ${ends}`;
  if (info.kind === 'powerOfTwo') return `a power of two ${ends}`;
  if (info.kind === 'MiB') return `a number of MiB up to ${info.max}, 0 for none`;
  return `a whole number ${ends}`;
}

/** findKnobs are the knobs that hold every word of a search. */
export function findKnobs(knobs: readonly KnobInfo[], search: string): readonly KnobInfo[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return knobs.filter((info) => {
    const text =
      `${info.title} ${info.name} ${info.what} ${info.go} ${knobGroups[info.group]}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** presetOf is the preset that the settings are, if they are one. */
export function presetOf(
  table: KnobTable,
  knobs: Knobs,
  preempt: PreemptMode,
): KnobPreset | undefined {
  return table.presets.find((one) => one.preempt === preempt && sameKnobs(one.settings, knobs));
}
