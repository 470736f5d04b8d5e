// What the views of a simulated run show, and what can be done in them.
import type { Choice, ChoiceKind, CostInfo, RunTarget, SimBatch } from '../../engine/sim_protocol';
import type { Settings } from '../../model/settings';

export interface SimActions {
  change(changed: Partial<Settings>): void;
  toggle(): void;
  step(): void;
  stepBack(): void;
  seek(to: RunTarget): void;
  toEnd(): void;
  toBreakpoint(): void;
  tick(): void;
  choose(decision: number, alternative: number): void;
  fault(text: string): void;
  runSeed(seed: number): void;
  replay(schedule: string): void;
  setBreakpoints(list: readonly string[]): void;
  useBreakpoints(use: boolean): void;
  ask(on: boolean): void;
  askKinds(kinds: ReadonlySet<ChoiceKind>): void;
  branch(id: number): void;
  compare(a: number, b: number): void;
  costChanges(changes: Readonly<Record<string, number>>): void;
}

export interface SimProps {
  readonly batch: SimBatch | null;
  readonly choices: readonly Choice[];
  readonly settings: Settings;
  readonly loading: boolean;
  /** The program was changed since this run was loaded. */
  readonly edited: boolean;
  readonly notice: string;
  readonly breakpoints: readonly string[];
  readonly breakpointFaults: readonly string[];
  readonly breakpointsUsed: boolean;
  readonly asking: boolean;
  readonly asked: ReadonlySet<ChoiceKind>;
  readonly costs: readonly CostInfo[];
  readonly changedCosts: Readonly<Record<string, number>>;
  readonly scheduleFault: string;
  readonly act: SimActions;
}
