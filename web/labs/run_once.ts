// One run of a program for a lab: driven to its end or its limits, and what it was like.
import type { WasmSimModule } from '../engine/module';
import type { Diagnostic } from '../engine/protocol';
import { OneRun } from '../engine/sim_once';
import { Figures } from './figures';

/** Instructions and scheduler steps of a run: a bound that does not depend on the computer. */
const ticksMax = 50_000_000;
const outputBytesMax = 1_000_000;

/** LabEngine is where labs run: the st build, and a way to let others have their turn. */
export interface LabEngine {
  readonly module: WasmSimModule;
  /** Called between slices; it throws when nobody wants the result any more. */
  pause(): Promise<void>;
}

/** Ending is how a run came to its end: by itself, or at one of its limits. */
export type Ending = 'ended' | 'stuck' | 'time' | 'steps' | 'output';

export const endingWords: Readonly<Record<Exclude<Ending, 'ended'>, string>> = {
  stuck: 'it stopped with nothing left that could ever happen',
  time: 'it was not over after the virtual time it may take',
  steps: 'it was not over after 50 million steps of the simulated machine',
  output: 'it wrote more than 1 MB',
};

/** RunResult is one run, over. */
export interface RunResult {
  readonly ending: Ending;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly figures: Figures;
  /** The run's name: what opens it in the stepper. */
  readonly schedule: string;
  /** Events it consisted of. */
  readonly events: number;
}

/** Refused: the program does not compile, or the schedule is none. */
export interface Refused {
  readonly diagnostics: readonly Diagnostic[];
}

/** OutputText gathers what a run writes. */
export class OutputText {
  private readonly decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  readonly text = { stdout: '', stderr: '' };
  bytes = 0;

  take(run: OneRun): void {
    for (const { stream, bytes } of run.takeOutput()) {
      this.text[stream] += this.decoders[stream].decode(bytes, { stream: true });
      this.bytes += bytes.length;
    }
  }
}

/** runOnce runs a program once. */
export async function runOnce(
  engine: LabEngine,
  source: string,
  schedule: string,
  limitNs: number,
): Promise<RunResult | Refused> {
  const run = OneRun.start(engine.module, { source, schedule, keepEvents: true });
  if (!(run instanceof OneRun)) return { diagnostics: run };
  try {
    const figures = new Figures();
    const output = new OutputText();
    let ending: Ending | null = null;
    while (ending === null) {
      const why = run.run({ timeNs: limitNs, tick: ticksMax });
      figures.take(run.takeEvents());
      output.take(run);
      if (output.bytes > outputBytesMax) ending = 'output';
      else if (why === 'ended' || why === 'stuck') ending = why;
      else if (why !== 'budget') ending = run.position.tick >= ticksMax ? 'steps' : 'time';
      else await engine.pause();
    }
    figures.finish();
    return {
      ending,
      exitCode: run.exitCode,
      ...output.text,
      figures,
      schedule: run.schedule,
      events: run.position.events,
    };
  } finally {
    run.end();
  }
}
