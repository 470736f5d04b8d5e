// OneRun: a program run on the simulated machine from its start to wherever it is wanted, without
// going back: what checks, questions and levels of labs stand on. Its user gives it one slice after
// the other and takes out what each brought.
import { startProgram, type WasmSimModule, type WasmSimSession } from './module';
import type { Diagnostic, OutputPiece } from './protocol';
import type { Choice, RunTarget, RunWhy, SimPosition, StepKind } from './sim_protocol';

/** What a slice may use of the thread. */
const sliceNs = 8_000_000;
const outputPerTake = 64 * 1024 * 1024;
const eventsPerTake = 1e9;
/** Slices in which a program that was stopped has to have ended. */
const endingMax = 1000;

export interface OneRunOptions {
  readonly source: string;
  readonly schedule: string;
  /** Latest events kept while a slice runs; default: all. A run that is only looked at needs none. */
  readonly keepEvents: boolean;
}

export class OneRun {
  private constructor(private readonly session: WasmSimSession) {}

  /** start compiles a program; it stands before its first event, or is refused. */
  static start(module: WasmSimModule, options: OneRunOptions): OneRun | readonly Diagnostic[] {
    const { source, schedule, keepEvents } = options;
    const { error } = module.parseSchedule(schedule);
    if (error !== '') return [{ file: 'schedule', line: 0, column: 0, message: error }];
    const session = new module.Session({
      schedule,
      keepEvents,
      keptMax: 2 ** 31,
      leaks: 'mark',
    });
    const program = { kind: 'source', source, fileName: 'prog.go' } as const;
    const diagnostics = startProgram(session, program);
    if (diagnostics.length === 0) return new OneRun(session);
    session.delete();
    return diagnostics;
  }

  /** run goes on to the target for a slice; 'budget': it is not there yet. */
  run(target: RunTarget): RunWhy {
    return this.session.simRun(target, sliceNs);
  }

  /** step goes a step of this kind, or a slice. */
  step(kind: StepKind): RunWhy {
    return this.session.simStep(kind, sliceNs);
  }

  setBreakpoints(list: readonly string[]): void {
    this.session.simBreakpoints(list);
  }

  takeEvents(): Uint8Array {
    return this.session.takeEvents(eventsPerTake);
  }

  takeOutput(): OutputPiece[] {
    return this.session.takeOutput(outputPerTake).map(({ stream, bytes }) => ({
      stream: stream === 2 ? 'stderr' : 'stdout',
      bytes,
    }));
  }

  /** takeChoices are those up to here since the last call, without the frequent kinds. */
  takeChoices(): Choice[] {
    return this.session.simTakeDecisions();
  }

  get position(): SimPosition {
    return this.session.simPosition();
  }

  get exitCode(): number {
    return this.session.exitCode();
  }

  /** Words of readPicture(). */
  picture(listedMax: number): Uint32Array {
    return this.session.picture(listedMax);
  }

  /** schedule is the run's name as the engine writes it. */
  get schedule(): string {
    return this.session.simSchedule();
  }

  /** end gives the run up, wherever it stands. */
  end(): void {
    this.session.stop();
    for (let slice = 0; slice < endingMax && !this.session.done(); slice++) {
      this.session.simRun({}, sliceNs);
    }
    // A session whose machine did not leave must not be destroyed: its memory stays as it is.
    if (this.session.done()) this.session.delete();
  }
}
