// A lab as the page and the tools see it: what docs/labs.md describes, read and taken apart. All of it
// is plain data, so that it can be sent to a Worker.
import type { EventName } from '../engine/event_types';
import type { PreemptMode } from '../engine/protocol';
import type { ChoiceKind } from '../engine/sim_protocol';

/** The version of the format, as `gopark:` in the front matter has it. */
export const labVersion = 1;

/** Mistake is something wrong with a lab, at a line of its file (from 1). */
export interface Mistake {
  readonly line: number;
  readonly message: string;
}

/** Wrong says what is wrong with something that could not be read. */
export interface Wrong {
  readonly wrong: string;
}

/** Machine is the simulated machine of a run, but for the seed. */
export interface Machine {
  readonly procs: number;
  /** 0: as many as procs. */
  readonly cores: number;
  readonly preempt: PreemptMode;
  /** Further fields of a schedule string. */
  readonly extra: string;
}

export const defaultMachine: Machine = { procs: 4, cores: 0, preempt: 'async', extra: '' };

/** Inline is a piece of running text. Nothing in it is markup: whoever shows it makes elements. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em' | 'del'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }
  | { readonly kind: 'break' };

/** Block is a paragraph or the like. */
export type Block =
  | { readonly kind: 'heading'; readonly depth: number; readonly children: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | {
      readonly kind: 'list';
      /** The first item's number, or null for a list without numbers. */
      readonly start: number | null;
      readonly items: readonly Prose[];
    }
  | { readonly kind: 'quote'; readonly blocks: Prose }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | {
      readonly kind: 'table';
      readonly header: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | { readonly kind: 'rule' };

export type Prose = readonly Block[];

// --- Checks ---

/** Unit is what a quantity is measured in. */
export type Unit = 'count' | 'ns' | 'percent';

/** Value is a number of the unit, or counted from the machine: base * times + plus. */
export interface Value {
  readonly base: 'number' | 'GOMAXPROCS' | 'cores';
  readonly number: number;
  readonly times: number;
  readonly plus: number;
}

/** Quantity is a number that every run has. */
export interface Quantity {
  readonly name: string;
  readonly unit: Unit;
  /** Of `events`: its type, and the value of `sub` or null for any. */
  readonly event?: EventName;
  readonly sub?: number | null;
  /** Of `parks`: the wait reason, or null for any. */
  readonly reason?: number | null;
}

export type Comparison = 'at most' | 'at least' | 'exactly' | 'more than' | 'less than';
export type TextRelation = 'is' | 'is not' | 'contains' | 'lacks' | 'matches' | 'has lines';

/** Test is what is looked at in one run; `same` looks at the first run's, too. */
export type Test =
  | { readonly kind: 'exit'; readonly code: number; readonly not: boolean }
  | {
      readonly kind: 'text';
      readonly stream: 'stdout' | 'stderr';
      readonly relation: TextRelation;
      /** The text, the lines, or the regular expression and its flags. */
      readonly values: readonly string[];
    }
  | { readonly kind: 'same'; readonly stream: 'stdout' | 'stderr' }
  | {
      readonly kind: 'outcome';
      readonly outcome: 'deadlock' | 'panic' | 'timeout';
      readonly wanted: boolean;
    }
  | {
      readonly kind: 'quantity';
      readonly quantity: Quantity;
      readonly comparison: Comparison;
      readonly value: Value;
    }
  | {
      readonly kind: 'source';
      readonly relation: 'contains' | 'lacks' | 'matches';
      readonly values: readonly string[];
    };

/** Assertion is one line of a check: it holds in every run, in one at least, or for the mean. */
export interface Assertion {
  readonly line: number;
  /** As written. */
  readonly text: string;
  readonly mode: 'always' | 'sometimes' | 'on average';
  readonly test: Test;
}

export interface Check {
  readonly id: string;
  readonly line: number;
  /** The starter it concerns. */
  readonly program: string;
  readonly machine: Machine;
  readonly firstSeed: number;
  readonly runs: number;
  readonly limitNs: number;
  readonly assertions: readonly Assertion[];
}

// --- Questions ---

/** Moment is a place in a run. `occurrence` 0: one of them, chosen by the seed. */
export type Moment =
  | {
      readonly kind: 'line';
      readonly after: boolean;
      readonly line: number;
      readonly occurrence: number;
    }
  | {
      readonly kind: 'event';
      readonly event: EventName;
      readonly sub: number | null;
      readonly occurrence: number;
    }
  | { readonly kind: 'time'; readonly ns: number }
  | { readonly kind: 'end' };

/** Subject is a goroutine or P by number, or 'it': the moment's. */
export type Subject = number | 'it';

export const countNames = [
  'global queue',
  'goroutines',
  'runnable',
  'waiting',
  'running',
  'idle Ps',
  'threads',
  'spinning',
  'exit',
] as const;

/** Sought is what a computed question asks for. */
export type Sought =
  | { readonly kind: 'next G'; readonly p: Subject | null }
  | { readonly kind: 'next pick'; readonly p: Subject | null }
  | { readonly kind: 'running on' | 'runnext of' | 'runq of'; readonly p: Subject }
  | { readonly kind: 'status of'; readonly g: Subject }
  | { readonly kind: (typeof countNames)[number] }
  | { readonly kind: 'count'; readonly event: EventName; readonly sub: number | null }
  /** `line` from 1; 0: all of it. */
  | { readonly kind: 'output'; readonly line: number };

interface Asked {
  readonly id: string;
  readonly line: number;
  /** With {g} and the like still in it when computed. */
  readonly ask: string;
  readonly prose: Prose;
  readonly explain: Prose;
}

export interface Option {
  readonly text: readonly Inline[];
  readonly right: boolean;
}

export type Question = Asked &
  (
    | { readonly kind: 'choice' | 'choices'; readonly options: readonly Option[] }
    | {
        readonly kind: 'number';
        readonly least: number;
        readonly most: number;
        readonly unit: string;
      }
    | { readonly kind: 'text'; readonly answers: readonly string[] }
    | {
        readonly kind: 'computed';
        readonly program: string;
        readonly machine: Machine;
        readonly firstSeed: number;
        readonly lastSeed: number;
        readonly at: Moment;
        readonly answer: Sought;
      }
  );

export type ComputedQuestion = Extract<Question, { kind: 'computed' }>;

/** Level asks the learner to be the scheduler. */
export interface Level {
  readonly id: string;
  readonly line: number;
  readonly prose: Prose;
  readonly program: string;
  readonly machine: Machine;
  readonly seed: number;
  readonly goal: readonly Assertion[];
  /** Decisions that may be answered otherwise than the seed does. */
  readonly choices: number;
  readonly ask: readonly ChoiceKind[];
  readonly limitNs: number;
  readonly solution: readonly (readonly [decision: number, alternative: number])[];
}

// --- The whole ---

export type Part =
  | { readonly kind: 'prose'; readonly line: number; readonly prose: Prose }
  | {
      readonly kind: 'code';
      readonly line: number;
      readonly language: string;
      readonly text: string;
    }
  /** A program to run, or to work on; its text is in Lab.programs. */
  | { readonly kind: 'program' | 'starter'; readonly line: number; readonly name: string }
  | { readonly kind: 'solution'; readonly line: number; readonly name: string }
  | { readonly kind: 'check'; readonly line: number; readonly check: Check }
  | { readonly kind: 'question'; readonly line: number; readonly question: Question }
  | { readonly kind: 'level'; readonly line: number; readonly level: Level }
  | { readonly kind: 'hint'; readonly line: number; readonly prose: Prose };

export interface Step {
  /** step-1, step-2, ... */
  readonly id: string;
  readonly line: number;
  readonly title: readonly Inline[];
  readonly titleText: string;
  readonly parts: readonly Part[];
}

export interface LabProgram {
  readonly name: string;
  readonly kind: 'program' | 'starter';
  readonly line: number;
  readonly source: string;
  /** Of a starter: the text that passes its checks, and where it stands. */
  readonly solution: string | null;
  readonly solutionLine: number;
}

export interface Lab {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly author: string;
  /** null: not said. */
  readonly minutes: number | null;
  readonly order: number | null;
  readonly needs: readonly string[];
  readonly machine: Machine;
  readonly seed: number;
  readonly intro: readonly Part[];
  readonly steps: readonly Step[];
  readonly programs: readonly LabProgram[];
  /** Tells versions of the file apart. */
  readonly hash: string;
}

/** programOf finds a program of a lab by name. */
export function programOf(lab: Lab, name: string): LabProgram {
  const found = lab.programs.find((program) => program.name === name);
  if (!found) throw new Error(`the lab has no program '${name}'`);
  return found;
}

/** partsOf is every part of a lab in order, with the step it stands in (null: the introduction). */
export function partsOf(lab: Lab): { readonly step: Step | null; readonly part: Part }[] {
  return [
    ...lab.intro.map((part) => ({ step: null, part })),
    ...lab.steps.flatMap((step) => step.parts.map((part) => ({ step, part }))),
  ];
}

/** scheduleOf is the schedule string of a run on this machine. */
export function scheduleOf(
  machine: Machine,
  seed: number,
  overrides: readonly (readonly [decision: number, alternative: number])[] = [],
): string {
  const fields = ['v1', `procs=${machine.procs}`];
  if (machine.cores > 0) fields.push(`cores=${machine.cores}`);
  fields.push(`seed=${seed}`, `preempt=${machine.preempt}`);
  if (machine.extra !== '') fields.push(machine.extra);
  if (overrides.length > 0) fields.push(`o=${overrides.map((one) => one.join(':')).join('+')}`);
  return fields.join(',');
}
