// Lab: the page's state and what can be done with it. Views read the signals and call the methods;
// nothing else changes anything. Everything a run brings arrives through one batch callback and
// becomes visible at the next frame, so that drawing never falls behind the stream.
import { batch, computed, signal } from '@preact/signals';
import { type BuildChoice, chooseBuild, surroundings } from '../engine/builds';
import type { Engine, Outcome, RunHandle } from '../engine/engine';
import { eachList, leakedOf, type Picture, readPicture } from '../engine/picture';
import type { Batch, Diagnostic, KnobTable, Program, RunSettings } from '../engine/protocol';
import type { SimBatch, SimLimits } from '../engine/sim_protocol';
import { createEngine } from '../engine/worker_factory';
import { noKnobs, soundKnobs } from '../model/knobs';
import { DecisionLog } from '../model/decision_log';
import { formatBytes, formatNs, leakWords } from '../model/format';
import { History } from '../model/history';
import { OutputLog } from '../model/output';
import { emptyMenu, fetchMenu, fetchSource, type ProgramMenu } from '../model/programs';
import { loadPanes, type Panes, savePanes } from '../model/panes';
import type { Selection } from '../model/selection';
import { loadSettings, saveSettings, type Settings } from '../model/settings';
import { type WorkloadPlan, workloadPresets, workloadSource } from '../model/workload';
import { SimLab, type Stage } from './sim_lab';
import { WhyLab } from './why_lab';

/** Parts of the page on a phone; `lab` only while a lab is open. */
export const tabs = ['lab', 'code', 'board', 'output', 'why'] as const;
export type Tab = (typeof tabs)[number];

/** Parts of the panel below the board. */
export const panelTabs = [
  'Timeline',
  'Decisions',
  'Goroutines',
  'Why',
  'Choices',
  'Branches',
  'Machine',
] as const;
export type PanelTab = (typeof panelTabs)[number];

export type Dialog = 'settings' | 'gallery';

export type RunState = 'idle' | 'starting' | 'running' | 'stopping';

export const fileName = 'prog.go';

/** Limits of a run in the page. A person can always press Stop; these are for what they cannot see. */
export const limits = {
  outputBytes: 32 * 1024 * 1024,
  memoryBytes: 512 * 1024 * 1024,
} as const;

/** A simulated run's memory is kept many times over, by its checkpoints. */
const simMemoryBytes = 128 * 1024 * 1024;

// Events handed over at a time: a live run leaves out those before the newest so many, a simulated one
// sends the rest with the next batch. Taking so many in costs a few milliseconds of a frame.
const eventsPerBatchMax = 12_000;
const listedMax = 20_000;

export class Lab {
  readonly settings = signal<Settings>(loadSettings());
  readonly menu = signal<ProgramMenu>(emptyMenu);
  /** The program chosen on the menu: `go:ID` or `cpp:ID`. */
  readonly chosen = signal('go:hello');
  readonly source = signal('');
  /** Counts up when the source was replaced from outside the editor. */
  readonly sourceVersion = signal(0);
  readonly state = signal<RunState>('idle');
  readonly status = signal('Ready');
  readonly outcome = signal<Outcome | null>(null);
  readonly diagnostics = signal<readonly Diagnostic[]>([]);
  readonly picture = signal<Picture | null>(null);
  readonly names = signal<ReadonlyMap<number, string>>(new Map());
  /** Counts up when output or decisions changed; they are too large to be copied into signals. */
  readonly frame = signal(0);
  /** What could not be done with a link or a file, until it is dismissed. */
  readonly notice = signal('');
  /** The part shown on a phone, and the tab below the board. */
  readonly tab = signal<Tab>('code');
  readonly panel = signal<PanelTab>('Decisions');
  readonly panes = signal<Panes>(loadPanes());
  readonly keysShown = signal(false);
  /** The dialog that is open, besides the list of keys. */
  readonly dialog = signal<Dialog | null>(null);
  /** What can be turned in the scheduler; empty until an engine is loaded. */
  readonly knobs = signal<KnobTable>(noKnobs);
  /** Title of the open lab, '' when none is. */
  readonly labName = signal('');
  /** The program is one to read. */
  readonly readOnly = signal(false);
  /** What is picked out in all views, and the moment they all mark, in ns of the run. */
  readonly selected = signal<Selection | null>(null);
  readonly cursorNs = signal<number | null>(null);
  readonly why = new WhyLab({
    selected: this.selected,
    part: () => this.panel.peek(),
    open: (forward) => {
      this.panel.value = 'Why';
      if (forward) this.tab.value = 'why';
    },
  });
  readonly jump = signal<{ line: number; column: number } | null>(null);
  readonly output = new OutputLog();
  readonly decisions = new DecisionLog();
  /** What happened from when to when, for the timeline and the tables. */
  readonly history = new History();

