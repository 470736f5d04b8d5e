// LabTasks: what goes on in an open lab besides reading: checks, predictions and levels, with what
// came of them since the page was opened. What lasts goes into the room's record.
import { effect, signal, type Signal } from '@preact/signals';
import { type Answer, rightAnswer, rightForInstance } from '../labs/answers';
import type { Instance } from '../labs/ask';
import {
  type Check,
  type ComputedQuestion,
  type Level,
  programOf,
  type Question,
  scheduleOf,
} from '../labs/lab';
import { overridesIn } from '../labs/levels';
import type { CheckedReport } from '../labs/lab_protocol';
import { checksOf, type LabRoom, toTheEnd } from './lab_room';
import type { LabWork } from './lab_work';

/** TaskState is a starter's check: going on, and what the last one said. */
export interface TaskState {
  readonly checking: { readonly done: number; readonly runs: number } | null;
  readonly reports: readonly CheckedReport[];
  readonly said: string;
  /** The program that was checked. */
  readonly source: string;
}

/** InstanceState is a computed question under one seed. */
export interface InstanceState {
  readonly instance: Instance | null;
  readonly seed: number;
  readonly busy: boolean;
  readonly shown: boolean;
  /** Why there is no instance; null: there is one, or there will be. */
  readonly fault: string | null;
  readonly given: string | null;
  readonly right: boolean;
}

/** LevelState is a level that is being played. */
export interface LevelState {
  readonly id: string;
  readonly used: number;
  readonly said: string;
}

export const noTask: TaskState = { checking: null, reports: [], said: '', source: '' };

function put<T>(table: Signal<Readonly<Record<string, T>>>, key: string, value: T): void {
  table.value = { ...table.value, [key]: value };
}

/** answerOf is what was given, as the lab's engine wants it. */
export function answerOf(question: Question, given: readonly string[], seed: number): Answer {
  const [text = ''] = given;
  if (question.kind === 'choice' || question.kind === 'choices') {
    return { options: given.map(Number) };
  }
  return question.kind === 'computed' ? { seed, text } : { text };
}

export class LabTasks {
  readonly tasks = signal<Readonly<Record<string, TaskState>>>({});
  readonly instances = signal<Readonly<Record<string, InstanceState>>>({});
  readonly level = signal<LevelState | null>(null);
  /** Static questions whose last answer was wrong. */
  readonly wrong = signal<Readonly<Record<string, readonly string[]>>>({});
  readonly levelSolutions = signal<readonly string[]>([]);
  private judged = '';

  constructor(
    private readonly room: LabRoom,
    private readonly work: LabWork,
  ) {
    effect(() => {
      const shown = this.room.host.sim.batch.value;
      const level = this.level.value;
      if (level && shown) void this.followLevel(level, shown.schedule, shown.position.ended);
    });
    // Another lab: nothing of this one is meant any more.
    this.room.opened.subscribe(() => this.forget());
  }

  private forget(): void {
    this.work.clear();
    this.tasks.value = {};
    this.instances.value = {};
    this.wrong.value = {};
    this.level.value = null;
    this.levelSolutions.value = [];
  }

  /** check runs all checks of a starter on the person's program. */
  async check(name: string): Promise<void> {
    const { room } = this;
    const { file } = room.opened.value ?? {};
    if (!file) return;
    room.keepDraft();
    const source = room.draftOf(programOf(file, name));
    const checks = checksOf(
      file.steps.flatMap((step) => step.parts),
      name,
    );
    const { attempts } = room.record.value;
    room.note({ attempts: { ...attempts, [name]: (attempts[name] ?? 0) + 1 } });
    const runs = checks.reduce((sum, one) => sum + one.runs, 0);
    const reports: CheckedReport[] = [];
    let before = 0;
    const say = (said: string) =>
      put(this.tasks, name, { checking: null, reports: [...reports], said, source });
    put(this.tasks, name, { checking: { done: 0, runs }, reports: [], said: '', source });
    try {
      for (const check of checks) {
        const report = await this.work.run({ do: 'check', check, source }, (done) =>
          put(this.tasks, name, {
            checking: { done: before + done, runs },
            reports: [...reports],
            said: '',
            source,
          }),
        );
        reports.push(report);
        before += check.runs;
        if (!report.passed) break;
      }
    } catch (error) {
      say((error as Error).message);
      return;
    }
    if (this.room.opened.value?.file !== file) return;
    if (reports.every((report) => report.passed)) {
      room.note({ passed: { ...room.record.value.passed, [name]: source } });
      say(`It holds in ${before === 1 ? 'the run' : `all ${before} runs`}.`);
      return;
    }
    const [mistake] = reports.flatMap((report) => report.diagnostics);
    say(
      mistake
        ? `It does not compile: line ${mistake.line}: ${mistake.message}`
        : 'Not yet: look at what is broken.',
    );
  }

  cancel(): void {
    this.work.cancel();
  }

  /** openBroken opens the run that breaks the check in the stepper, where it is broken. */
  async openBroken(name: string): Promise<void> {
    const state = this.tasks.value[name];
    const report = state?.reports.find(({ counterexample }) => counterexample);
    if (!state || !report?.counterexample) return;
    const { schedule } = report.counterexample;
    await this.room.show(name, state.source, schedule, report.brokenAt ?? toTheEnd);
  }

  // --- Questions ---

  /** answer judges the answer to a question that has only one instance. */
  answer(question: Exclude<Question, { kind: 'computed' }>, given: readonly string[]): void {
    const right = rightAnswer(question, answerOf(question, given, 0));
    this.again(question.id);
    if (!right) put(this.wrong, question.id, given);
    this.keepAnswer(question.id, { seed: 0, given, right });
  }

