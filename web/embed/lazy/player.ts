// Player: one embed's run on the shared engine. It loads the program when something is first asked of
// it, measures how long the run is so that it can be shown at a fitting speed, and tells the element
// and its host page what happens. Nothing is drawn here: views read the fields after `changed`.
import { leakedOf, type Picture, readPicture } from '../../engine/picture';
import type { Diagnostic, OutputPiece } from '../../engine/protocol';
import type { SimClient } from '../../engine/sim_client';
import type { Choice, Command, SimBatch, SimLimits, SimPosition } from '../../engine/sim_protocol';
import { DecisionLog } from '../../model/decision_log';
import { leakWords } from '../../model/format';
import { OutputLog } from '../../model/output';
import { OutputTape } from '../../model/output_tape';
import { restWords } from '../../model/transport';
import { fileName, type Moment, type PlayerHost, type PlayState } from '../player_types';
import type { EngineShare, Holder } from './engine_share';
import { asExpected, fittingSpeed, runOptions } from './run_options';

const limits: SimLimits = {
  swap: 'auto',
  leaks: 'mark',
  outputLimitBytes: 4 * 2 ** 20,
  memoryLimitBytes: 64 * 2 ** 20,
  eventsPerBatchMax: 2_000,
  listedMax: 2_000,
};

/** A run is measured for so long; a longer one starts with what is known of it by then. */
const measureMs = 400;
/** The speed of a run whose length nobody knows. */
const blindSpeed = 1e6;

type Rest = (batch: SimBatch) => boolean;

export class Player implements Holder {
  readonly output = new OutputLog();
  readonly decisions = new DecisionLog();
  readonly names = new Map<number, string>();
  batchNow: SimBatch | null = null;
  picture: Picture | null = null;
  choices: readonly Choice[] = [];
  state: PlayState = 'idle';
  status = '';
  tone: '' | 'good' | 'bad' = '';
  /** Counts up when output or decisions changed. */
  version = 0;

  private readonly tape = new OutputTape(this.output);
  private decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  private client: SimClient | null = null;
  private loaded = false;
  private opening: Promise<boolean> | null = null;
  private turn = 0;
  /** Where the run stood when it had to give the engine away. */
  private parked: { readonly schedule: string; readonly at: SimPosition } | null = null;
  /** While the run is only measured, nobody hears of it. */
  private quiet = false;
  private rest: { readonly is: Rest; readonly done: () => void } | null = null;
  private told = false;
  private toldEvents = -1;
  private playWhenSeen = false;

  constructor(
    private readonly host: PlayerHost,
    private readonly engine: EngineShare,
    private readonly changed: () => void,
  ) {}

  get busy(): boolean {
    return this.opening !== null || this.state === 'running';
  }

  /** line is the one whose instruction is next, while the run stands. */
  get line(): number | null {
    const shown = this.batchNow;
    return shown?.activity === 'rest' && shown.position.line > 0 ? shown.position.line : null;
  }

  get procs(): number {
    return runOptions((name) => this.host.attribute(name)).procs;
  }

  /** run goes on from where the run stands; from the start when it has ended. */
  async run(): Promise<void> {
    const first = !this.loaded && this.parked === null;
    if (!(await this.open())) return;
    const { moment } = this.options();
    if (first && moment > 0) return;
    if (this.batchNow?.position.ended) await this.go({ events: 0 });
    this.play();
  }

  pause(): void {
    this.playWhenSeen = false;
    if (this.loaded) this.send({ do: 'pause' });
  }

  async step(count: number): Promise<void> {
    if (!(await this.open())) return;
    const { step } = this.options();
    for (let i = 0; i < count; i++) this.send({ do: 'step', kind: step, ask: [] });
  }

  async back(count: number): Promise<void> {
    if (!(await this.open())) return;
    const { step } = this.options();
    for (let i = 0; i < count; i++) this.send({ do: 'stepBack', kind: step });
  }

  async seek(to: Moment): Promise<void> {
    if (await this.open()) this.send({ do: 'seek', to });
  }

  /** reset forgets the run. */
  reset(): void {
    this.turn += 1;
    this.opening = null;
    this.loaded = false;
    this.parked = null;
    this.playWhenSeen = false;
    this.settle();
    if (this.client) this.send({ do: 'pause' });
    this.clear();
    this.say('idle', '');
    this.engine.rested();
  }

  seen(visible: boolean): void {
    if (!visible && this.state === 'running') {
      this.send({ do: 'pause' });
      this.playWhenSeen = true;
    } else if (visible && this.playWhenSeen) {
      this.playWhenSeen = false;
      void this.run();
    }
  }

