// From the text of a lab's file to a Lab. Nothing throws: what is wrong is named with its line, and
// what can be read is read, so that an author sees all mistakes at once.
import { checkOf } from './check_words';
import {
  type Field,
  machineField,
  machineKeys,
  nearest,
  Notes,
  quoted,
  seedMax,
  wholeNumber,
} from './fields';
import { hashOf } from './hash';
import {
  defaultMachine,
  type Lab,
  type LabProgram,
  labVersion,
  type Machine,
  type Mistake,
  type Part,
  type Question,
  type Step,
} from './lab';
import { cut, type Fence, type Piece } from './pieces';
import { plainText, readInline, readProse } from './prose';
import { levelOf, questionOf, type QuestionPlace } from './questions';

const labBytesMax = 256 * 1024;
const programBytesMax = 64 * 1024;
const stepsMax = 40;
const blocksMax = 200;
const lineMax = 2000;

export interface ParsedLab {
  /** null: the file is no lab, or none of this version. */
  readonly lab: Lab | null;
  /** In the order of the file. */
  readonly mistakes: readonly Mistake[];
}

const required = ['gopark', 'id', 'title', 'summary'] as const;
const frontKeys = [
  ...required,
  'minutes',
  'order',
  'needs',
  'author',
  'seed',
  ...machineKeys,
] as const;
const questionKinds: readonly Question['kind'][] = [
  'choice',
  'choices',
  'number',
  'text',
  'computed',
];
const idPattern = /^[a-z\d]+(-[a-z\d]+)*$/;
const idMax = 60;

interface Front {
  readonly fields: ReadonlyMap<string, Field>;
  /** Where the rest begins, as an index into the lines. */
  readonly end: number;
}

function frontOf(lines: readonly string[], notes: Notes): Front | null {
  if (lines[0]?.trimEnd() !== '---') {
    notes.add(1, 'a lab begins with its front matter: a line ---, key: value lines, a line ---');
    return null;
  }
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end < 0) {
    notes.add(1, 'the front matter has no end: a line ---');
    return null;
  }
  const fields = new Map<string, Field>();
  for (let index = 1; index < end; index++) {
    const text = lines[index]?.trim() ?? '';
    if (text === '' || text.startsWith('#')) continue;
    const [, key = '', value = ''] = /^([A-Za-z]+):(?:\s+(.*))?$/.exec(text) ?? [];
    const line = index + 1;
    if (key === '') notes.add(line, 'the front matter has lines key: value only');
    else if (!(frontKeys as readonly string[]).includes(key)) {
      notes.add(line, `the front matter has no '${key}'${nearest(key, frontKeys)}`);
    } else if (fields.has(key)) notes.add(line, `${key} stands here twice`);
    else fields.set(key, { key, value: quoted(value.trim()), line });
  }
  return { fields, end: end + 1 };
}

function idField(value: string): boolean {
  return value.length <= idMax && idPattern.test(value);
}

function header(fields: ReadonlyMap<string, Field>, notes: Notes) {
  const value = (key: string): string => fields.get(key)?.value ?? '';
  const lineOf = (key: string): number => fields.get(key)?.line ?? 1;
  for (const key of required) {
    if (value(key) === '') notes.add(lineOf(key), `the front matter needs '${key}'`);
  }
  const id = value('id');
  if (id !== '' && !idField(id)) {
    notes.add(
      lineOf('id'),
      'an id is made of small letters and digits, with single dashes between',
    );
  }
  const needs = value('needs')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (!needs.every(idField)) notes.add(lineOf('needs'), 'needs takes ids of labs, with commas');
  const number = (key: string, least: number, most: number): number | null => {
    const field = fields.get(key);
    if (!field) return null;
    const found = wholeNumber(field.value, least, most);
    if (found === null) notes.add(field.line, `${key} takes a number from ${least} to ${most}`);
    return found;
  };
  const machine = machineKeys.reduce<Machine>((changed, key) => {
    const field = fields.get(key);
    return field ? machineField(changed, field, notes) : changed;
  }, defaultMachine);
  return {
    id,
    title: value('title'),
    summary: value('summary'),
    author: value('author'),
    minutes: number('minutes', 1, 600),
    order: number('order', 0, 9999),
    needs,
    machine,
    seed: number('seed', 0, seedMax) ?? 1,
  };
}

class Builder {
  readonly intro: Part[] = [];
  readonly steps: { line: number; title: Step['title']; parts: Part[] }[] = [];
  readonly programs: LabProgram[] = [];
  private starter = '';
  private program = '';
  private readonly names = new Set<string>();
  private headings = 0;
  private blocks = 0;
  private questions = 0;
  private levels = 0;
  private checks = 0;

