// SimLab: the simulated half of the lab. It loads programs into the simulator, sends it what the
// person asks for, and shows what comes back through the same picture, output and decision log as a
// live run does.
import { batch, computed, signal } from '@preact/signals';
import type { Diagnostic, KnobTable, Program } from '../engine/protocol';
import type { SimClient } from '../engine/sim_client';
import {
  type Choice,
  type ChoiceKind,
  type CostInfo,
  frequentKinds,
  choiceKinds,
  type RunTarget,
  type ScheduleFields,
  type SimBatch,
  type SimLimits,
  type StepKind,
} from '../engine/sim_protocol';
import { createSimClient } from '../engine/worker_factory';
import { type SideBySide, sideBySide } from '../model/comparison';
import type { DecisionLog } from '../model/decision_log';
import type { History } from '../model/history';
import type { OutputLog } from '../model/output';
import { OutputTape } from '../model/output_tape';
import { quotaPercent, quotaPeriodMs, scheduleFields } from '../model/schedule';
import type { Settings } from '../model/settings';
import { paces, restWords, tickNs } from '../model/transport';

/** Stage is what a run is shown on: the lab. */
export interface Stage {
  readonly output: OutputLog;
  readonly decisions: DecisionLog;
  readonly history: History;
  settings(): Settings;
  program(): Program;
  limits(): SimLimits;
  change(changed: Partial<Settings>): void;
  /** Clears everything of the run before. */
  clear(status: string): void;
  reject(diagnostics: readonly Diagnostic[]): void;
  show(arrived: SimBatch, status: string, exitCode: number | null): void;
  fail(message: string): void;
  /** What can be turned is known. */
  knobs(table: KnobTable): void;
}

type Loaded = 'no' | 'loading' | 'yes';

export class SimLab {
  readonly loaded = signal<Loaded>('no');
  readonly batch = signal<SimBatch | null>(null);
  readonly choices = signal<readonly Choice[]>([]);
  readonly breakpoints = signal<readonly string[]>([]);
  /** One per breakpoint: what is wrong with it, or ''. */
  readonly breakpointFaults = signal<readonly string[]>([]);
  readonly useBreakpoints = signal(true);
  /** "You are the scheduler": stop and ask at the kinds chosen. */
  readonly asking = signal(false);
  readonly askKinds = signal<ReadonlySet<ChoiceKind>>(
    new Set(choiceKinds.filter((kind) => !frequentKinds.includes(kind))),
  );
  readonly costs = signal<readonly CostInfo[]>([]);
  readonly costChanges = signal<Readonly<Record<string, number>>>({});
  /** What could not be done, shown until the next thing that could. */
  readonly notice = signal('');
  readonly scheduleFault = signal('');
  readonly comparison = signal<SideBySide | null>(null);
  readonly compared = signal<readonly [number, number] | null>(null);

  readonly playing = computed(() => this.batch.value?.activity === 'play');
  /** The line whose instruction is next, while the run stands. */
  readonly nowLine = computed(() => {
    const shown = this.batch.value;
    if (shown?.activity !== 'rest' || shown.position.line === 0) return null;
    return shown.position.line;
  });
  readonly breakpointLines = computed<ReadonlySet<number>>(() => {
    const lines = this.breakpoints.value.map((text) => /^line (\d+)$/.exec(text.trim())?.[1]);
    return new Set(lines.filter((line) => line !== undefined).map(Number));
  });

  private client: SimClient | null = null;
  private readonly tape: OutputTape;
  private loads = 0;

  constructor(private readonly stage: Stage) {
    this.tape = new OutputTape(stage.output);
  }

  /** warm loads the simulator ahead of the first run. */
  async warm(): Promise<void> {
    try {
      const { costs, table } = await this.connect().tables();
      this.costs.value = costs;
      this.stage.knobs(table);
    } catch {
      // The first run will say what is wrong.
    }
  }

  /** start loads the program and lets it run. */
  async start(): Promise<void> {
    if (await this.load()) this.play();
  }

  /** replay runs what a pasted schedule names. */
  async replay(text: string): Promise<void> {
    if (await this.loadSchedule(text.trim())) this.play();
  }