  // --- Holder ---

  evicted(): void {
    this.client = null;
    if (!this.loaded) return;
    const shown = this.batchNow;
    this.loaded = false;
    this.playWhenSeen = false;
    if (!shown) return;
    this.parked = { schedule: shown.schedule, at: shown.position };
    if (this.state === 'running') this.say('paused', restWords('paused', shown));
  }

  refused(message: string): void {
    this.say(this.state, message, 'bad');
  }

  breakpoints(): void {
    // None are ever set.
  }

  failed(message: string): void {
    this.client = null;
    this.loaded = false;
    this.quiet = false;
    this.parked = null;
    this.settle();
    this.fail(message);
  }

  batch(arrived: SimBatch): void {
    if (!this.loaded) return;
    if (arrived.cut) {
      this.tape.cut(arrived.cut.outputBytes);
      this.decisions.cut(arrived.cut.events);
      this.decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    }
    for (const piece of arrived.output) this.write(piece);
    this.decisions.take(arrived.events, arrived.position.events);
    const { from, list } = arrived.choices;
    if (list.length > 0 || from < this.choices.length) {
      this.choices = [...this.choices.slice(0, from), ...list];
    }
    for (const [id, name] of arrived.names) this.names.set(id, name);
    this.batchNow = arrived;
    if (this.rest?.is(arrived)) this.settle();
    if (!this.quiet) this.tell(arrived);
  }

  // --- Loading ---

  private options() {
    return runOptions((name) => this.host.attribute(name));
  }

  private open(): Promise<boolean> {
    if (this.loaded && !this.opening) return Promise.resolve(true);
    this.opening ??= this.load(++this.turn).finally(() => {
      this.opening = null;
      this.engine.rested();
    });
    return this.opening;
  }

  private async load(turn: number): Promise<boolean> {
    const options = this.options();
    const back = this.parked;
    if (!back) this.clear();
    this.parked = null;
    this.say('loading', 'Loading the engine');
    const program = { kind: 'source', source: this.host.program(), fileName } as const;
    try {
      this.client = this.engine.take(this);
      const schedule = back?.schedule ?? options.schedule;
      const diagnostics = await this.client.load(program, schedule, limits);
      if (turn !== this.turn) return false;
      if (diagnostics.length > 0) {
        this.reject(diagnostics);
        return false;
      }
      this.tape.clear();
      this.loaded = true;
      this.quiet = true;
      if (back) await this.returnTo(back.at);
      else {
        if (options.speed === 'fit') await this.measure();
        await this.go({ events: options.moment });
      }
    } catch (error) {
      if (turn === this.turn && this.state === 'loading') this.fail((error as Error).message);
      return false;
    }
    if (turn !== this.turn || !this.isLoaded()) return false;
    this.quiet = false;
    if (this.batchNow) this.tell(this.batchNow);
    return true;
  }

  // Anything may have happened while something was waited for.
  private isLoaded(): boolean {
    return this.loaded;
  }

  // Runs ahead, unseen, to learn how long the run is.
  private async measure(): Promise<void> {
    const over = this.whenRest((batch) => batch.position.ended || batch.why === 'stuck');
    this.send({ do: 'seek', to: {} });
    const timer = setTimeout(() => this.settle(), measureMs);
    await over;
    clearTimeout(timer);
  }

  // Goes to an event; resolves when the run stands there, or at its end before that.
  private async go(to: { readonly events: number }): Promise<void> {
    const { events } = to;
    const there = this.whenRest(({ position }) => {
      return position.events === events || (position.ended && position.events < events);
    });
    this.send({ do: 'seek', to });
    await there;
  }

  // A cursor that had caught up with the machine may stand between two events.
  private async returnTo({ events, machineEvents, tick }: SimPosition): Promise<void> {
    if (machineEvents !== events) return this.go({ events });
    const there = this.whenRest(({ position }) => position.tick === tick);
    this.send({ do: 'seek', to: { tick } });
    await there;
  }

  private whenRest(is: Rest): Promise<void> {
    this.settle();
    return new Promise((done) => {
      this.rest = { is: (batch) => batch.activity === 'rest' && is(batch), done };
    });
  }

  private settle(): void {
    const { rest } = this;
    this.rest = null;
    rest?.done();
  }

  // --- Playing ---

  private play(): void {
    if (!this.loaded) return;
    this.send({ do: 'play', options: { speed: this.speed(), breakpoints: false, ask: [] } });
  }

