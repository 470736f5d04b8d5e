// Verifying a hand-in: everything that can be right or wrong in a lab is run again with what the
// learner handed in. Nothing that a hand-in says about results is looked at, since it says nothing.
import { type Answer, rightAnswer, rightForInstance } from './answers';
import { type Instance, instanceOf } from './ask';
import { decodeHandIn, type HandIn } from './handin';
import {
  type Check,
  type ComputedQuestion,
  type Lab,
  type Level,
  type Part,
  partsOf,
  programOf,
  type Question,
} from './lab';
import { judgeLevel } from './levels';
import { ProgramRefused } from './moments';
import { parseLab } from './parse';
import { printable } from './printable';
import { type CheckReport, runCheck } from './run_check';
import type { LabEngine } from './run_once';

/** Item is one thing of a lab that is right or not. */
export interface Item {
  readonly kind: 'check' | 'question' | 'level';
  readonly id: string;
  readonly line: number;
  readonly passed: boolean;
  /** What was found; for a check one line for each assertion that failed. */
  readonly found: readonly string[];
}

export interface StepReport {
  /** The heading, '' for what stands before the first. */
  readonly title: string;
  readonly items: readonly Item[];
}

export interface Verification {
  readonly lab: Lab;
  readonly handIn: HandIn;
  /** Whether it was done with this very file. */
  readonly sameFile: boolean;
  readonly steps: readonly StepReport[];
  readonly passed: number;
  readonly total: number;
}

export type Verified =
  | { readonly ok: true; readonly verification: Verification }
  /** There is nothing to verify; `message` says why. */
  | { readonly ok: false; readonly message: string };

const notHandedIn = 'not handed in';

/** failuresOf says in words why a check did not pass. */
export function failuresOf(report: CheckReport): string[] {
  const { assertions, counterexample, diagnostics } = report;
  const failed = assertions
    .filter(({ state }) => state === 'failed')
    .map(({ text, found }) => `${text}: ${found}`);
  const where = counterexample
    ? [`first with seed ${counterexample.seed}: ${counterexample.schedule}`]
    : [];
  const errors = diagnostics
    .slice(0, 5)
    .map(({ line, message }) => (line > 0 ? `line ${line}: ${message}` : message));
  return [...errors, ...failed, ...where];
}

async function checkItem(engine: LabEngine, check: Check, handIn: HandIn): Promise<Item> {
  const { id, line, program } = check;
  const source = handIn.programs[program];
  const item = { kind: 'check', id: `${program}, ${id}`, line } as const;
  if (source === undefined) return { ...item, passed: false, found: [notHandedIn] };
  const report = await runCheck(engine, check, source);
  return { ...item, passed: report.passed, found: failuresOf(report) };
}

/** instanceAsked is the instance that an answer was given to, or null. Throws ProgramRefused. */
export async function instanceAsked(
  engine: LabEngine,
  lab: Lab,
  question: ComputedQuestion,
  answer: Answer,
): Promise<Instance | null> {
  const { firstSeed, lastSeed, program } = question;
  if (!('seed' in answer) || answer.seed < firstSeed || answer.seed > lastSeed) return null;
  return instanceOf(engine, question, programOf(lab, program).source, answer.seed);
}

async function questionItem(
  engine: LabEngine,
  lab: Lab,
  question: Question,
  answer: Answer | undefined,
): Promise<Item> {
  const { id, line } = question;
  const item = (passed: boolean, ...found: string[]): Item => {
    return { kind: 'question', id, line, passed, found };
  };
  if (!answer) return item(false, notHandedIn);
  if (question.kind !== 'computed') {
    const right = rightAnswer(question, answer);
    return right ? item(true) : item(false, 'the answer is not right');
  }
  const instance = await instanceAsked(engine, lab, question, answer);
  if (!instance || !('text' in answer)) return item(false, 'there is no such instance');
  const right = rightForInstance(instance, answer.text);
  const seed = `seed ${instance.seed}`;
  return right ? item(true, seed) : item(false, `the answer is not right (${seed})`);
}

async function levelItem(engine: LabEngine, lab: Lab, level: Level, handIn: HandIn): Promise<Item> {
  const { id, line, program } = level;
  const overrides = handIn.levels[id];
  if (!overrides) return { kind: 'level', id, line, passed: false, found: [notHandedIn] };
  const report = await judgeLevel(engine, level, programOf(lab, program).source, overrides);
  const found = report.won
    ? [`${report.used} of ${report.allowed} choices`]
    : [...report.diagnostics.map(({ message }) => message), report.found].filter(
        (one) => one !== '',
      );
  return { kind: 'level', id, line, passed: report.won, found };
}

async function itemOf(
  engine: LabEngine,
  lab: Lab,
  part: Part,
  handIn: HandIn,
): Promise<Item | null> {
  if (part.kind === 'check') return checkItem(engine, part.check, handIn);
  if (part.kind === 'level') return levelItem(engine, lab, part.level, handIn);
  if (part.kind !== 'question') return null;
  const { question } = part;
  try {
    return await questionItem(engine, lab, question, handIn.answers[question.id]);
  } catch (error) {
    if (!(error instanceof ProgramRefused)) throw error;
    const { id, line } = question;
    return { kind: 'question', id, line, passed: false, found: [error.message] };
  }
}

/** verify does a hand-in again; `progress` hears how many items are done, of how many. */
export async function verify(
  engine: LabEngine,
  labText: string,
  handInText: string,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<Verified> {
  const { lab, mistakes } = parseLab(labText);
  const [mistake] = mistakes;
  if (!lab || mistake) {
    const where = mistake ? `line ${mistake.line}: ${mistake.message}` : 'it cannot be read';
    return { ok: false, message: `The lab is not in order: ${where}` };
  }
  const decoded = await decodeHandIn(handInText);
  if (!decoded.ok) return decoded;
  const { handIn } = decoded;
  if (handIn.lab !== lab.id) {
    return { ok: false, message: `The hand-in is for the lab '${handIn.lab}', not '${lab.id}'.` };
  }
  const kinds = ['check', 'question', 'level'];
  const parts = partsOf(lab).filter(({ part }) => kinds.includes(part.kind));
  const steps: { title: string; items: Item[] }[] = [];
  let last: unknown;
  for (const [index, { step, part }] of parts.entries()) {
    if (steps.length === 0 || step !== last)
      steps.push({ title: step?.titleText ?? '', items: [] });
    last = step;
    const item = await itemOf(engine, lab, part, handIn);
    if (item) steps.at(-1)?.items.push(item);
    progress(index + 1, parts.length);
  }
  const items = steps.flatMap((step) => step.items);
  const passed = items.filter((item) => item.passed).length;
  const sameFile = handIn.hash === lab.hash;
  return { ok: true, verification: { lab, handIn, sameFile, steps, passed, total: items.length } };
}

/** reportOf writes a verification as plain text. */
export function reportOf({ lab, handIn, sameFile, steps, passed, total }: Verification): string {
  const lines = [
    `${lab.title} (${lab.id})`,
    `handed in${handIn.name === '' ? '' : ` by ${handIn.name}`}, ${handIn.when}`,
  ];
  if (!sameFile) lines.push('It was done with another version of this lab; this one was checked.');
  for (const { title, items } of steps) {
    lines.push('', title === '' ? 'Before the first step' : title);
    for (const item of items) {
      lines.push(`  ${item.passed ? 'ok    ' : 'FAILED'}  ${item.kind} ${item.id}`);
      lines.push(...item.found.map((found) => `            ${found}`));
    }
  }
  lines.push('', `${passed} of ${total} right`);
  return `${lines.map(printable).join('\n')}\n`;
}
