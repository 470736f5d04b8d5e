// Computed questions: an instance of one under a seed, with its answer found by running.
import { EventType } from '../engine/event_types';
import { isSystem, type Picture } from '../engine/picture';
import { RecordReader } from '../engine/records';
import { formatNs } from '../model/format';
import type { State } from './figures';
import { type ComputedQuestion, type Prose, scheduleOf, type Sought, type Subject } from './lab';
import { atMoment, type Found, type Place, type Standing } from './moments';
import { pickWords } from './names';
import { readProse } from './prose';
import type { LabEngine } from './run_once';

/** Instance is a question under one seed. `answer` is among `options` when there are any. */
export interface Instance {
  readonly question: string;
  readonly seed: number;
  /** The run that is asked about, and where it stands: what the learner may see of it. */
  readonly schedule: string;
  readonly place: Place;
  /** What stands for {g} and the like in the text. */
  readonly values: Readonly<Record<string, string>>;
  readonly form: 'choice' | 'number' | 'text';
  readonly options: readonly string[];
  readonly answer: string;
}

/** Seeds that are tried for an instance before giving up. */
const triesMax = 20;
const offeredMax = 6;
const nobody = 'none';
const answerMax = 4000;

const stateWords: Readonly<Record<State | 'ended', string>> = {
  running: 'running',
  runnable: 'runnable',
  waiting: 'waiting',
  syscall: 'in a system call',
  ended: 'ended',
};

interface Answered {
  readonly form: Instance['form'];
  readonly options: readonly string[];
  readonly answer: string;
}

const number = (value: number): Answered => ({
  form: 'number',
  options: [],
  answer: String(value),
});

// The program's goroutines that a picture names, those about to run first.
function named(picture: Picture): number[] {
  const found = new Set<number>();
  const add = (g: number, start: number): void => {
    if (g !== 0 && !isSystem(start)) found.add(g);
  };
  const addList = (list: Picture['global']): void =>
    list.ids.forEach((g, index) => add(g, list.functions[index] ?? 0));
  for (const pp of picture.procs) add(pp.runnext, pp.runnextFunction);
  for (const pp of picture.procs) addList(pp.queue);
  addList(picture.global);
  for (const pp of picture.procs) add(pp.g, pp.gFunction);
  for (const { list } of picture.groups) addList(list);
  return [...found];
}

// A goroutine among those that it might have been.
function goroutine(g: number, picture: Picture, noneToo: boolean): Answered | null {
  const others = named(picture).filter((one) => one !== g);
  const room = offeredMax - (g === 0 ? 0 : 1) - (noneToo || g === 0 ? 1 : 0);
  const offered = [...others.slice(0, room), ...(g === 0 ? [] : [g])].sort((a, b) => a - b);
  const options = offered.map((one) => `G${one}`);
  if (noneToo || g === 0) options.push(nobody);
  if (options.length < 2) return null;
  return { form: 'choice', options, answer: g === 0 ? nobody : `G${g}` };
}

const pickOffered = [1, 2, 3, 4, 6, 7];

function pickAnswer(branch: number): Answered {
  const offered = [...new Set([...pickOffered, branch])].sort((a, b) => a - b);
  const word = (one: number): string => pickWords[one] ?? '';
  return { form: 'choice', options: offered.map(word), answer: word(branch) };
}

// The next start of a goroutine of the program, on a P or anywhere.
async function nextStart(standing: Standing, p: number | null) {
  let found: { readonly g: number; readonly branch: number } | null = null;
  await standing.go({}, () => {
    const reader = new RecordReader(standing.fresh);
    for (let index = 0; index < reader.count && !found; index++) {
      const r = reader.at(index);
      if (r.type !== EventType.goStart || standing.figures.isSystem(r.g)) continue;
      if (p === null || r.p === p) found = { g: r.g, branch: r.sub };
    }
    return found === null;
  });
  return found as { readonly g: number; readonly branch: number } | null;
}

const which = (subject: Subject, its: number | null): number | null =>
  subject === 'it' ? its : subject;

async function next(
  { standing, place }: Found,
  { kind, p: subject }: Extract<Sought, { kind: 'next G' | 'next pick' }>,
): Promise<Answered | null> {
  const p = subject === null ? null : which(subject, place.p);
  if (subject !== null && p === null) return null;
  const { picture } = standing;
  const start = await nextStart(standing, p);
  if (!start) return null;
  return kind === 'next G' ? goroutine(start.g, picture, false) : pickAnswer(start.branch);
}

