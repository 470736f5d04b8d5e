// What somebody has done in the labs, kept in this browser: answers, programs, levels won. It can be
// written to a file and read back, elsewhere or later. A stored or imported entry is read field by
// field: what is damaged is left out.
import { fieldsOf, readStored, writeStored } from './storage';

export interface LabAnswer {
  /** Of the instance; 0 for a question that has only one. */
  readonly seed: number;
  readonly given: readonly string[];
  readonly right: boolean;
}

/** LabRecord is what was done in one lab; the keys are names of questions, starters and levels. */
export interface LabRecord {
  readonly answers: Readonly<Record<string, LabAnswer>>;
  /** Programs as they are being written. */
  readonly drafts: Readonly<Record<string, string>>;
  /** The last program that passed its checks. */
  readonly passed: Readonly<Record<string, string>>;
  /** Decisions that reached the goal: `decision:alternative`, joined with `+`. */
  readonly levels: Readonly<Record<string, string>>;
  /** How many hints were looked at, and which solutions. */
  readonly hints: Readonly<Record<string, number>>;
  readonly solutions: readonly string[];
  /** How often a starter was checked. */
  readonly attempts: Readonly<Record<string, number>>;
  /** The page last looked at: 0 is the introduction. */
  readonly page: number;
  /** Everything it asks for is done. */
  readonly done: boolean;
}

/** Progress is every lab's record: by id for the course, by address for others. */
export type Progress = Readonly<Record<string, LabRecord>>;

export const emptyRecord: LabRecord = {
  answers: {},
  drafts: {},
  passed: {},
  levels: {},
  hints: {},
  solutions: [],
  attempts: {},
  page: 0,
  done: false,
};

const storageKey = 'gopark.labs';
const fileVersion = 1;
const textMax = 100_000;
const namesMax = 200;
const labsMax = 500;
/** An exported file may be so large. */
export const progressBytesMax = 8_000_000;

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= textMax;
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

function read<T>(value: unknown, one: (value: unknown) => T | null): Record<string, T> {
  const entries = Object.entries(fieldsOf(value)).slice(0, namesMax);
  return Object.fromEntries(
    entries.flatMap(([key, given]) => {
      const found = one(given);
      return found === null ? [] : [[key, found] as const];
    }),
  );
}

const textOrNull = (value: unknown) => (isText(value) ? value : null);
const countOrNull = (value: unknown) => (isCount(value) ? value : null);
const textsOf = (value: unknown) =>
  (Array.isArray(value) ? (value as unknown[]) : []).filter(isText).slice(0, namesMax);

function readAnswer(value: unknown): LabAnswer | null {
  const { seed, given, right } = fieldsOf(value);
  if (!isCount(seed) || typeof right !== 'boolean') return null;
  return { seed, given: textsOf(given), right };
}

function readRecord(value: unknown): LabRecord {
  const fields = fieldsOf(value);
  const { page } = fields;
  return {
    answers: read(fields['answers'], readAnswer),
    drafts: read(fields['drafts'], textOrNull),
    passed: read(fields['passed'], textOrNull),
    levels: read(fields['levels'], textOrNull),
    hints: read(fields['hints'], countOrNull),
    solutions: textsOf(fields['solutions']),
    attempts: read(fields['attempts'], countOrNull),
    page: isCount(page) ? page : 0,
    done: fields['done'] === true,
  };
}

function readProgress(value: unknown): Progress {
  const entries = Object.entries(fieldsOf(value)).slice(0, labsMax);
  return Object.fromEntries(entries.map(([key, record]) => [key, readRecord(record)]));
}

/** parseProgress reads what was stored; null and damaged text are no progress. */
export function parseProgress(text: string | null): Progress {
  try {
    return readProgress(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

export function loadProgress(): Progress {
  return parseProgress(readStored(storageKey));
}

export function saveProgress(progress: Progress): void {
  writeStored(storageKey, progress);
}

/** exportProgress is the text of a file that importProgress reads. */
export function exportProgress(progress: Progress): string {
  return `${JSON.stringify({ goparkLabs: fileVersion, labs: progress }, null, 1)}\n`;
}

export type Imported =
  | { readonly ok: true; readonly progress: Progress }
  | { readonly ok: false; readonly message: string };

/** importProgress reads an exported file. */
export function importProgress(text: string): Imported {
  const refuse = (message: string): Imported => ({ ok: false, message });
  if (text.length > progressBytesMax) return refuse('The file is too large to be one of ours.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('The file is no export of labs: it cannot be read.');
  }
  const { goparkLabs, labs } = fieldsOf(value);
  if (goparkLabs === undefined) return refuse('The file is no export of labs.');
  if (goparkLabs !== fileVersion) {
    return refuse('The file is of another version than this page reads.');
  }
  return { ok: true, progress: readProgress(labs) };
}

function mergeRecord(mine: LabRecord, other: LabRecord): LabRecord {
  const answers = { ...other.answers, ...mine.answers };
  for (const [name, answer] of Object.entries(other.answers)) {
    if (answer.right && !mine.answers[name]?.right) answers[name] = answer;
  }
  return {
    answers,
    drafts: { ...other.drafts, ...mine.drafts },
    passed: { ...other.passed, ...mine.passed },
    levels: { ...other.levels, ...mine.levels },
    hints: { ...other.hints, ...mine.hints },
    solutions: [...new Set([...mine.solutions, ...other.solutions])],
    attempts: { ...other.attempts, ...mine.attempts },
    page: mine.page > 0 ? mine.page : other.page,
    done: mine.done || other.done,
  };
}

/** mergeProgress adds what another browser knows; nothing done or written here is lost. */
export function mergeProgress(mine: Progress, other: Progress): Progress {
  const merged: Record<string, LabRecord> = { ...mine };
  for (const [key, record] of Object.entries(other)) {
    merged[key] = mergeRecord(mine[key] ?? emptyRecord, record);
  }
  return merged;
}
