// Simulator: one program on the simulated machine, driven as the page asks: run, step, back, seek,
// branch, compare. It lives in a Worker but knows nothing of messages; work() does a slice and says
// when it wants the next, takeBatch() is what the page has not seen yet.
//
// A motion (playing, seeking, ...) is a generator that yields between slices, at places where the
// machine is at rest; a new command takes over there.
import type { WasmSimModule } from './module';
import { recordCount } from './records';
import type { Branch } from './sim_branch';
import { compareBranches } from './sim_compare';
import {
  type Activity,
  type Choice,
  type ChoiceKind,
  type Command,
  type Comparison,
  frequentKinds,
  type PlayOptions,
  type RestWhy,
  type RunTarget,
  type RunWhy,
  type SimBatch,
  type SimPosition,
  type StepKind,
} from './sim_protocol';
import { earlier, samePlace, SimRun, type SimRunOptions } from './sim_run';

/** Decisions of one turn at most, of which the frequent kinds have to be looked up. */
const frequentSeen = 64;
/** How often a paced run is given its share. */
const frameMs = 16;
const queueMax = 64;
/** Events sent at a time at most, when a jump left many to be sent. */
const eventsPerJump = 60_000;

/** Motion yields the milliseconds until it wants to go on. */
type Motion = Generator<number, void>;

/** Footprint is where a step led from and to, so that it can be taken back exactly. */
interface Footprint {
  readonly kind: StepKind;
  readonly from: SimPosition;
  readonly to: SimPosition;
}

export interface SimulatorOptions extends SimRunOptions {
  /** Called with what a command could not do, and why. */
  readonly refuse?: (message: string) => void;
}

export class Simulator extends SimRun {
  private readonly refuse: (message: string) => void;
  private clockNs = 0;
  private motion: Motion | null = null;
  private queue: Command[] = [];
  private activity: Activity = 'rest';
  private why: RestWhy = 'loaded';
  private breakReason = '';
  private question: Choice | null = null;
  private trail: Footprint[] = [];

  constructor(module: WasmSimModule, options: SimulatorOptions = {}) {
    super(module, options);
    this.refuse = options.refuse ?? (() => undefined);
  }

  /** command begins a motion. Pausing and going elsewhere replace one on its way; others wait. */
  command(command: Command): void {
    if (!this.session) return;
    const waits = !['pause', 'seek', 'branch'].includes(command.do);
    if (this.motion && waits && this.activity !== 'play') {
      if (this.queue.length < queueMax) this.queue.push(command);
      return;
    }
    this.queue = [];
    this.abandon();
    if (command.do === 'pause') this.rest('paused');
    else this.begin(command);
  }

  /** compare runs two branches from where they part; work() must be called until it has resolved. */
  compare(a: number, b: number, done: (comparison: Comparison) => void): void {
    const left = this.branches.find((branch) => branch.id === a);
    const right = this.branches.find((branch) => branch.id === b);
    if (!left || !right || !this.session) return;
    this.queue = [];
    this.abandon();
    this.activity = 'compare';
    this.motion = this.comparing(left, right, done);
  }

  /** work does a slice; it returns when to call again in ms, or null when there is nothing to do. */
  work(): number | null {
    if (!this.motion) return null;
    const { done, value } = this.motion.next();
    if (done !== true) return value;
    this.motion = null;
    if (this.activity !== 'rest') this.rest(this.why);
    const next = this.queue.shift();
    if (next) this.begin(next);
    return this.busy ? 0 : null;
  }

  /** moving says that a picture now would be of a place on the way. */
  get moving(): boolean {
    return this.activity === 'move' || this.activity === 'compare';
  }

  get busy(): boolean {
    return this.motion !== null;
  }

  /** pending says that there is something the page has not seen. */
  get pending(): boolean {
    return this.changed && this.session !== null && !this.quiet;
  }

  /** backlog is how many events the page has still to be sent. */
  get backlog(): number {
    return this.position ? this.position.events - this.sentEvents : 0;
  }

  /** takeBatch is what changed since it was last called. */
  takeBatch(): SimBatch {
    const { session, position, branch } = this.must();
    const picture = session.picture(this.limits?.listedMax ?? 0);
    const sameBranch = this.sentChoices.branch === branch.id;
    const from = sameBranch ? this.sentChoices.count : 0;
    this.sentChoices = { branch: branch.id, count: branch.choices.length };
    const { eventsPerBatchMax = 0 } = this.limits ?? {};
    // A jump far ahead brings much at once: larger pieces, or each would be drawn for nothing.
    const count = Math.max(eventsPerBatchMax, Math.min(eventsPerJump, this.backlog / 4));
    const piece = branch.events.read(this.sentEvents, position.events, Math.floor(count));
    const batch: SimBatch = {
      cut: this.cut,
      picture,
      output: branch.output(this.sentBytes, this.outputBytes),
      events: piece.bytes,
      eventsSkipped: piece.skipped,
      names: [...this.names.fresh(picture), ...this.names.created(piece.bytes)],
      position,
      clockNs: Math.max(this.clockNs, position.timeNs),
      activity: this.activity,
      why: this.why,
      breakReason: this.breakReason,
      question: this.question,
      branch: branch.id,
      branches: this.branches.map((one) => one.info),
      choices: { from, list: branch.choices.slice(from) },
      schedule: branch.schedule,
      checkpoints: this.checkpoints,
    };
    this.cut = null;
    this.sentBytes = this.outputBytes;
    this.sentEvents += piece.skipped + recordCount(piece.bytes);
    this.changed = this.backlog > 0;
    return batch;
  }

