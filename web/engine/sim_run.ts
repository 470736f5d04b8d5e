// SimRun: a program on the simulated machine with its branches and checkpoints: going to a place,
// back or forth, and what the page has not seen of it yet. The simulator moves it.
//
// Going back is going to the last checkpoint before the place and executing from there. Checkpoints
// are taken every few dozen milliseconds of execution, so every place of a run is as near as that.
import { before, type Checkpoint, CheckpointStore, chooseVictim, type Place } from './checkpoints';
import { startProgram, type WasmSimModule, type WasmSimSession } from './module';
import { NameBook } from './name_book';
import type { Diagnostic, Program } from './protocol';
import { recordCount } from './records';
import { Branch, tapeUpTo } from './sim_branch';
import type {
  Cut,
  RunTarget,
  RunWhy,
  ScheduleFields,
  SimLimits,
  SimPosition,
  StepKind,
} from './sim_protocol';

/** What a slice may use of the Worker before it looks at its messages again. */
const sliceNs = 2_000_000;
/**
 * Events the session keeps until they are taken. It is not reached: a slice is too short to make so
 * many, which keeps their memory, that checkpoints copy, small.
 */
const keptEvents = 1 << 16;
/** Records executed at a time to be compared. */
const comparedEvents = 4096;
/** Execution between checkpoints; more when taking them is slow. */
const checkpointMs = 40;
const checkpointShare = 8;
const defaultBudgetBytes = 192 * 2 ** 20;
const outputPerTake = 64 * 1024 * 1024;

/** Steps is a part of a motion: it yields, in ms, when it wants to go on, and has a result. */
export type Steps<T> = Generator<number, T>;

export interface SimRunOptions {
  readonly budgetBytes?: number;
  readonly pageBytes?: number;
  /**
   * Events the session keeps until they are taken, at least: those that a slice brings beyond them may
   * be lost. Kept ones are memory that checkpoints copy.
   */
  readonly keptMax?: number;
  readonly now?: () => number;
}

/** samePlace and earlier compare places of one branch, the machine's and the cursor's. */
export function samePlace(a: SimPosition, b: SimPosition): boolean {
  return a.events === b.events && a.tick === b.tick;
}