  readonly build = computed<BuildChoice>(() =>
    chooseBuild(this.settings.value.build, surroundings()),
  );
  readonly workload = computed(() =>
    this.chosen.value.startsWith('cpp:') ? this.chosen.value.slice(4) : null,
  );
  readonly running = computed(() => this.state.value !== 'idle');
  readonly simulated = computed(() => this.settings.value.engine === 'simulated');
  /** The workload plan the program was made from, or null. */
  readonly plan = signal<WorkloadPlan | null>(null);
  readonly sim = new SimLab(this.stage());
  /** What a simulated run was loaded with: the text may have been edited since. */
  private readonly loadedSource = signal('');
  readonly edited = computed(
    () =>
      this.sim.loaded.value === 'yes' &&
      this.workload.value === null &&
      this.loadedSource.value !== this.source.value,
  );

  /** The text is not what ran last: its lines are not those of the events. */
  readonly changedSinceRun = computed(() => this.loadedSource.value !== this.source.value);

  private engine: Engine | null = null;
  private run: RunHandle | null = null;
  private pending: Picture | null = null;
  private frameAsked = false;

  /** load fetches the menu, lets `first` choose the program, and warms the engine up. */
  async load(first: () => Promise<void>): Promise<void> {
    try {
      this.menu.value = await fetchMenu();
      await first();
    } catch (error) {
      this.status.value = (error as Error).message;
    }
    if (this.simulated.value) void this.sim.warm();
    else {
      const table = await this.engineFor(this.build.value).warm();
      if (table) this.takeKnobs(table);
    }
  }

  // What is stored or in a link may be of another version: what cannot be turned so is dropped.
  private takeKnobs(table: KnobTable): void {
    this.knobs.value = table;
    this.change({});
  }

  /** showCosts goes to the table of what the simulated machine's time is spent on. */
  showCosts(): void {
    batch(() => {
      this.dialog.value = null;
      this.change({ engine: 'simulated' });
      this.panel.value = 'Machine';
      this.tab.value = 'why';
    });
  }

  /** choose takes a program from the menu into the editor. */
  async choose(id: string): Promise<void> {
    const plan = workloadPresets.find((one) => `plan:${one.name}` === id);
    if (plan) {
      this.generate(plan);
      return;
    }
    batch(() => {
      this.chosen.value = id;
      this.plan.value = null;
    });
    const program = this.menu.value.programs.find((p) => `go:${p.id}` === id);
    if (!program) return;
    const source = await fetchSource(program);
    if (this.chosen.value !== id) return;
    batch(() => {
      this.adopt(id, source);
      if (program.procs !== undefined) this.change({ procs: program.procs });
    });
  }

  /** adopt takes a program into the editor; `chosen` is the menu's entry it is. */
  adopt(chosen: string, source: string): void {
    batch(() => {
      this.chosen.value = chosen;
      this.plan.value = null;
      this.source.value = source;
      this.sourceVersion.value += 1;
      this.diagnostics.value = [];
      this.notice.value = '';
    });
  }

