// What the page and the labs' Worker say to each other: one piece of work, then its progress and its
// result.
import type { Instance } from './ask';
import type { Check, ComputedQuestion, Level } from './lab';
import type { LevelReport, Overrides } from './levels';
import type { CheckReport } from './run_check';

export type LabTask =
  | { readonly do: 'check'; readonly check: Check; readonly source: string }
  | {
      readonly do: 'instance';
      readonly question: ComputedQuestion;
      readonly source: string;
      readonly seed: number;
    }
  | {
      readonly do: 'level';
      readonly level: Level;
      readonly source: string;
      readonly overrides: Overrides;
    }
  | { readonly do: 'verify'; readonly lab: string; readonly handIn: string };

/** CheckedReport says also at which event of the counterexample the check is broken; null: its end. */
export interface CheckedReport extends CheckReport {
  readonly brokenAt: number | null;
}

/** LabResults is what each task gives. */
export interface LabResults {
  readonly check: CheckedReport;
  readonly instance: Instance | null;
  readonly level: LevelReport;
  /** A report in plain text, or why there is none. */
  readonly verify: string;
}

export interface LabRequest {
  readonly id: number;
  /** The folder with the wasm builds. */
  readonly base: string;
  readonly task: LabTask;
}

export type LabAnswer =
  | { readonly id: number; readonly progress: number }
  | { readonly id: number; readonly result: LabResults[LabTask['do']] }
  | { readonly id: number; readonly failed: string };