  constructor(
    private readonly machine: Machine,
    private readonly seed: number,
    private readonly notes: Notes,
  ) {}

  take(piece: Piece): void {
    if (piece.kind === 'heading') this.heading(piece.text, piece.line);
    else if (piece.kind === 'prose') {
      const prose = this.prose(piece.text, piece.line);
      if (prose.length > 0) this.add({ kind: 'prose', line: piece.line, prose });
    } else this.fence(piece);
  }

  private add(part: Part): void {
    (this.steps.at(-1)?.parts ?? this.intro).push(part);
  }

  private prose(text: string, line: number) {
    const { value, mistakes } = readProse(text, line);
    this.notes.addAll(mistakes);
    return value;
  }

  private heading(text: string, line: number): void {
    this.headings += 1;
    if (this.headings === stepsMax + 1) {
      this.notes.add(line, `a lab has ${stepsMax} steps at most`);
    }
    if (this.headings > stepsMax) return;
    const { value: title, mistakes } = readInline(text, line);
    this.notes.addAll(mistakes);
    if (plainText(title).trim() === '') this.notes.add(line, 'this step has no name');
    this.steps.push({ line, title, parts: [] });
  }

  private fence({ info, text, line }: Fence): void {
    const [role = '', ...words] = info.split(/\s+/).filter((word) => word !== '');
    const wanted = role === 'go' ? words[0] : role;
    const roles = ['program', 'starter', 'solution', 'check', 'question', 'level', 'hint'];
    if (wanted === undefined || (role !== 'go' && !roles.slice(3).includes(wanted))) {
      if (role !== '' && nearest(role, roles.slice(3)) !== '') {
        this.notes.add(line, `'${role}' is no role of a block${nearest(role, roles.slice(3))}`);
      }
      this.add({ kind: 'code', line, language: role, text });
      return;
    }
    this.blocks += 1;
    if (this.blocks === blocksMax + 1) {
      this.notes.add(line, `a lab has ${blocksMax} blocks with a role at most`);
    }
    if (this.blocks > blocksMax) return;
    if (role === 'go') this.goBlock(words, text, line);
    else this.block(wanted, words, text, line);
  }

  private goBlock([role = '', name, ...more]: string[], text: string, line: number): void {
    const { notes } = this;
    if (more.length > 0) notes.add(line, `'${more.join(' ')}' means nothing here`);
    if (text.length > programBytesMax) {
      notes.add(line, `a program has ${programBytesMax / 1024} KB at most`);
      return;
    }
    if (text.trim() === '') notes.add(line, 'this program is empty');
    if (role === 'solution') this.solution(name, text, line);
    else if (role === 'program' || role === 'starter') {
      if (role === 'program' && name === undefined) {
        notes.add(line, 'a program needs a name: ```go program NAME');
      }
      const own = this.fresh(name ?? `step-${this.steps.length}`, line);
      this.programs.push({
        name: own,
        kind: role,
        line,
        source: text,
        solution: null,
        solutionLine: 0,
      });
      this.program = own;
      if (role === 'starter') this.starter = own;
      this.add({ kind: role, line, name: own });
    } else {
      const near = nearest(role, ['program', 'starter', 'solution']);
      notes.add(line, `a block of Go is a program, a starter or a solution${near}`);
    }
  }

  private solution(name: string | undefined, text: string, line: number): void {
    const wanted = name ?? this.starter;
    const at = this.programs.findIndex((one) => one.name === wanted && one.kind === 'starter');
    const starter = this.programs[at];
    if (!starter) {
      this.notes.add(
        line,
        name === undefined ? 'no starter before this solution' : `no starter '${name}' before this`,
      );
    } else if (starter.solution !== null) {
      this.notes.add(line, `'${wanted}' has a solution already`);
    } else {
      this.programs[at] = { ...starter, solution: text, solutionLine: line };
      this.add({ kind: 'solution', line, name: wanted });
    }
  }

