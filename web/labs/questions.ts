// What stands in question and level blocks: text, then fields.
import { choiceKinds, type ChoiceKind } from '../engine/sim_protocol';
import { assertionOf, defaultLimitNs, limitField } from './check_words';
import {
  duration,
  type Field,
  machineField,
  machineKeys,
  nearest,
  type Notes,
  quoted,
  seedMax,
  seedRange,
  wholeNumber,
} from './fields';
import {
  type Assertion,
  countNames,
  type Level,
  type Machine,
  type Moment,
  type Option,
  type Question,
  type Sought,
  type Subject,
  type Wrong,
} from './lab';
import { namedEvent } from './names';
import { readInline, readProse } from './prose';

const optionsMax = 12;
const overridesMax = 200;
const occurrenceMax = 1_000_000;

const fieldKeys = {
  choice: ['explain'],
  choices: ['explain'],
  number: ['answer', 'unit', 'explain'],
  text: ['answer', 'explain'],
  computed: [...machineKeys, 'program', 'seeds', 'at', 'answer', 'explain'],
  level: [...machineKeys, 'program', 'seed', 'choices', 'ask', 'limit', 'goal', 'solution'],
} as const;

type Kind = keyof typeof fieldKeys;

const allKeys = new Set<string>(Object.values(fieldKeys).flat());

/** QuestionPlace is what a block of the lab is surrounded by. */
export interface QuestionPlace {
  readonly id: string;
  /** Of the opening fence. */
  readonly line: number;
  /** The program before it, '' when there is none. */
  readonly program: string;
  readonly machine: Machine;
  readonly seed: number;
}

interface Body {
  readonly ask: string;
  readonly options: readonly Option[];
  readonly fields: readonly Field[];
  readonly explain: { readonly text: string; readonly line: number };
}

// Text up to the first option or field, then options and fields; explain: goes on to the end.
function bodyOf(text: string, kind: Kind, place: QuestionPlace, notes: Notes): Body {
  const ask: string[] = [];
  const options: Option[] = [];
  const fields: Field[] = [];
  const lines = text.split('\n');
  let explain = { text: '', line: place.line };
  for (const [index, raw] of lines.entries()) {
    const line = place.line + 1 + index;
    const [, mark, option] = /^- \[([ xX])\]\s+(.+)$/.exec(raw) ?? [];
    const [, key = '', value = ''] = /^([a-z]+):(?:\s+(.*))?$/.exec(raw) ?? [];
    if (option !== undefined && (kind === 'choice' || kind === 'choices')) {
      const { value: inline, mistakes } = readInline(option, line);
      notes.addAll(mistakes);
      options.push({ text: inline, right: mark !== ' ' });
    } else if (allKeys.has(key) && (fieldKeys[kind] as readonly string[]).includes(key)) {
      if (key === 'explain') {
        explain = { text: [value, ...lines.slice(index + 1)].join('\n'), line };
        break;
      }
      fields.push({ key, value: quoted(value.trim()), line });
    } else if (fields.length > 0 || options.length > 0) {
      if (raw.trim() !== '') {
        const words: readonly string[] = fieldKeys[kind];
        const near = key === '' ? '' : nearest(key, words);
        notes.add(line, `here belongs a field (${words.join(', ')})${near}`);
      }
    } else ask.push(raw);
  }
  if (ask.join('').trim() === '') notes.add(place.line, 'this block begins with what is asked');
  return { ask: ask.join('\n').trim(), options, fields, explain };
}

function single(fields: readonly Field[], notes: Notes, repeated: readonly string[] = []) {
  const found = new Map<string, Field>();
  for (const field of fields) {
    if (found.has(field.key) && !repeated.includes(field.key)) {
      notes.add(field.line, `${field.key} stands here twice`);
    } else if (!found.has(field.key)) found.set(field.key, field);
  }
  return found;
}

const wrong = (message: string): Wrong => ({ wrong: message });

// A goroutine or P: G7, P0, or the moment's.
function subject(text: string, letter: 'G' | 'P'): { readonly which: Subject } | Wrong {
  const it = `{${letter.toLowerCase()}}`;
  if (text === it || text === letter + it) return { which: 'it' };
  const number = new RegExp(`^${letter}(\\d{1,9})$`).exec(text)?.[1];
  if (number === undefined) return wrong(`'${text}' is no ${letter}, as ${letter}1 or ${it}`);
  return { which: Number(number) };
}

