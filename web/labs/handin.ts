// A hand-in: what a learner did in a lab, as a text to be mailed or pasted somewhere. It holds what was
// done and no result: whoever wants to know runs it again (verify.ts). A hand-in comes from anywhere,
// so it is bounded before it is unpacked, and what is not as it should be counts as absent.
//
//   gopark-handin-1.TEXT     the version, and JSON, deflated and base64url-encoded
import { pack, unpack } from '../model/packing';
import { fieldsOf } from '../model/storage';
import type { Answer } from './answers';
import type { Lab } from './lab';
import type { Overrides } from './levels';
import { printable } from './printable';

const version = 1;
const start = `gopark-handin-${version}.`;
const encodedMax = 1_000_000;
const decodedMax = 4_000_000;
const entriesMax = 250;
const textMax = 70_000;
const nameMax = 200;

export interface HandIn {
  /** The lab's id, and the hash of the file it was done with. */
  readonly lab: string;
  readonly hash: string;
  /** The learner's, '' when none was given. */
  readonly name: string;
  /** When it was made, as ISO 8601. */
  readonly when: string;
  /** By the names of starters. */
  readonly programs: Readonly<Record<string, string>>;
  /** By the names of questions. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** By the names of levels. */
  readonly levels: Readonly<Record<string, Overrides>>;
}

/** Work is what a learner did, before it is handed in. */
export type Work = Pick<HandIn, 'programs' | 'answers' | 'levels'>;

/** handInOf makes a hand-in of the work on a lab. */
export function handInOf(lab: Lab, work: Work, name: string, when: Date): HandIn {
  return { lab: lab.id, hash: lab.hash, name, when: when.toISOString(), ...work };
}

/** encodeHandIn makes the text. */
export async function encodeHandIn(handIn: HandIn): Promise<string> {
  return start + (await pack(JSON.stringify(handIn)));
}

export type DecodedHandIn =
  | { readonly ok: true; readonly handIn: HandIn }
  /** `message` says in plain words what is wrong with the text. */
  | { readonly ok: false; readonly message: string };

function textOf(value: unknown, max: number): string {
  return typeof value === 'string' ? printable(value.slice(0, max)) : '';
}

function recordOf<T>(value: unknown, read: (one: unknown) => T | null): Record<string, T> {
  const found: [string, T][] = [];
  for (const [name, one] of Object.entries(fieldsOf(value)).slice(0, entriesMax)) {
    const entry = /^[a-z\d-]{1,60}$/.test(name) ? read(one) : null;
    if (entry !== null) found.push([name, entry]);
  }
  return Object.fromEntries(found);
}

const isIndex = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

function answerOf(value: unknown): Answer | null {
  const { options, text, seed } = fieldsOf(value);
  if (Array.isArray(options)) {
    const list: readonly unknown[] = options;
    return { options: list.filter(isIndex).slice(0, entriesMax) };
  }
  if (typeof text !== 'string' || text.length > textMax) return null;
  return isIndex(seed) ? { seed, text } : { text };
}

function overridesOf(value: unknown): Overrides | null {
  if (!Array.isArray(value)) return null;
  const list: readonly unknown[] = value;
  return list
    .slice(0, entriesMax)
    .filter((one): one is [number, number] => {
      return Array.isArray(one) && one.length === 2 && one.every(isIndex);
    })
    .map(([decision, alternative]) => [decision, alternative] as const);
}

const sourceOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= textMax ? value : null;

function readHandIn(value: unknown): HandIn {
  const fields = fieldsOf(value);
  return {
    lab: textOf(fields['lab'], nameMax),
    hash: textOf(fields['hash'], nameMax),
    name: textOf(fields['name'], nameMax),
    when: textOf(fields['when'], nameMax),
    programs: recordOf(fields['programs'], sourceOf),
    answers: recordOf(fields['answers'], answerOf),
    levels: recordOf(fields['levels'], overridesOf),
  };
}

/** decodeHandIn reads the text, with blanks and line breaks that a mail put into it. */
export async function decodeHandIn(given: string): Promise<DecodedHandIn> {
  const refuse = (message: string): DecodedHandIn => ({ ok: false, message });
  if (given.length > encodedMax) return refuse('The hand-in is too long to be one of ours.');
  const text = given.replace(/\s+/g, '');
  const [, number, packed] = /^gopark-handin-(\d{1,4})\.([\w-]*)$/.exec(text) ?? [];
  if (number === undefined || packed === undefined) {
    return refuse(`This is no hand-in: one begins with ${start}`);
  }
  if (Number(number) !== version) {
    return refuse(
      `The hand-in is of version ${number}, and this Gopark reads version ${version}: it was made by another one.`,
    );
  }
  try {
    return { ok: true, handIn: readHandIn(JSON.parse(await unpack(packed, decodedMax))) };
  } catch (error) {
    if (error instanceof RangeError) return refuse('The hand-in unpacks to more than a lab needs.');
    return refuse('The hand-in is damaged: a part of it is missing or was changed.');
  }
}
