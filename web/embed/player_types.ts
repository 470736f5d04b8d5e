// What the element and the part of it that is loaded on demand know of each other. Types only: the
// loader imports nothing of what it may never need.
import type { Diagnostic } from '../engine/protocol';
import type { AttributeName, ViewName } from './options';

export const fileName = 'prog.go';

export type PlayState = 'idle' | 'loading' | 'running' | 'paused' | 'ended' | 'rejected' | 'failed';

/** Where a run is to go: to an event, or to a moment of virtual time. */
export interface Moment {
  readonly events?: number;
  readonly timeNs?: number;
}

/** Shown is what the element itself shows of a run. */
export interface Shown {
  readonly state: PlayState;
  /** One line for the status; empty: what it says before a run. */
  readonly status: string;
  readonly tone: '' | 'good' | 'bad';
  /** The line whose instruction is next. */
  readonly line: number | null;
  readonly events: number;
  readonly timeNs: number;
  /** Names the run; empty: none was loaded. */
  readonly schedule: string;
}

export interface StepDetail {
  readonly events: number;
  readonly timeNs: number;
  readonly line: number | null;
}

export interface OutputDetail {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface OutcomeDetail {
  readonly kind: 'exited' | 'stuck' | 'rejected' | 'failed';
  readonly exitCode: number;
  readonly stdout: string;
  readonly events: number;
  readonly timeNs: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly message: string;
}

export interface CheckDetail {
  readonly expected: string;
  readonly got: string;
}

/** GoParkEvents are the element's events by name. */
export interface GoParkEvents {
  ready: { readonly code: string };
  step: StepDetail;
  output: OutputDetail;
  outcome: OutcomeDetail;
  pass: CheckDetail;
  fail: CheckDetail;
}

/** PlayerHost is the element as the player sees it. */
export interface PlayerHost {
  /** Address of the folder of embed.js. */
  readonly base: string;
  attribute(name: AttributeName): string | null;
  program(): string;
  /** Where a view is drawn; null: it is not asked for. */
  root(view: Exclude<ViewName, 'code'> | 'slider'): HTMLElement | null;
  show(shown: Shown): void;
  emit<K extends keyof GoParkEvents>(name: K, detail: GoParkEvents[K]): void;
  /** Points out a line of the program. */
  point(line: number): void;
}

/** PlayerPart is what the element asks of a run. */
export interface PlayerPart {
  run(): Promise<void>;
  pause(): void;
  step(count: number): Promise<void>;
  back(count: number): Promise<void>;
  seek(to: Moment): Promise<void>;
  /** Resolves when no embed of the page needs the engine. */
  free(): Promise<void>;
  /** Forgets the run: the next one is of the program and the options as they are then. */
  reset(): void;
  /** Draws again: views came or went, or the colours changed. */
  redraw(): void;
  /** Tells whether anybody can see it: what nobody sees does not run. */
  seen(visible: boolean): void;
  dispose(): void;
}