  // --- Motions ---

  private begin(command: Command): void {
    this.question = null;
    this.breakReason = '';
    this.changed = true;
    if (command.do !== 'step' && command.do !== 'stepBack') this.trail = [];
    this.activity = command.do === 'play' ? 'play' : 'move';
    this.motion = this.motionFor(command);
  }

  private motionFor(command: Command): Motion {
    switch (command.do) {
      case 'play':
        return this.playing(command.options);
      case 'step':
        return this.stepping(command.kind, command.ask);
      case 'stepBack':
        return this.steppingBack(command.kind);
      case 'seek':
        return this.seeking(command.to);
      case 'advance':
        return this.advancing(command.ns);
      case 'choose':
        return this.choosing(command.decision, command.alternative);
      case 'fault':
        return this.faulting(command.text);
      case 'branch':
        return this.switching(command.id);
      case 'pause':
        return this.nothing();
    }
  }

  private *nothing(): Motion {
    yield 0;
  }

  private *playing(options: PlayOptions): Motion {
    const { breakpoints } = options;
    const onebyone = options.ask.some((kind) => frequentKinds.includes(kind));
    let last = this.now();
    const { branch, position } = this.must();
    const known = branch.end;
    this.clockNs = Math.max(this.clockNs, position.timeNs);
    // What was passed by seeking or without asking is not asked afterwards.
    const passed = branch.choices.findLast((choice) => choice.events < position.events);
    this.answered = Math.max(this.answered, passed?.index ?? -1);
    for (;;) {
      const pending = this.questionOf(options.ask);
      if (pending) {
        yield* this.goTo({ events: pending.events });
        if (branch.end.events > Math.max(known.events, pending.events)) this.forget(known);
        this.ask(pending);
        return;
      }
      const now = this.now();
      let why: RunWhy;
      if (onebyone) {
        why = this.stepOnce('turn');
      } else if (Number.isFinite(options.speed)) {
        this.clockNs += ((now - last) / 1000) * options.speed;
        why = this.drive({ timeNs: this.clockNs, breakpoints });
      } else {
        why = this.drive({ breakpoints });
      }
      last = now;
      this.changed = true;
      if (why === 'breakpoint') this.breakReason = this.must().session.simBreakReason();
      if (this.questionOf(options.ask)) continue;
      if (why === 'breakpoint' || why === 'ended' || why === 'stuck') {
        this.clockNs = this.must().position.timeNs;
        this.rest(why);
        return;
      }
      // A machine that cannot keep up with the pace runs as fast as it can.
      if (why === 'budget') this.clockNs = Math.min(this.clockNs, this.must().position.timeNs);
      yield why === 'reached' && !onebyone ? frameMs : 0;
    }
  }

  private *stepping(kind: StepKind, ask: readonly ChoiceKind[]): Motion {
    const from = this.must().position;
    let why = this.stepOnce(kind);
    while (why === 'budget') {
      yield 0;
      why = this.stepOnce(kind);
    }
    const to = this.must().position;
    this.clockNs = to.timeNs;
    if (!samePlace(from, to)) this.trail.push({ kind, from, to });
    this.rest(why);
    const asked = this.questionOf(ask);
    if (asked && asked.events <= to.events) this.ask(asked);
  }

  private *steppingBack(kind: StepKind): Motion {
    const { position: here } = this.must();
    const footprint = this.trail.pop();
    if (footprint?.kind === kind && samePlace(footprint.to, here)) {
      yield* this.returnTo(footprint.from);
    } else {
      this.trail = [];
      if (kind === 'event') yield* this.goTo({ events: Math.max(0, here.events - 1) });
      else if (kind === 'decision') yield* this.goTo({ events: this.choiceBefore(here) });
      else yield* this.findBack(kind, here);
    }
    this.clockNs = this.must().position.timeNs;
    this.rest('reached');
  }

  private *seeking(to: RunTarget): Motion {
    const why = yield* this.goTo(to);
    const { position } = this.must();
    const ended = why === 'ended' || why === 'stuck';
    this.clockNs = ended ? position.timeNs : Math.max(to.timeNs ?? 0, position.timeNs);
    this.rest(why);
  }