  /** open loads what a schedule names and goes to an event of it. */
  async open(text: string, events: number): Promise<void> {
    if (await this.loadSchedule(text.trim())) this.seek({ events });
  }

  // Loads a run by its name; the settings follow it.
  private async loadSchedule(text: string): Promise<boolean> {
    const { error, fields } = await this.connect().parseSchedule(text);
    this.scheduleFault.value = error;
    if (error !== '') return false;
    const { procs, cores, seed, preempt, swap, nodes, quotaUs, periodMs, costs, settings } = fields;
    this.costChanges.value = { ...costs };
    this.stage.change({
      ...(procs !== undefined && procs > 0 ? { procs } : {}),
      ...(preempt === undefined ? {} : { preempt }),
      ...(swap === undefined ? {} : { swap }),
      nodes: nodes ?? 1,
      quota: quotaPercent(quotaUs ?? 0, periodMs ?? quotaPeriodMs),
      cores: cores ?? 0,
      seed: seed ?? 1,
      knobs: settings ?? {},
    });
    return this.load(text);
  }

  play(): void {
    const shown = this.batch.value;
    if (shown?.position.ended) this.send({ do: 'seek', to: { events: 0 } });
    this.send({ do: 'play', options: this.playOptions(this.pace()) });
  }

  /** toEnd runs on as fast as it goes, past breakpoints and questions. */
  toEnd(): void {
    const options = { speed: Infinity, breakpoints: false, ask: [] };
    void this.whenLoaded(() => this.send({ do: 'play', options }));
  }

  /** toBreakpoint runs on as fast as it goes until a breakpoint. */
  toBreakpoint(): void {
    const options = { speed: Infinity, breakpoints: true, ask: [] };
    void this.whenLoaded(() => this.send({ do: 'play', options }));
  }

  pause(): void {
    this.send({ do: 'pause' });
  }

  toggle(): void {
    if (this.playing.value) this.pause();
    else void this.whenLoaded(() => this.play());
  }

  step(): void {
    const kind = this.stepKind();
    void this.whenLoaded(() => this.send({ do: 'step', kind, ask: this.asked() }));
  }

  stepBack(): void {
    if (this.loaded.value === 'yes') this.send({ do: 'stepBack', kind: this.stepKind() });
  }

  /** tick lets every P go on by one unit of virtual time. */
  tick(): void {
    void this.whenLoaded(() => this.send({ do: 'advance', ns: tickNs }));
  }

  seek(to: RunTarget): void {
    if (this.loaded.value === 'yes') this.send({ do: 'seek', to });
  }

  /** choose answers a question; another answer than the seed's makes a branch. */
  choose(decision: number, alternative: number): void {
    this.send({ do: 'choose', decision, alternative });
    // The person is asked again at the next one.
    if (this.asking.value && this.batch.value?.question?.index === decision) {
      this.send({ do: 'play', options: this.playOptions(this.pace()) });
    }
  }

  fault(text: string): void {
    void this.whenLoaded(() => this.send({ do: 'fault', text }));
  }

  goToBranch(id: number): void {
    this.closeComparison();
    this.send({ do: 'branch', id });
  }

  async compare(a: number, b: number): Promise<void> {
    if (!this.client) return;
    this.compared.value = [a, b];
    try {
      this.comparison.value = sideBySide(await this.client.compare(a, b));
    } catch {
      // Another comparison took its place, or the simulator failed and said so.
    }
  }

  closeComparison(): void {
    batch(() => {
      this.comparison.value = null;
      this.compared.value = null;
    });
  }

  /** ask changes what is asked; a run that is playing goes on with it. */
  ask(on: boolean, kinds: ReadonlySet<ChoiceKind> = this.askKinds.value): void {
    batch(() => {
      this.asking.value = on;
      this.askKinds.value = kinds;
    });
    this.repace();
  }

  setBreakpoints(list: readonly string[]): void {
    this.breakpoints.value = list;
    this.breakpointFaults.value = list.map(() => '');
    this.connect().breakpoints(list);
  }

  toggleLine(line: number): void {
    const text = `line ${line}`;
    const list = this.breakpoints.value;
    const without = list.filter((other) => other.trim() !== text);
    this.setBreakpoints(without.length < list.length ? without : [...list, text]);
  }

