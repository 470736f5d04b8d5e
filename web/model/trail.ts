// The trail of what was looked at, to go back and forth in.
import { sameSelection, type Selection } from './selection';

const keptMax = 100;

export interface Trail {
  readonly steps: readonly Selection[];
  /** Which of them is shown; -1: none. */
  readonly at: number;
}

export const noTrail: Trail = { steps: [], at: -1 };

/** shownOn is the step that is shown. */
export function shownOn(trail: Trail): Selection | null {
  return trail.steps[trail.at] ?? null;
}

/** visit adds a step after the one shown; what was ahead of it is forgotten. */
export function visit(trail: Trail, selection: Selection): Trail {
  if (sameSelection(shownOn(trail), selection)) return trail;
  const steps = [...trail.steps.slice(0, trail.at + 1), selection].slice(-keptMax);
  return { steps, at: steps.length - 1 };
}

/** move goes back (-1) or forth (1), as far as there is something. */
export function move(trail: Trail, by: 1 | -1): Trail {
  const at = trail.at + by;
  return at < 0 || at >= trail.steps.length ? trail : { ...trail, at };
}