  change(changed: Partial<Settings>): void {
    const before = this.settings.value;
    const next = { ...before, ...changed };
    this.settings.value = { ...next, knobs: soundKnobs(this.knobs.value, next.knobs) };
    saveSettings(this.settings.value);
    if (this.settings.value.engine !== before.engine) this.switchEngine();
    if (this.settings.value.pace !== before.pace) this.sim.repace();
  }

  divide(changed: Partial<Panes>): void {
    this.panes.value = { ...this.panes.value, ...changed };
    savePanes(this.panes.value);
  }

  /** tick lets the workload's run, begun anew when its program has changed, go on by one tick. */
  tick(): void {
    if (this.edited.value) this.sim.unload();
    this.sim.tick();
  }

  // The run of the other engine is over: what it showed must not be taken for this one's.
  private switchEngine(): void {
    if (this.simulated.value) {
      this.run?.stop();
      void this.sim.warm();
    } else {
      this.sim.pause();
      this.sim.unload();
    }
    this.clear('Ready');
  }

  /** generate puts the program of a workload plan into the editor. */
  generate(plan: WorkloadPlan): void {
    batch(() => {
      const preset = workloadPresets.includes(plan);
      this.adopt(preset ? `plan:${plan.name}` : 'plan:', workloadSource(plan));
      this.plan.value = plan;
      this.change({ procs: plan.procs, seed: plan.seed, engine: 'simulated' });
    });
  }

  goTo(line: number, column: number): void {
    this.jump.value = { line, column };
  }

  /** start runs what is chosen; a live program that is running is left alone. */
  async start(): Promise<void> {
    if (this.simulated.value) return this.sim.start();
    if (this.running.value) return;
    const { procs, preempt, swap, leaks, knobs } = this.settings.value;
    const settings: RunSettings = {
      procs,
      preempt,
      swap,
      leaks,
      settings: knobs,
      timeoutMs: 0,
      outputLimitBytes: limits.outputBytes,
      memoryLimitBytes: limits.memoryBytes,
      eventsPerBatchMax,
      listedMax,
    };
    const program = this.program();
    this.clear('Starting');
    this.state.value = 'starting';
    this.run = this.engineFor(this.build.value).run(program, settings, {
      started: () => {
        this.state.value = 'running';
        this.status.value = 'Running';
      },
      batch: (arrived) => this.take(arrived),
    });
    const outcome = await this.run.outcome;
    this.run = null;
    this.finish(outcome);
  }

  stop(): void {
    if (this.simulated.value) this.sim.pause();
    if (!this.run) return;
    this.state.value = 'stopping';
    this.status.value = 'Stopping';
    this.run.stop();
  }

  private program(): Program {
    this.loadedSource.value = this.source.value;
    const name = this.workload.value;
    return name === null
      ? { kind: 'source', source: this.source.value, fileName }
      : { kind: 'workload', name };
  }

  private clear(status: string): void {
    batch(() => {
      this.output.clear();
      this.decisions.clear();
      this.history.clear();
      this.pending = null;
      this.picture.value = null;
      this.names.value = new Map();
      this.selected.value = null;
      this.cursorNs.value = null;
      this.diagnostics.value = [];
      this.outcome.value = null;
      this.status.value = status;
      this.frame.value += 1;
    });
  }

  // What the simulated half may do here.
  private stage(): Stage {
    return {
      output: this.output,
      decisions: this.decisions,
      history: this.history,
      settings: () => this.settings.value,
      change: (changed) => this.change(changed),
      clear: (status) => this.clear(status),
      program: () => this.program(),
      limits: (): SimLimits => ({
        swap: this.settings.value.swap,
        leaks: this.settings.value.leaks,
        outputLimitBytes: limits.outputBytes,
        memoryLimitBytes: simMemoryBytes,
        eventsPerBatchMax,
        listedMax,
      }),
      reject: (diagnostics) => this.conclude({ kind: 'rejected', diagnostics }),
      fail: (message) => this.conclude({ kind: 'crashed', message }),
      knobs: (table) => this.takeKnobs(table),
      show: (arrived, status, exitCode) => this.showSimulated(arrived, status, exitCode),
    };
  }

