// Lab: the page's state and what can be done with it. Views read the signals and call the methods;
// nothing else changes anything. Everything a run brings arrives through one batch callback and
// becomes visible at the next frame, so that drawing never falls behind the stream.
import { batch, computed, signal } from '@preact/signals';
import { type BuildChoice, chooseBuild, surroundings } from '../engine/builds';
import type { Engine, Outcome, RunHandle } from '../engine/engine';
import { type Picture, readPicture } from '../engine/picture';
import type { Batch, Diagnostic, Program, RunSettings } from '../engine/protocol';
import { createEngine } from '../engine/worker_factory';
import { DecisionLog } from '../model/decision_log';
import { formatBytes, formatNs } from '../model/format';
import { OutputLog } from '../model/output';
import {
  emptyMenu,
  fetchMenu,
  fetchSource,
  type GoProgram,
  type ProgramMenu,
} from '../model/programs';
import { loadSettings, saveSettings, type Settings } from '../model/settings';

export type RunState = 'idle' | 'starting' | 'running' | 'stopping';

export const fileName = 'prog.go';

/** Limits of a run in the page. A person can always press Stop; these are for what they cannot see. */
export const limits = {
  outputBytes: 32 * 1024 * 1024,
  memoryBytes: 512 * 1024 * 1024,
} as const;

const eventsPerBatchMax = 4_000;
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
  readonly jump = signal<{ line: number; column: number } | null>(null);
  readonly output = new OutputLog();
  readonly decisions = new DecisionLog();

  readonly build = computed<BuildChoice>(() =>
    chooseBuild(this.settings.value.build, surroundings()),
  );
  readonly workload = computed(() =>
    this.chosen.value.startsWith('cpp:') ? this.chosen.value.slice(4) : null,
  );
  readonly running = computed(() => this.state.value !== 'idle');

  private engine: Engine | null = null;
  private run: RunHandle | null = null;
  private pending: Picture | null = null;
  private frameAsked = false;

  /** load fetches the menu and the first program, and warms the engine up. */
  async load(): Promise<void> {
    try {
      this.menu.value = await fetchMenu();
      await this.choose(this.chosen.value);
    } catch (error) {
      this.status.value = (error as Error).message;
    }
    void this.engineFor(this.build.value).warm();
  }

  /** choose takes a program from the menu into the editor. */
  async choose(id: string): Promise<void> {
    this.chosen.value = id;
    const program = this.menu.value.programs.find((p) => `go:${p.id}` === id);
    if (!program) return;
    const source = await fetchSource(program);
    if (this.chosen.value !== id) return;
    this.replaceSource(source, program);
  }

  private replaceSource(source: string, program: GoProgram): void {
    batch(() => {
      this.source.value = source;
      this.sourceVersion.value += 1;
      this.diagnostics.value = [];
      if (program.procs !== undefined) this.change({ procs: program.procs });
    });
  }

  change(changed: Partial<Settings>): void {
    this.settings.value = { ...this.settings.value, ...changed };
    saveSettings(this.settings.value);
  }

  goTo(line: number, column: number): void {
    this.jump.value = { line, column };
  }

  /** start runs what is chosen; a program that is running is left alone. */
  async start(): Promise<void> {
    if (this.running.value) return;
    const name = this.workload.value;
    const program: Program =
      name === null
        ? { kind: 'source', source: this.source.value, fileName }
        : { kind: 'workload', name };
    const { procs, preempt, swap } = this.settings.value;
    const settings: RunSettings = {
      procs,
      preempt,
      swap,
      timeoutMs: 0,
      outputLimitBytes: limits.outputBytes,
      memoryLimitBytes: limits.memoryBytes,
      eventsPerBatchMax,
      listedMax,
    };
    batch(() => {
      this.output.clear();
      this.decisions.clear();
      this.pending = null;
      this.picture.value = null;
      this.names.value = new Map();
      this.diagnostics.value = [];
      this.outcome.value = null;
      this.state.value = 'starting';
      this.status.value = 'Starting';
      this.frame.value += 1;
    });
    this.run = this.engineFor(this.build.value).run(program, settings, {
      started: () => {
        this.state.value = 'running';
        this.status.value = 'Running';
      },
      batch: (arrived) => this.take(arrived),
    });
    const outcome = await this.run.outcome;
    this.run = null;
    this.conclude(outcome);
  }

  stop(): void {
    if (!this.run) return;
    this.state.value = 'stopping';
    this.status.value = 'Stopping';
    this.run.stop();
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
    for (const piece of arrived.output) this.output.write(piece);
    this.decisions.add(arrived.events, arrived.eventsSkipped);
    if (arrived.names.length > 0) {
      this.names.value = new Map([...this.names.value, ...arrived.names]);
    }
    this.pending = readPicture(arrived.picture);
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
        return `Exit status ${outcome.exitCode} after ${formatNs(ranNs)}`;
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