  /** runSeed takes another seed and runs again from the start. */
  async runSeed(seed: number): Promise<void> {
    this.stage.change({ seed });
    await this.start();
  }

  /** unload forgets the run. */
  unload(): void {
    this.loads += 1;
    batch(() => {
      this.loaded.value = 'no';
      this.batch.value = null;
      this.choices.value = [];
      this.closeComparison();
    });
  }

  private stepKind(): StepKind {
    return this.stage.settings().stepKind;
  }

  private pace(): number {
    return paces[this.stage.settings().pace] ?? Infinity;
  }

  /** repace lets a run that is playing go on at the pace now set. */
  repace(): void {
    if (this.playing.value) this.play();
  }

  private asked(): ChoiceKind[] {
    return this.asking.value ? [...this.askKinds.value] : [];
  }

  private playOptions(speed: number) {
    return { speed, breakpoints: this.useBreakpoints.value, ask: this.asked() };
  }

  private fields(): ScheduleFields {
    const settings = this.stage.settings();
    return scheduleFields(settings, this.costChanges.value);
  }

  private async whenLoaded(then: () => void): Promise<void> {
    if (this.loaded.value === 'loading') return;
    if (this.loaded.value === 'yes' || (await this.load())) then();
  }

  private async load(schedule?: string): Promise<boolean> {
    const id = ++this.loads;
    batch(() => {
      this.loaded.value = 'loading';
      this.batch.value = null;
      this.choices.value = [];
      this.notice.value = this.scheduleFault.value = '';
      this.closeComparison();
      this.tape.clear();
      this.stage.clear('Loading');
    });
    try {
      const client = this.connect();
      // A Worker that took the place of a failed one has not heard of them.
      if (this.breakpoints.value.length > 0) client.breakpoints(this.breakpoints.value);
      const limits = this.stage.limits();
      const diagnostics = await client.load(
        this.stage.program(),
        schedule ?? this.fields(),
        limits,
      );
      if (id !== this.loads) return false;
      this.loaded.value = diagnostics.length === 0 ? 'yes' : 'no';
      if (diagnostics.length > 0) this.stage.reject(diagnostics);
    } catch (error) {
      if (id !== this.loads) return false;
      this.loaded.value = 'no';
      this.stage.fail((error as Error).message);
    }
    return this.loaded.value === 'yes';
  }

  private send(command: Parameters<SimClient['command']>[0]): void {
    this.notice.value = '';
    // A comparison still going on gives way.
    if (this.comparison.value === null) this.closeComparison();
    this.client?.command(command);
  }

  private connect(): SimClient {
    this.client ??= createSimClient({
      batch: (arrived) => this.take(arrived),
      refused: (message) => (this.notice.value = message),
      breakpoints: (messages) => (this.breakpointFaults.value = messages),
      failed: (message) => {
        this.client = null;
        this.loaded.value = 'no';
        this.stage.fail(message);
      },
    });
    return this.client;
  }

  private take(arrived: SimBatch): void {
    if (this.loaded.value !== 'yes') return;
    batch(() => {
      if (arrived.cut) {
        this.stage.decisions.cut(arrived.cut.events);
        this.stage.history.cut(arrived.cut.events);
        this.tape.cut(arrived.cut.outputBytes);
      }
      for (const piece of arrived.output) this.tape.write(piece);
      this.stage.decisions.take(arrived.events, arrived.position.events);
      this.stage.history.take(arrived.events, arrived.eventsSkipped);
      this.stage.history.reach(arrived.position.timeNs);
      const { from, list } = arrived.choices;
      if (list.length > 0 || from < this.choices.value.length) {
        this.choices.value = [...this.choices.value.slice(0, from), ...list];
      }
      this.batch.value = arrived;
      const branch = arrived.branches.find((one) => one.id === arrived.branch);
      const status =
        arrived.activity === 'rest' ? restWords(arrived.why, arrived) : 'Running, simulated';
      const over = arrived.activity === 'rest' && arrived.position.ended;
      this.stage.show(arrived, status, over ? (branch?.exitCode ?? 0) : null);
    });
  }
}