  private showSimulated(arrived: SimBatch, status: string, exitCode: number | null): void {
    if (!this.simulated.value) return;
    if (arrived.names.length > 0) {
      this.names.value = new Map([...this.names.value, ...arrived.names]);
    }
    this.state.value = arrived.activity === 'play' ? 'running' : 'idle';
    this.pending = readPicture(arrived.picture);
    this.status.value = status + (exitCode === null ? '' : this.leaks());
    this.outcome.value =
      exitCode === null ? null : { kind: 'exited', exitCode, cause: 'none', wallMs: 0 };
    this.askFrame();
  }

  private leaks(): string {
    return this.pending ? leakWords(leakedOf(this.pending)) : '';
  }

  // The engine of the chosen build; the other one's Worker is ended, so that only one ever lives.
  private engineFor(choice: BuildChoice): Engine {
    if (this.engine?.build !== choice.build) {
      this.engine?.dispose();
      this.engine = createEngine(choice.build);
    }
    return this.engine;
  }

  private take(arrived: Batch): void {
    if (this.simulated.value) return;
    for (const piece of arrived.output) this.output.write(piece);
    this.decisions.add(arrived.events, arrived.eventsSkipped);
    this.history.take(arrived.events, arrived.eventsSkipped);
    if (arrived.names.length > 0) {
      this.names.value = new Map([...this.names.value, ...arrived.names]);
    }
    this.pending = readPicture(arrived.picture);
    this.history.reach(this.pending.timeNs);
    if (this.history.skippedEvents > 0) {
      eachList(this.pending, (list) => this.history.learn(list.ids, list.functions));
    }
    this.askFrame();
  }

  private askFrame(): void {
    if (this.frameAsked) return;
    this.frameAsked = true;
    requestAnimationFrame(() => this.show());
  }

  private show(): void {
    this.frameAsked = false;
    batch(() => {
      if (this.pending) this.picture.value = this.pending;
      this.frame.value += 1;
    });
  }

  // The person may have gone over to the simulated machine before a live run ended.
  private finish(outcome: Outcome): void {
    if (this.simulated.value) this.state.value = 'idle';
    else this.conclude(outcome);
  }

  private conclude(outcome: Outcome): void {
    batch(() => {
      this.outcome.value = outcome;
      this.state.value = 'idle';
      switch (outcome.kind) {
        case 'exited':
          this.status.value = this.endingOf(outcome);
          break;
        case 'rejected':
          this.diagnostics.value = outcome.diagnostics;
          for (const d of outcome.diagnostics) {
            const place = d.line > 0 ? `${d.file}:${d.line}:${d.column}: ` : '';
            this.output.say('error', place + d.message);
          }
          this.status.value =
            outcome.diagnostics.length === 1
              ? 'Not run: 1 compile error'
              : `Not run: ${outcome.diagnostics.length} compile errors`;
          break;
        case 'killed':
          this.status.value = 'Stopped; its Worker did not answer and was ended';
          this.output.say('note', 'The program did not answer and was ended with its Worker.');
          break;
        case 'crashed':
          this.status.value = 'The engine failed';
          this.output.say('error', `The engine failed: ${outcome.message}`);
          break;
      }
    });
    this.show();
  }

  private endingOf(outcome: Extract<Outcome, { kind: 'exited' }>): string {
    const ranNs = this.pending?.timeNs ?? outcome.wallMs * 1e6;
    switch (outcome.cause) {
      case 'none':
        return `Exit status ${outcome.exitCode} after ${formatNs(ranNs)}${this.leaks()}`;
      case 'stopped':
        this.output.say('note', 'Stopped.');
        return `Stopped after ${formatNs(ranNs)}`;
      case 'timeout':
        this.output.say('note', 'Stopped: the time limit was reached.');
        return 'Stopped at the time limit';
      case 'outputLimit': {
        const limit = formatBytes(limits.outputBytes);
        this.output.say('note', `Stopped: the program wrote more than ${limit}.`);
        return `Stopped: more than ${limit} of output`;
      }
    }
  }
}
