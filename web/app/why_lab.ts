// WhyLab: what is selected and what was before it, and when its explanation comes forward by itself.
//
// Whoever selects something on the board wants to know about it: the lower panel turns to Why, but
// only away from parts that are lists of such things. Whoever moves through the rows of a list wants
// to stay there: a line below the list says what is selected.
import { effect, type Signal, signal } from '@preact/signals';
import type { Selection } from '../model/selection';
import { move, noTrail, shownOn, type Trail, visit } from '../model/trail';

/** WhyStage is what of the lab it needs. */
export interface WhyStage {
  readonly selected: Signal<Selection | null>;
  /** The part of the lower panel that is shown. */
  part(): string;
  /** Shows the Why part there; on a phone `forward` brings the panel itself up, too. */
  open(forward: boolean): void;
}

/** Parts that give way to Why. From the others it is opened by the line's button. */
const yielding: readonly string[] = ['Decisions', 'Goroutines'];

export class WhyLab {
  readonly trail = signal<Trail>(noTrail);
  // What was selected by somebody who wants to stay where they are.
  private marked: Selection | null = null;

  constructor(private readonly stage: WhyStage) {
    effect(() => this.follow(stage.selected.value));
  }

  /** mark selects without opening anything: the person moves through a list. */
  mark(selection: Selection | null): void {
    this.marked = selection;
    this.stage.selected.value = selection;
  }

  /** ask opens the explanation of what is selected, or of what is given. */
  ask(selection: Selection | null = this.stage.selected.peek()): void {
    this.mark(selection);
    this.stage.open(true);
  }

  /** step goes through what was selected before: -1 back, 1 forth. */
  step(by: 1 | -1): void {
    this.trail.value = move(this.trail.peek(), by);
    this.mark(shownOn(this.trail.peek()));
  }

  private follow(selection: Selection | null): void {
    if (selection === null) {
      this.trail.value = noTrail;
      return;
    }
    this.trail.value = visit(this.trail.peek(), selection);
    if (selection !== this.marked && yielding.includes(this.stage.part())) this.stage.open(false);
  }
}