  /** again forgets a wrong answer. */
  again(id: string): void {
    const others = Object.entries(this.wrong.value).filter(([key]) => key !== id);
    this.wrong.value = Object.fromEntries(others);
  }

  /** instance makes an instance of a question, from this seed on. */
  async instance(question: ComputedQuestion, from: number): Promise<void> {
    const { file } = this.room.opened.value ?? {};
    if (!file) return;
    const { id } = question;
    const state = {
      instance: null,
      seed: from,
      shown: false,
      fault: null,
      given: null,
      right: false,
    };
    put(this.instances, id, { ...state, busy: true });
    const source = programOf(file, question.program).source;
    let instance: Instance | null = null;
    let fault: string | null = null;
    try {
      instance = await this.work.run({ do: 'instance', question, source, seed: from });
      if (!instance) fault = 'None of the next seeds comes to such a moment.';
    } catch (error) {
      fault = (error as Error).message;
    }
    if (this.room.opened.value?.file !== file) return;
    const seed = instance?.seed ?? from;
    put(this.instances, id, { ...state, instance, seed, fault, busy: false });
  }

  /** another is the next instance. */
  async another(question: ComputedQuestion): Promise<void> {
    const last = this.instances.value[question.id]?.seed ?? question.firstSeed;
    await this.instance(question, last >= question.lastSeed ? question.firstSeed : last + 1);
  }

  /** showMoment opens the run at the moment that is asked about. */
  async showMoment(question: ComputedQuestion): Promise<void> {
    const { file } = this.room.opened.value ?? {};
    const state = this.instances.value[question.id];
    if (!file || !state?.instance) return;
    put(this.instances, question.id, { ...state, shown: true });
    const { schedule, place } = state.instance;
    const { source } = programOf(file, question.program);
    await this.room.show(question.program, source, schedule, place.events);
  }

  /** reveal judges a prediction. */
  reveal(question: ComputedQuestion, given: string): void {
    const state = this.instances.value[question.id];
    if (!state?.instance) return;
    const { instance } = state;
    const text = instance.form === 'choice' ? (instance.options[Number(given)] ?? '') : given;
    const right = rightForInstance(instance, text);
    put(this.instances, question.id, { ...state, given, right });
    this.keepAnswer(question.id, { seed: instance.seed, given: [text], right });
  }

  /** isRight says whether the prediction just revealed was right. */
  isRight(id: string): boolean {
    return this.instances.value[id]?.right === true;
  }

  /** showNext goes on from the moment, so that one sees what the answer was. */
  async showNext(question: ComputedQuestion): Promise<void> {
    await this.showMoment(question);
    if (question.at.kind !== 'end') this.room.host.sim.step();
  }

  private keepAnswer(
    id: string,
    answer: { seed: number; given: readonly string[]; right: boolean },
  ) {
    const { answers } = this.room.record.value;
    // A right answer stays, whatever is tried afterwards.
    if (answers[id]?.right && !answer.right) return;
    this.room.note({ answers: { ...answers, [id]: answer } });
  }

  // --- Levels ---

  /** play begins a level: the run stops at every decision that is the person's. */
  async play(level: Level): Promise<void> {
    const { file } = this.room.opened.value ?? {};
    if (!file) return;
    const { host } = this.room;
    this.level.value = null;
    const { source } = programOf(file, level.program);
    await this.room.show(level.program, source, scheduleOf(level.machine, level.seed), 0);
    this.judged = '';
    this.level.value = { id: level.id, used: 0, said: '' };
    host.sim.ask(true, new Set(level.ask));
    host.sim.play();
  }

  /** stopPlaying leaves the decisions to the seed again. */
  stopPlaying(): void {
    if (!this.level.value) return;
    this.level.value = null;
    this.room.host.sim.ask(false);
  }

  showWay(id: string): void {
    this.levelSolutions.value = [...this.levelSolutions.value, id];
  }

  private async followLevel(state: LevelState, schedule: string, ended: boolean): Promise<void> {
    const { file } = this.room.opened.value ?? {};
    const level = file?.steps
      .flatMap((step) => step.parts)
      .find((part) => part.kind === 'level' && part.level.id === state.id);
    if (!file || level?.kind !== 'level') return;
    const overrides = overridesIn(schedule);
    const used = overrides.length;
    if (used !== state.used) this.level.value = { ...state, used, said: '' };
    if (!ended || this.judged === schedule) return;
    this.judged = schedule;
    const { source } = programOf(file, level.level.program);
    const report = await this.work.run({ do: 'level', level: level.level, source, overrides });
    if (this.level.value?.id !== state.id || this.judged !== schedule) return;
    const said = report.won ? `You did it: ${report.found}.` : `Not yet: ${report.found}.`;
    this.level.value = { id: state.id, used, said };
    if (report.won) {
      const text = overrides.map((one) => one.join(':')).join('+');
      this.room.note({ levels: { ...this.room.record.value.levels, [state.id]: text } });
    }
  }
}

/** lineStates is what a starter's last check says of each of its assertions. */
export function linesOf(checks: readonly Check[], state: TaskState) {
  return checks.flatMap((check) => {
    const report = state.reports.find(({ id }) => id === check.id);
    return check.assertions.map((assertion, index) => ({
      text: assertion.text,
      state: report?.assertions[index]?.state ?? ('open' as const),
      found: report?.assertions[index]?.found ?? '',
    }));
  });
}