/** momentOf reads the value of `at`. */
export function momentOf(text: string): Moment | Wrong {
  if (text === 'end') return { kind: 'end' };
  const [, time] = /^time (\S+)$/.exec(text) ?? [];
  if (time !== undefined) {
    const ns = duration(time);
    return ns === null ? wrong(`'${time}' is no duration, as 5ms`) : { kind: 'time', ns };
  }
  const [, any, rest = '', number] = /^(any )?(.+?)(?: #(\d{1,7}))?$/.exec(text) ?? [];
  if (any !== undefined && number !== undefined) return wrong('either any or a number, not both');
  const occurrence = any === undefined ? Number(number ?? 1) : 0;
  if (any === undefined && (occurrence < 1 || occurrence > occurrenceMax)) {
    return wrong(`a number from 1 to ${occurrenceMax} belongs after #`);
  }
  const [, after, line] = /^(after )?line (\d{1,6})$/.exec(rest) ?? [];
  if (line !== undefined) {
    return { kind: 'line', after: after !== undefined, line: Number(line), occurrence };
  }
  const [, event] = /^event (.+)$/.exec(rest) ?? [];
  if (event === undefined) return wrong('a moment is a line, an event, a time or the end');
  const named = namedEvent(event);
  return 'wrong' in named ? named : { kind: 'event', ...named, occurrence };
}

/** soughtOf reads the value of `answer` of a computed question. */
export function soughtOf(text: string): Sought | Wrong {
  const plain = countNames.find((name) => name === text);
  if (plain) return { kind: plain };
  if (text === 'output') return { kind: 'output', line: 0 };
  const [, line] = /^output line ([1-9]\d{0,5})$/.exec(text) ?? [];
  if (line !== undefined) return { kind: 'output', line: Number(line) };
  const [, event] = /^count (.+)$/.exec(text) ?? [];
  if (event !== undefined) {
    const named = namedEvent(event);
    return 'wrong' in named ? named : { kind: 'count', ...named };
  }
  const [, next, on] = /^(next G|next pick)(?: on (\S+))?$/.exec(text) ?? [];
  if (next !== undefined) {
    if (on === undefined) return { kind: next as 'next G', p: null };
    const p = subject(on, 'P');
    return 'wrong' in p ? p : { kind: next as 'next G', p: p.which };
  }
  const [, of, what = ''] = /^(running on|runnext of|runq of|status of) (\S+)$/.exec(text) ?? [];
  if (of === undefined) return wrong(`'${text}' is nothing that can be computed`);
  const found = subject(what, of === 'status of' ? 'G' : 'P');
  if ('wrong' in found) return found;
  if (of === 'status of') return { kind: of, g: found.which };
  return { kind: of as 'runq of', p: found.which };
}

function machineOf(fields: ReadonlyMap<string, Field>, machine: Machine, notes: Notes): Machine {
  return machineKeys.reduce((changed, key) => {
    const field = fields.get(key);
    return field ? machineField(changed, field, notes) : changed;
  }, machine);
}

function programName(
  fields: ReadonlyMap<string, Field>,
  place: QuestionPlace,
  notes: Notes,
): string {
  const name = fields.get('program')?.value ?? place.program;
  if (name === '') notes.add(place.line, 'there is no program before this block: name one');
  return name;
}

// What follows from a number answer: `3` or `3..5`.
function numberRange(value: string): { least: number; most: number } | null {
  const [, from, to] =
    /^(-?\d{1,12}(?:\.\d{1,6})?)(?:\.\.(-?\d{1,12}(?:\.\d{1,6})?))?$/.exec(value) ?? [];
  if (from === undefined) return null;
  const range = { least: Number(from), most: Number(to ?? from) };
  return range.least <= range.most ? range : null;
}

const placeholders = ['g', 'p', 'm', 'line', 'time', 'seed', 'procs'];

function checkPlaceholders(ask: string, at: Moment, line: number, notes: Notes): void {
  for (const [all, name = ''] of ask.matchAll(/\{(\w{1,20})\}/g)) {
    if (!placeholders.includes(name)) notes.add(line, `${all} stands for nothing`);
    else if (name === 'line' && at.kind !== 'line') {
      notes.add(line, '{line} belongs to a moment at a line');
    }
  }
}

function needsMoment(answer: Sought): boolean {
  return ('p' in answer && answer.p === 'it') || ('g' in answer && answer.g === 'it');
}

/** questionOf reads a question block of a known kind; null: it cannot be asked. */
export function questionOf(
  kind: Question['kind'],
  text: string,
  place: QuestionPlace,
  notes: Notes,
): Question | null {
  const body = bodyOf(text, kind, place, notes);
  const { value: prose, mistakes } = readProse(body.ask, place.line + 1);
  notes.addAll(mistakes);
  const explained = readProse(body.explain.text, body.explain.line);
  notes.addAll(explained.mistakes);
  const { id, line } = place;
  const asked = { id, line, ask: body.ask, prose, explain: explained.value };
  const fields = single(body.fields, notes, kind === 'text' ? ['answer'] : []);
  const answer = fields.get('answer');
  if (kind === 'choice' || kind === 'choices') {
    const right = body.options.filter((option) => option.right).length;
    if (body.options.length < 2) notes.add(line, 'a choice has two options at least: - [ ] text');
    if (body.options.length > optionsMax)
      notes.add(line, `a choice has ${optionsMax} options at most`);
    if (kind === 'choice' && right !== 1)
      notes.add(line, 'exactly one option is right: - [x] text');
    return { ...asked, kind, options: body.options.slice(0, optionsMax) };
  }
  if (!answer) {
    notes.add(line, 'this question has no answer: field');
    return null;
  }
  if (kind === 'number') {
    const range = numberRange(answer.value);
    if (!range) notes.add(answer.line, 'the answer is a number, or a range as 3..5');
    return range && { ...asked, kind, ...range, unit: fields.get('unit')?.value ?? '' };
  }
  if (kind === 'text') {
    const answers = body.fields.filter(({ key }) => key === 'answer').map(({ value }) => value);
    if (answers.includes('')) notes.add(line, 'an answer is empty');
    return { ...asked, kind, answers };
  }
  const at = momentOf(fields.get('at')?.value ?? 'end');
  const sought = soughtOf(answer.value);
  const seeds = fields.get('seeds');
  const range = seeds ? seedRange(seeds.value, 1_000_000) : { first: 1, last: 1000 };
  if (!range) notes.add(seeds?.line ?? line, 'seeds takes a range, as 1..1000');
  if ('wrong' in at) notes.add(fields.get('at')?.line ?? line, at.wrong);
  if ('wrong' in sought) notes.add(answer.line, sought.wrong);
  const program = programName(fields, place, notes);
  if ('wrong' in at || 'wrong' in sought || !range) return null;
  checkPlaceholders(body.ask, at, line, notes);
  if (needsMoment(sought) && at.kind !== 'line' && at.kind !== 'event') {
    notes.add(answer.line, '{g} and {p} belong to a moment at a line or an event');
  }
  if (sought.kind === 'exit' && at.kind !== 'end') {
    notes.add(answer.line, 'the exit status is known at the end only');
  }
  return {
    ...asked,
    kind,
    program,
    machine: machineOf(fields, place.machine, notes),
    firstSeed: range.first,
    lastSeed: range.last,
    at,
    answer: sought,
  };
}

function askedKinds(field: Field | undefined, notes: Notes): readonly ChoiceKind[] {
  if (!field) return choiceKinds.filter((kind) => kind !== 'mapIteration');
  return field.value.split(',').flatMap((word): ChoiceKind[] => {
    const kind = choiceKinds.find((one) => one === word.trim());
    if (!kind)
      notes.add(
        field.line,
        `there is no choice '${word.trim()}'${nearest(word.trim(), choiceKinds)}`,
      );
    return kind ? [kind] : [];
  });
}

/** overridesOf reads `17:2+45:0`, or null. */
export function overridesOf(text: string): (readonly [number, number])[] | null {
  if (!/^\d{1,15}:\d{1,9}(\+\d{1,15}:\d{1,9})*$/.test(text)) return null;
  const list = text.split('+').map((one) => {
    const [decision = 0, alternative = 0] = one.split(':').map(Number);
    return [decision, alternative] as const;
  });
  return list.length > overridesMax ? null : list;
}

/** levelOf reads a level block. */
export function levelOf(text: string, place: QuestionPlace, notes: Notes): Level {
  const { id, line } = place;
  const body = bodyOf(text, 'level', place, notes);
  const { value: prose, mistakes } = readProse(body.ask, line + 1);
  notes.addAll(mistakes);
  const fields = single(body.fields, notes, ['goal']);
  const goal = body.fields
    .filter(({ key }) => key === 'goal')
    .map((field) => goalOf(field, notes))
    .filter((one) => one !== null);
  if (!fields.has('goal')) notes.add(line, 'this level has no goal: field');
  const choices = wholeNumber(fields.get('choices')?.value ?? '', 1, overridesMax);
  if (choices === null) {
    notes.add(
      fields.get('choices')?.line ?? line,
      `choices: takes a number from 1 to ${overridesMax}`,
    );
  }
  const solutionField = fields.get('solution');
  const solution = overridesOf(solutionField?.value ?? '');
  if (!solution) {
    notes.add(solutionField?.line ?? line, 'solution: takes decision:alternative, joined with +');
  }
  const seedField = fields.get('seed');
  const seed = seedField ? wholeNumber(seedField.value, 0, seedMax) : place.seed;
  if (seed === null) notes.add(seedField?.line ?? line, 'seed takes a number');
  const limit = fields.get('limit');
  return {
    id,
    line,
    prose,
    program: programName(fields, place, notes),
    machine: machineOf(fields, place.machine, notes),
    seed: seed ?? place.seed,
    goal,
    choices: choices ?? 1,
    ask: askedKinds(fields.get('ask'), notes),
    limitNs: limit ? limitField(limit, notes) : defaultLimitNs,
    solution: solution ?? [],
  };
}

function goalOf({ value, line }: Field, notes: Notes): Assertion | null {
  const goal = assertionOf(value, line, notes);
  if (!goal) return null;
  if (goal.mode === 'always' && goal.test.kind !== 'source' && goal.test.kind !== 'same')
    return goal;
  notes.add(line, 'a goal is an assertion about one run');
  return null;
}