  private block(role: string, words: string[], given: string, line: number): void {
    const { notes, machine, seed } = this;
    if (role === 'hint') {
      this.unexpected(words, line);
      this.add({ kind: 'hint', line, prose: this.prose(given, line + 1) });
      return;
    }
    const text = this.bounded(given, line);
    if (role === 'check') {
      this.unexpected(words, line);
      if (this.starter === '') notes.add(line, 'there is no starter before this check');
      const id = `check-${++this.checks}`;
      const check = checkOf(text, { id, line, program: this.starter, machine, seed }, notes);
      if (this.starter !== '') this.add({ kind: 'check', line, check });
      return;
    }
    const kind = role === 'question' ? words.shift() : role;
    const [name, ...more] = words;
    this.unexpected(more, line);
    const number = role === 'question' ? ++this.questions : ++this.levels;
    const id = this.fresh(name ?? (role === 'question' ? `q${number}` : `level-${number}`), line);
    const place: QuestionPlace = { id, line, program: this.program, machine, seed };
    if (role === 'level') {
      this.add({ kind: 'level', line, level: levelOf(text, place, notes) });
      return;
    }
    const known = questionKinds.find((one) => one === kind);
    if (!known) {
      const near = kind === undefined ? '' : nearest(kind, questionKinds);
      notes.add(line, `a question is one of ${questionKinds.join(', ')}${near}`);
      return;
    }
    const question = questionOf(known, text, place, notes);
    if (question) this.add({ kind: 'question', line, question });
  }

  private unexpected(words: readonly string[], line: number): void {
    if (words.length > 0) this.notes.add(line, `'${words.join(' ')}' means nothing here`);
  }

  private bounded(text: string, line: number): string {
    const lines = text.split('\n');
    lines.forEach((one, index) => {
      if (one.length > lineMax) {
        this.notes.add(line + 1 + index, `this line is longer than ${lineMax} characters`);
      }
    });
    return lines.map((one) => one.slice(0, lineMax)).join('\n');
  }

  // A name that no other program, question or level has.
  private fresh(name: string, line: number): string {
    if (!idField(name)) {
      this.notes.add(line, `'${name}' is no name: small letters and digits, with single dashes`);
    } else if (this.names.has(name)) {
      this.notes.add(line, `'${name}' is the name of another block already`);
    }
    this.names.add(name);
    return name;
  }
}

// What can only be said of the whole: names that mean something, solutions that are there.
function crossCheck(lab: Lab, notes: Notes): void {
  const { programs } = lab;
  const checked = new Set<string>();
  for (const { parts } of [{ parts: lab.intro }, ...lab.steps]) {
    for (const part of parts) {
      if (part.kind === 'check') checked.add(part.check.program);
      const asked =
        part.kind === 'level' ? part.level : part.kind === 'question' ? part.question : null;
      if (asked && 'program' in asked && asked.program !== '') {
        const known = programs.some(({ name }) => name === asked.program);
        const near = nearest(
          asked.program,
          programs.map(({ name }) => name),
        );
        if (!known) notes.add(part.line, `there is no program '${asked.program}'${near}`);
      }
    }
  }
  for (const { name, kind, line, solution } of programs) {
    if (kind !== 'starter') continue;
    if (!checked.has(name)) notes.add(line, `no check concerns the starter '${name}'`);
    else if (solution === null) notes.add(line, `the starter '${name}' has no solution`);
  }
  if (lab.steps.length === 0) notes.add(1, 'a lab has one step at least: ## and its name');
  if (lab.needs.includes(lab.id)) notes.add(1, 'a lab cannot need itself');
}

function parseText(given: string, notes: Notes): Lab | null {
  if (given.length > labBytesMax) {
    notes.add(1, `the file is too large: a lab has ${labBytesMax / 1024} KB at most`);
    return null;
  }
  if (given.includes('\0')) {
    notes.add(1, 'this is not a text file');
    return null;
  }
  const text = given.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const lines = text.split('\n');
  const front = frontOf(lines, notes);
  if (!front) return null;
  const version = front.fields.get('gopark');
  if (version && version.value !== String(labVersion)) {
    notes.add(
      version.line,
      `this Gopark reads labs of version ${labVersion}, not '${version.value}'`,
    );
    return null;
  }
  const head = header(front.fields, notes);
  const builder = new Builder(head.machine, head.seed, notes);
  for (const piece of cut(lines, front.end, notes)) builder.take(piece);
  const lab: Lab = {
    ...head,
    intro: builder.intro,
    steps: builder.steps.map(({ line, title, parts }, index) => ({
      id: `step-${index + 1}`,
      line,
      title,
      titleText: plainText(title),
      parts,
    })),
    programs: builder.programs,
    hash: hashOf(text),
  };
  crossCheck(lab, notes);
  return lab;
}

/** parseLab reads a lab's file. A lab with mistakes is handed out as far as it could be read. */
export function parseLab(text: string): ParsedLab {
  const notes = new Notes();
  const lab = parseText(text, notes);
  return { lab, mistakes: [...notes.list].sort((a, b) => a.line - b.line) };
}

/** checkLab names every mistake in a lab's text; those that only running shows are not among them. */
export function checkLab(text: string): readonly Mistake[] {
  return parseLab(text).mistakes;
}