  private speed(): number {
    const { speed } = this.options();
    if (speed !== 'fit') return speed;
    // Nobody looks at the machine: only the output is waited for.
    if (!this.host.root('board') && !this.host.root('decisions')) return Infinity;
    const shown = this.batchNow;
    const branch = shown?.branches.find((one) => one.id === shown.branch);
    if (!shown || !branch || branch.endEvents <= shown.position.events) return blindSpeed;
    const { events, timeNs } = shown.position;
    return fittingSpeed(branch.endNs - timeNs, branch.endEvents - events);
  }

  private send(command: Command): void {
    this.engine.touch();
    this.client?.command(command);
  }

  // --- What the run brings ---

  private write(piece: OutputPiece): void {
    this.tape.write(piece);
    const text = this.decoders[piece.stream].decode(piece.bytes, { stream: true });
    if (!this.quiet && text !== '') this.host.emit('output', { stream: piece.stream, text });
  }

  private tell(batch: SimBatch): void {
    const { position, activity, why } = batch;
    this.picture = readPicture(batch.picture);
    this.version += 1;
    const atRest = activity === 'rest';
    const over = atRest && (position.ended || why === 'stuck');
    if (position.events !== this.toldEvents) {
      this.toldEvents = position.events;
      const { events, timeNs } = position;
      this.host.emit('step', { events, timeNs, line: this.line });
    }
    if (!over) {
      this.told = false;
      if (activity === 'play') this.say('running', 'Running, simulated');
      else if (atRest) this.say('paused', restWords(why, batch));
    } else if (!this.told) {
      this.told = true;
      this.conclude(batch);
    }
    if (atRest) this.engine.rested();
    this.changed();
  }

  private conclude(batch: SimBatch): void {
    const { position, why } = batch;
    const exitCode = batch.branches.find((one) => one.id === batch.branch)?.exitCode ?? 0;
    const leaks = this.picture ? leakWords(leakedOf(this.picture)) : '';
    const { expect } = this.options();
    const stdout = this.tape.text('stdout');
    const passed = expect === null ? null : asExpected(stdout, expect);
    const words = restWords(why === 'stuck' ? why : 'ended', batch) + leaks;
    const verdict = passed === null ? '' : passed ? 'As expected. ' : 'Not the expected output. ';
    const good = passed ?? (exitCode === 0 && why !== 'stuck');
    this.say('ended', verdict + words, good ? 'good' : 'bad');
    const { events, timeNs } = position;
    this.host.emit('outcome', {
      kind: why === 'stuck' ? 'stuck' : 'exited',
      exitCode,
      stdout,
      events,
      timeNs,
      diagnostics: [],
      message: words,
    });
    if (expect === null) return;
    this.host.emit(passed === true ? 'pass' : 'fail', { expected: expect, got: stdout });
  }

  private reject(diagnostics: readonly Diagnostic[]): void {
    for (const { file, line, column, message } of diagnostics) {
      this.output.say('error', line > 0 ? `${file}:${line}:${column}: ${message}` : message);
    }
    const errors = diagnostics.length === 1 ? '1 error' : `${diagnostics.length} errors`;
    const [first] = diagnostics;
    this.over('rejected', `Not run: ${errors}`, diagnostics, first?.message ?? '');
    if (first && first.line > 0) this.host.point(first.line);
  }

  private fail(message: string): void {
    this.output.say('error', message.trimEnd());
    this.over('failed', 'The engine could not run it', [], message.trimEnd());
  }

  private over(
    kind: 'rejected' | 'failed',
    status: string,
    diagnostics: readonly Diagnostic[],
    message: string,
  ): void {
    this.version += 1;
    this.say(kind, status, 'bad');
    this.host.emit('outcome', {
      kind,
      exitCode: 1,
      stdout: '',
      events: 0,
      timeNs: 0,
      diagnostics,
      message,
    });
    const { expect } = this.options();
    if (expect !== null) this.host.emit('fail', { expected: expect, got: '' });
    this.changed();
  }

  private clear(): void {
    this.tape.clear();
    this.decisions.clear();
    this.decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    this.batchNow = this.picture = null;
    this.choices = [];
    this.told = this.quiet = false;
    this.toldEvents = -1;
    this.version += 1;
    this.changed();
  }

  private say(state: PlayState, status: string, tone: '' | 'good' | 'bad' = ''): void {
    this.state = state;
    this.status = status;
    this.tone = tone;
    const { position, schedule } = this.batchNow ?? {};
    this.host.show({
      state,
      status,
      tone,
      line: state === 'running' ? null : this.line,
      events: position?.events ?? 0,
      timeNs: position?.timeNs ?? 0,
      schedule: schedule ?? '',
    });
  }
}