  private *advancing(ns: number): Motion {
    const { position } = this.must();
    const now = Math.max(this.clockNs, position.timeNs);
    yield* this.seeking({ timeNs: (Math.floor(now / ns) + 1) * ns });
  }

  private *choosing(index: number, alternative: number): Motion {
    const { branch, session } = this.must();
    const choice = branch.choices.find((one) => one.index === index) ?? session.simDecision(index);
    if (!choice) {
      this.refuse(`decision ${index} is not known on this branch`);
      return;
    }
    if (choice.chosen === alternative) {
      this.answered = index;
      this.rest('reached');
      return;
    }
    const base = branch.lastUndecided(index);
    this.restore(base);
    if (!session.simOverride(index, alternative)) {
      throw new Error('the machine has taken this decision already');
    }
    const word = choice.alternatives[alternative] ?? `alternative ${alternative + 1}`;
    // A branch made by choosing that has no future yet is continued: every further choice on it
    // would else leave a branch of one decision behind.
    const inPlace = branch.fork !== null && branch.end.events <= choice.events;
    const next = inPlace
      ? this.shorten(branch, base)
      : this.divide(`#${index}: ${word}`, base, choice.events, choice.timeNs);
    next.choices = branch.choices.filter((one) => one.index < index);
    this.commitEdit(next);
    yield* this.goTo({ events: choice.events });
    this.answered = index;
    this.clockNs = Math.max(choice.timeNs, this.must().position.timeNs);
    this.rest('reached');
  }

  private *faulting(text: string): Motion {
    const { branch, session, position } = this.must();
    if (position.ended) {
      this.refuse('the program has ended: go back to a place where something can go wrong');
      return;
    }
    const error = session.simFault(text);
    if (error !== '') {
      this.refuse(error);
      return;
    }
    if (earlier(position, branch.end)) {
      const base = branch.lastBefore({ events: position.events, tick: position.tick });
      const next = this.divide(text, base, position.events, position.timeNs);
      next.choices = branch.choices.filter((one) => one.index < position.decisions);
      this.commitEdit(next);
    } else {
      this.commitEdit(branch);
    }
    this.rest('reached');
    yield 0;
  }

  private *switching(id: number): Motion {
    const next = this.branches.find((branch) => branch.id === id);
    const { position, branch } = this.must();
    if (!next) return;
    const shared = next.checkpoints.findLast((one) => branch.checkpoints.includes(one));
    if (shared) this.cutTo(shared.at);
    this.branch = next;
    this.restore(next.lastBefore({ events: position.events }));
    yield* this.goTo({ events: Math.min(position.events, next.end.events) });
    this.clockNs = this.must().position.timeNs;
    this.rest('reached');
  }

  // --- Parts of motions ---

  // The first choice the person wants to be asked about and has not been.
  private questionOf(kinds: readonly ChoiceKind[]): Choice | null {
    if (kinds.length === 0) return null;
    const { branch, session, position } = this.must();
    if (kinds.some((kind) => frequentKinds.includes(kind))) {
      const first = Math.max(this.answered + 1, position.decisions - frequentSeen);
      for (let index = first; index < position.decisions; index++) {
        const choice = session.simDecision(index);
        if (choice && choice.events <= position.events && kinds.includes(choice.kind)) {
          return choice;
        }
      }
      return null;
    }
    const at = branch.choices.findLastIndex((choice) => choice.index <= this.answered);
    for (const choice of branch.choices.slice(at + 1)) {
      if (choice.events > position.events) return null;
      if (kinds.includes(choice.kind)) return choice;
    }
    return null;
  }

  // Takes back what was executed past a question: until it is answered there is no such future.
  private forget(known: SimPosition): void {
    const { branch, position } = this.must();
    branch.end = earlier(position, known) ? known : position;
    branch.ended = false;
    const { events } = branch.end;
    branch.choices = branch.choices.filter((choice) => choice.events <= events);
    this.sentChoices = { branch: -1, count: 0 };
  }

  private ask(choice: Choice): void {
    this.answered = choice.index;
    this.clockNs = this.must().position.timeNs;
    this.question = choice;
    this.rest('question');
  }

  private rest(why: RestWhy): void {
    this.activity = 'rest';
    this.why = why;
    this.changed = true;
  }

  private abandon(): void {
    this.motion?.return();
    this.motion = null;
  }

  private *comparing(left: Branch, right: Branch, done: (comparison: Comparison) => void): Motion {
    const { clockNs } = this;
    const compare = () => {
      return compareBranches(left, right, (branch, from, count) => {
        return this.recordsOf(branch, from, count);
      });
    };
    done(yield* this.aside(compare));
    this.clockNs = clockNs;
    this.rest('reached');
  }

  protected override unload(): void {
    this.abandon();
    super.unload();
    this.queue = [];
    this.trail = [];
    this.question = null;
    this.breakReason = '';
    this.activity = 'rest';
    this.why = 'loaded';
    this.clockNs = 0;
  }
}