function ofProc(
  { standing, place }: Found,
  { kind, p: subject }: Extract<Sought, { kind: 'running on' | 'runnext of' | 'runq of' }>,
): Answered | null {
  const { picture } = standing;
  const pp = picture.procs.find(({ id }) => id === which(subject, place.p));
  if (!pp) return null;
  if (kind === 'runq of') return number(pp.queue.length);
  const [g, start] =
    kind === 'running on' ? [pp.g, pp.gFunction] : [pp.runnext, pp.runnextFunction];
  return goroutine(isSystem(start) ? 0 : g, picture, true);
}

function lineOf(text: string, line: number): string | null {
  if (line === 0) return text.replace(/\n+$/, '');
  return text.split('\n')[line - 1] ?? null;
}

async function answerOf(found: Found, sought: Sought): Promise<Answered | null> {
  const { standing, place } = found;
  const { figures } = standing;
  switch (sought.kind) {
    case 'next G':
    case 'next pick':
      return next(found, sought);
    case 'running on':
    case 'runnext of':
    case 'runq of':
      return ofProc(found, sought);
    case 'status of': {
      const g = which(sought.g, place.g);
      if (g === null || figures.isSystem(g)) return null;
      const answer = stateWords[figures.stateOf(g) ?? 'ended'];
      return { form: 'choice', options: Object.values(stateWords), answer };
    }
    case 'goroutines':
      return number(figures.numberIn(null));
    case 'runnable':
    case 'waiting':
    case 'running':
      return number(figures.numberIn(sought.kind));
    case 'global queue':
      return number(standing.picture.global.length);
    case 'idle Ps':
      return number(standing.picture.procs.filter(({ alive, idle }) => alive && idle).length);
    case 'threads':
      return number(standing.picture.threads.filter(({ state }) => state !== 'gone').length);
    case 'spinning':
      return number(standing.picture.threads.filter(({ state }) => state === 'spinning').length);
    case 'count':
      return number(figures.count(EventType[sought.event], sought.sub));
    case 'exit':
      return number(standing.run.exitCode);
    case 'output': {
      const answer = lineOf(standing.output.text.stdout, sought.line);
      if (answer === null || answer.length > answerMax) return null;
      return { form: 'text', options: [], answer };
    }
  }
}

function valuesOf(question: ComputedQuestion, seed: number, place: Place): Record<string, string> {
  const { g, p, m, line, timeNs } = place;
  return {
    seed: String(seed),
    procs: String(question.machine.procs),
    time: formatNs(timeNs),
    ...(g === null ? {} : { g: `G${g}` }),
    ...(p === null ? {} : { p: `P${p}` }),
    ...(m === null ? {} : { m: `M${m}` }),
    ...(line === 0 ? {} : { line: String(line) }),
  };
}

/** instanceOf makes the instance of a seed, or null: this seed gives none. Throws ProgramRefused. */
export async function instanceOf(
  engine: LabEngine,
  question: ComputedQuestion,
  source: string,
  seed: number,
): Promise<Instance | null> {
  const { id, machine, at, answer: sought, ask } = question;
  const start = { engine, source, schedule: scheduleOf(machine, seed) };
  return atMoment(start, at, seed, async (found): Promise<Instance | null> => {
    const { place } = found;
    const { schedule } = found.standing.run;
    const values = valuesOf(question, seed, place);
    const needed = [...ask.matchAll(/\{(\w{1,20})\}/g)].map(([, name = '']) => name);
    if (!needed.every((name) => name in values)) return null;
    const answered = await answerOf(found, sought);
    return answered && { question: id, seed, schedule, place, values, ...answered };
  });
}

/** freshInstance makes one of the first seeds from `seed` on that give any, or null. */
export async function freshInstance(
  engine: LabEngine,
  question: ComputedQuestion,
  source: string,
  seed: number,
): Promise<Instance | null> {
  const { firstSeed, lastSeed } = question;
  const count = lastSeed - firstSeed + 1;
  for (let tries = 0; tries < Math.min(triesMax, count); tries++) {
    const next = firstSeed + ((((seed - firstSeed + tries) % count) + count) % count);
    const instance = await instanceOf(engine, question, source, next);
    if (instance) return instance;
  }
  return null;
}

/** askProse is the text of an instance. */
export function askProse(question: ComputedQuestion, values: Instance['values']): Prose {
  const text = question.ask.replace(/\{(\w{1,20})\}/g, (all, name: string) => values[name] ?? all);
  return readProse(text, question.line + 1).value;
}
