// What an author wants to know of a lab: every mistake in the file, and then whether it works when it
// is run. The starter must fail each check and the solution pass it, computed questions must have
// instances, and levels must be winnable, but not won by doing nothing.
import { instanceOf } from './ask';
import {
  type Check,
  type ComputedQuestion,
  type Lab,
  type LabProgram,
  type Level,
  type Machine,
  type Mistake,
  partsOf,
  programOf,
  scheduleOf,
} from './lab';
import { judgeLevel } from './levels';
import { ProgramRefused } from './moments';
import { parseLab } from './parse';
import { runCheck } from './run_check';
import { type LabEngine, runOnce } from './run_once';
import { failuresOf } from './verify';

const seedsTried = 10;
/** A program that is only to be looked at may run for ever: it is compiled, and run a little. */
const lookNs = 1e6;

/** What was tried, for whoever wants to say so. */
export interface Tried {
  readonly mistakes: readonly Mistake[];
  readonly lab: Lab | null;
  readonly runs: number;
}

class Trial {
  readonly mistakes: Mistake[] = [];
  runs = 0;

  constructor(
    private readonly engine: LabEngine,
    private readonly lab: Lab,
  ) {}

  machine(machine: Machine, line: number): boolean {
    const { error } = this.engine.module.parseSchedule(scheduleOf(machine, 1));
    if (error !== '') this.say(line, `the machine: ${error}`);
    return error === '';
  }

  async compiles({ line, solutionLine }: LabProgram, source: string, solution: boolean) {
    const run = await runOnce(this.engine, source, scheduleOf(this.lab.machine, 1), lookNs);
    this.runs += 1;
    if (!('diagnostics' in run)) return true;
    const fence = solution ? solutionLine : line;
    for (const { line: at, message } of run.diagnostics) this.say(fence + at, message);
    return false;
  }

  async check(check: Check): Promise<void> {
    const { source, solution } = programOf(this.lab, check.program);
    const given = await runCheck(this.engine, check, source);
    this.runs += given.runs;
    if (given.passed) this.say(check.line, 'the starter passes this check');
    if (solution === null) return;
    const solved = await runCheck(this.engine, check, solution);
    this.runs += solved.runs;
    if (solved.passed) return;
    for (const { line, state, text, found } of solved.assertions) {
      if (state === 'failed') this.say(line, `the solution fails: ${text}: ${found}`);
    }
    const where = failuresOf({ ...solved, assertions: [] });
    for (const one of where) this.say(check.line, `the solution fails: ${one}`);
  }

  async question(question: ComputedQuestion): Promise<void> {
    const { line, program, firstSeed, lastSeed } = question;
    const { source } = programOf(this.lab, program);
    const last = Math.min(lastSeed, firstSeed + seedsTried - 1);
    let made = 0;
    for (let seed = firstSeed; seed <= last; seed++) {
      this.runs += 1;
      if (await instanceOf(this.engine, question, source, seed)) made += 1;
    }
    const tried = last - firstSeed + 1;
    if (made * 2 >= tried) return;
    this.say(line, `only ${made} of ${tried} seeds from ${firstSeed} on give an instance of this`);
  }

  async level(level: Level): Promise<void> {
    const { line, program, solution } = level;
    const { source } = programOf(this.lab, program);
    const idle = await judgeLevel(this.engine, level, source, []);
    const won = await judgeLevel(this.engine, level, source, solution);
    this.runs += 2;
    if (idle.won) this.say(line, 'the goal is reached without any choice');
    if (!won.won) this.say(line, `the solution does not reach the goal: ${won.found}`);
  }

  say(line: number, message: string): void {
    this.mistakes.push({ line, message });
  }
}

async function tryAll(trial: Trial, lab: Lab): Promise<void> {
  if (!trial.machine(lab.machine, 1)) return;
  const broken = new Set<string>();
  for (const program of lab.programs) {
    const { name, source, solution } = program;
    const fine =
      (await trial.compiles(program, source, false)) &&
      (solution === null || (await trial.compiles(program, solution, true)));
    if (!fine) broken.add(name);
  }
  const ready = (of: { program: string; machine: Machine; line: number }): boolean =>
    !broken.has(of.program) && trial.machine(of.machine, of.line);
  for (const { part } of partsOf(lab)) {
    if (part.kind === 'check' && ready(part.check)) await trial.check(part.check);
    if (part.kind === 'level' && ready(part.level)) await trial.level(part.level);
    if (part.kind !== 'question' || part.question.kind !== 'computed') continue;
    if (ready(part.question)) await trial.question(part.question);
  }
}

/** tryLab names the mistakes in a lab's text; when there are none, those that running it shows. */
export async function tryLab(engine: LabEngine, text: string): Promise<Tried> {
  const { lab, mistakes } = parseLab(text);
  if (!lab || mistakes.length > 0) return { mistakes, lab, runs: 0 };
  const trial = new Trial(engine, lab);
  try {
    await tryAll(trial, lab);
  } catch (error) {
    if (!(error instanceof ProgramRefused)) throw error;
    trial.say(1, error.message);
  }
  return { mistakes: trial.mistakes.sort((a, b) => a.line - b.line), lab, runs: trial.runs };
}