export function earlier(a: SimPosition, b: SimPosition): boolean {
  return a.events !== b.events ? a.events < b.events : a.tick < b.tick;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

export class SimRun {
  private readonly store: CheckpointStore;
  private readonly blank: Checkpoint;
  private readonly budgetBytes: number;
  private readonly keptMax: number;
  protected readonly now: () => number;
  // Sessions of earlier runs: their memory is gone, so they must never be finalized.
  private readonly retired: WasmSimSession[] = [];

  protected session: WasmSimSession | null = null;
  protected names = new NameBook(() => '');
  protected limits: SimLimits | null = null;
  private breakpoints: readonly string[] = [];
  private readonly breakpointsAt = new WeakMap<Checkpoint, readonly string[]>();

  protected branches: Branch[] = [];
  protected branch: Branch | null = null;
  private branchCount = 0;

  protected position: SimPosition | null = null;
  private costMs = 0;
  protected outputBytes = 0;
  private edits = 0;
  private takeMs = 0;
  private nearest: Checkpoint | null = null;
  // Set while the run is only looked at, for a comparison: nothing of that is for the page.
  protected quiet = false;
  // The last choice the person was asked about, or that was passed.
  protected answered = -1;

  // What the page has been sent, and has not.
  protected cut: Cut | null = null;
  protected sentBytes = 0;
  protected sentEvents = 0;
  protected sentChoices = { branch: -1, count: 0 };
  protected changed = false;

  constructor(
    private readonly module: WasmSimModule,
    options: SimRunOptions = {},
  ) {
    this.store = new CheckpointStore(
      () => module.HEAPU8,
      options.pageBytes === undefined ? {} : { pageBytes: options.pageBytes },
    );
    this.budgetBytes = options.budgetBytes ?? defaultBudgetBytes;
    this.keptMax = options.keptMax ?? keptEvents;
    this.now = options.now ?? (() => performance.now());
    const nowhere = { events: 0, tick: 0, timeNs: 0, decisions: 0 };
    this.blank = this.store.take({ ...nowhere, outputBytes: 0, costMs: 0, edits: 0 }, true);
  }

  /** load compiles a program and begins its run; empty: it stands before its first event. */
  load(program: Program, schedule: string | ScheduleFields, limits: SimLimits): Diagnostic[] {
    this.unload();
    const text = typeof schedule === 'string' ? schedule : this.module.formatSchedule(schedule);
    const { error } = this.module.parseSchedule(text);
    if (error !== '') return [{ file: 'schedule', line: 0, column: 0, message: error }];
    const session = new this.module.Session({
      ...limits,
      schedule: text,
      keepEvents: true,
      keptMax: this.keptMax,
    });
    this.session = session;
    const diagnostics = startProgram(session, program);
    if (diagnostics.length > 0) {
      this.unload();
      return diagnostics;
    }
    this.limits = limits;
    this.names = new NameBook((id) => session.functionName(id));
    session.simBreakpoints(this.breakpoints);
    this.position = session.simPosition();
    this.branchCount = 1;
    const branch = new Branch(0, 'Run', null, [], this.position, session.simSchedule());
    this.branches = [branch];
    this.branch = branch;
    this.nearest = this.save(branch, true);
    this.changed = true;
    return [];
  }

  /** setBreakpoints returns a message for each that could not be understood, else ''. */
  setBreakpoints(list: readonly string[]): string[] {
    this.breakpoints = list;
    this.session?.simBreakpoints(list);
    return this.module.breakpointFaults(list);
  }

  /** checkpoints says what going back costs in memory. */
  protected get checkpoints(): { readonly count: number; readonly bytes: number } {
    const all = new Set(this.branches.flatMap((one) => one.checkpoints));
    return { count: all.size, bytes: this.store.bytes };
  }

  // --- Going to a place ---

  // Goes to a place of this branch, back or forth.
  protected *goTo(target: RunTarget): Steps<RunWhy> {
    const { branch, position } = this.must();
    const from = branch.lastBefore(target);
    if (!this.ahead(target) || before(this.place(), from.at)) {
      if (target.events === position.events && target.tick === undefined) return 'reached';
      this.restore(from);
    }
    for (;;) {
      if (this.satisfied(target)) return 'reached';
      const why = this.drive(target);
      if (why !== 'budget') return why;
      yield 0;
    }
  }

  // Goes back to a place where the run has stood, machine and cursor alike.
  protected *returnTo(place: SimPosition): Steps<void> {
    // A cursor that had caught up may stand in the middle of a turn; one that lagged behind never.
    const { events, tick } = place;
    yield* this.goTo(place.machineEvents === events ? { tick } : { events });
  }

  protected choiceBefore(here: SimPosition): number {
    const { choices } = this.must().branch;
    return choices.findLast((choice) => choice.events < here.events)?.events ?? 0;
  }

  // Finds the last place before `here` at which a step of this kind ends, by stepping through
  // windows of the past, each longer than the one before.
  protected *findBack(kind: StepKind, here: SimPosition): Steps<void> {
    for (let ticks = 256; ; ticks *= 16) {
      const tick = Math.max(0, here.tick - ticks);
      this.restore(this.must().branch.lastBefore({ tick, events: here.events }));
      if (tick > this.must().position.tick) yield* this.goTo({ tick });
      const start = this.store.take(this.place(), true);
      let count = 0;
      for (;;) {
        const why = this.stepOnce(kind);
        if (why === 'budget') yield 0;
        else if (why === 'ended' || why === 'stuck' || !earlier(this.must().position, here)) break;
        else count += 1;
      }
      const found = count > 0 || tick === 0;
      if (found) {
        this.breakpointsAt.set(start, this.breakpoints);
        this.restore(start);
        while (count > 0) {
          if (this.stepOnce(kind) === 'budget') yield 0;
          else count -= 1;
        }
      }
      this.store.drop(start);
      if (found) return;
    }
  }

  protected ahead(target: RunTarget): boolean {
    const { position } = this.must();
    return (
      (target.events === undefined || position.events < target.events) &&
      (target.tick === undefined || position.tick <= target.tick) &&
      (target.timeNs === undefined || position.timeNs <= target.timeNs)
    );
  }

  protected satisfied(target: RunTarget): boolean {
    const { position } = this.must();
    if (target.events !== undefined) return position.events >= target.events;
    return target.tick !== undefined && position.tick >= target.tick;
  }

  // --- The machine ---

  // A slice of running. A change made by hand that lies on the way is met by going to its checkpoint.
  protected drive(target: RunTarget): RunWhy {
    const { branch, session } = this.must();
    const edit = branch.edits[this.edits];
    const limit = edit ? Math.min(edit.at.events, target.events ?? Infinity) : target.events;
    const bounded = limit === undefined ? target : { ...target, events: limit };
    const why = this.timed(() => session.simRun(bounded, sliceNs));
    return this.meet(edit) ? 'budget' : why;
  }

  protected stepOnce(kind: StepKind): RunWhy {
    const { branch, session } = this.must();
    const edit = branch.edits[this.edits];
    const why = this.timed(() => session.simStep(kind, sliceNs));
    return this.meet(edit) ? 'reached' : why;
  }

  protected meet(edit: Checkpoint | undefined): boolean {
    if (!edit || this.must().position.events < edit.at.events) return false;
    this.restore(edit);
    return true;
  }

  protected timed(run: () => RunWhy): RunWhy {
    const start = this.now();
    const why = run();
    this.costMs += this.now() - start;
    this.collect(why);
    return why;
  }

  // Takes in what the last slice brought.
  protected collect(why: RunWhy): void {
    const { session, branch } = this.must();
    const position = session.simPosition();
    this.position = position;
    const events = session.takeEvents(2 * this.keptMax);
    const chunks = session.takeOutput(outputPerTake);
    const choices = session.simTakeDecisions();
    for (const { stream, bytes } of chunks) {
      const start = this.outputBytes;
      this.outputBytes += bytes.length;
      if (!this.quiet) {
        branch.write({ stream: stream === 2 ? 'stderr' : 'stdout', bytes, start });
      }
    }
    if (this.quiet) return;
    branch.events.write(position.events - recordCount(events), events);
    branch.learn(choices);
    if (earlier(branch.end, position)) branch.end = position;
    if (why === 'ended' && !branch.ended) {
      branch.ended = true;
      branch.exitCode = session.exitCode();
    }
    this.changed = true;
    this.consider(branch);
  }

  // Takes a checkpoint when the last one is long ago.
  protected consider(branch: Branch): void {
    const here = this.place();
    const next = branch.checkpoints.findLast(({ at }) => !before(here, at));
    if (next && this.nearest && before(this.nearest.at, next.at)) {
      this.nearest = next;
      this.costMs = Math.max(next.at.costMs, Math.min(this.costMs, next.at.costMs + checkpointMs));
    }
    const since = this.costMs - (this.nearest?.at.costMs ?? 0);
    if (since < Math.max(checkpointMs, this.takeMs * checkpointShare)) return;
    this.nearest = this.save(branch, false);
  }

  protected save(branch: Branch, pinned: boolean): Checkpoint {
    const start = this.now();
    const checkpoint = this.store.take(this.place(), pinned);
    this.breakpointsAt.set(checkpoint, this.breakpoints);
    this.takeMs = this.now() - start;
    branch.add(checkpoint);
    this.thinOut();
    return checkpoint;
  }

  protected thinOut(): void {
    while (this.store.bytes > this.budgetBytes) {
      const victim = chooseVictim(this.branches.map((branch) => branch.checkpoints));
      if (!victim) return;
      for (const branch of this.branches) branch.remove(victim);
      this.store.drop(victim);
    }
  }

  protected restore(checkpoint: Checkpoint): void {
    const { session } = this.must();
    const { at } = checkpoint;
    this.store.restore(checkpoint);
    // The list is part of the memory too; setting it again forgets which conditions hold already.
    if (this.breakpointsAt.get(checkpoint) !== this.breakpoints) {
      session.simBreakpoints(this.breakpoints);
    }
    this.position = session.simPosition();
    this.costMs = at.costMs;
    this.outputBytes = at.outputBytes;
    this.edits = at.edits;
    this.nearest = checkpoint;
    if (this.quiet) return;
    this.answered = Math.min(this.answered, at.decisions - 1);
    this.cutTo(at);
    this.changed = true;
  }

  // The page has to forget what it was sent of the time after this.
  protected cutTo({ outputBytes, events }: Cut): void {
    if (this.sentBytes <= outputBytes && this.sentEvents <= events) return;
    this.sentBytes = Math.min(this.sentBytes, outputBytes);
    this.sentEvents = Math.min(this.sentEvents, events);
    this.cut = { events: this.sentEvents, outputBytes: this.sentBytes };
  }

  protected place(): Place {
    const { events, tick, timeNs, decisions } = this.must().position;
    const { outputBytes, costMs, edits } = this;
    return { events, tick, timeNs, decisions, outputBytes, costMs, edits };
  }

  protected must(): { session: WasmSimSession; position: SimPosition; branch: Branch } {
    const { session, position, branch } = this;
    if (!session || !position || !branch) throw new Error('no program is loaded');
    return { session, position, branch };
  }

  // --- Branches ---

  // Makes a branch that shares the current one's past up to `base`, and goes over to it.
  protected divide(name: string, base: Checkpoint, events: number, timeNs: number): Branch {
    const { branch: parent, position, session } = this.must();
    const fork = { parent: parent.id, events, timeNs };
    const shared = parent.upTo(base);
    const id = this.branchCount++;
    const branch = new Branch(id, name, fork, shared, position, session.simSchedule());
    branch.edits = parent.edits.slice(0, base.at.edits);
    branch.tape = tapeUpTo(parent.tape, this.outputBytes);
    branch.events = parent.events.upTo(position.events);
    this.branches.push(branch);
    this.branch = branch;
    return branch;
  }

  // Forgets what a branch has after `base`.
  protected shorten(branch: Branch, base: Checkpoint): Branch {
    const kept = new Set(branch.upTo(base));
    const shared = new Set(
      this.branches.filter((one) => one !== branch).flatMap((one) => one.checkpoints),
    );
    for (const checkpoint of branch.checkpoints) {
      if (!kept.has(checkpoint) && !shared.has(checkpoint)) this.store.drop(checkpoint);
    }
    branch.checkpoints = [...kept];
    branch.edits = branch.edits.slice(0, base.at.edits);
    branch.tape = tapeUpTo(branch.tape, base.at.outputBytes);
    branch.events = branch.events.upTo(base.at.events);
    branch.end = this.must().position;
    return branch;
  }

  // Pins the state with the change just made.
  protected commitEdit(branch: Branch): void {
    this.edits += 1;
    branch.schedule = this.must().session.simSchedule();
    branch.ended = false;
    this.nearest = this.save(branch, true);
    this.sentChoices = { branch: -1, count: 0 };
    this.changed = true;
  }

  /** unload forgets the run; the memory is as it was before the first. */
  protected unload(): void {
    if (this.session) this.retired.push(this.session);
    for (const checkpoint of new Set(this.branches.flatMap((branch) => branch.checkpoints))) {
      this.store.drop(checkpoint);
    }
    this.store.restore(this.blank);
    this.session = null;
    this.position = null;
    this.branches = [];
    this.branch = null;
    this.cut = null;
    this.answered = -1;
    this.costMs = this.outputBytes = this.edits = 0;
    this.sentBytes = this.sentEvents = 0;
    this.sentChoices = { branch: -1, count: 0 };
  }

  // --- Looking, for a comparison ---

  /** aside lets `look` go anywhere; afterwards everything is as it was. */
  protected *aside<T>(look: () => Steps<T>): Steps<T> {
    const { branch } = this.must();
    const here = this.store.take(this.place(), true);
    this.breakpointsAt.set(here, this.breakpoints);
    this.quiet = true;
    try {
      return yield* look();
    } finally {
      this.branch = branch;
      this.restore(here);
      this.store.drop(here);
      this.quiet = false;
      this.nearest = branch.lastBefore({ events: here.at.events });
    }
  }

  // Up to `count` records of a branch after its first `from`.
  protected *recordsOf(branch: Branch, from: number, count: number): Steps<Uint8Array> {
    this.branch = branch;
    this.restore(branch.lastBefore({ events: from }));
    const { session } = this.must();
    let bytes = new Uint8Array();
    while (this.must().position.events < from + count) {
      const at = this.must().position.events;
      const to = at < from ? from : Math.min(from + count, at + comparedEvents);
      const edit = branch.edits[this.edits];
      const events = Math.min(to, edit?.at.events ?? Infinity);
      const why = session.simRun({ events }, sliceNs);
      this.position = session.simPosition();
      const records = session.takeEvents(comparedEvents);
      if (at >= from) bytes = joined(bytes, records);
      this.meet(edit);
      if (why === 'ended' || why === 'stuck') break;
      yield 0;
    }
    return bytes;
  }
}
