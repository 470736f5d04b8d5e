// What is selected in one line, where another part than Why is open: enough to know what it is, and
// a button for the rest.
import type { Explanation } from '../../model/explanation';
import { CrossIcon } from '../icons';

export interface AnswerLineProps {
  readonly told: Explanation;
  readonly onWhy: () => void;
  readonly onClear: () => void;
}

/** AnswerLine draws it. */
export function AnswerLine({ told, onWhy, onClear }: AnswerLineProps) {
  return (
    <div class="answer-line" role="group" aria-label="Selected">
      <p aria-live="polite">
        <b>{told.title}</b> <span>{told.lead}</span>
      </p>
      <button type="button" class="small-button" onClick={onWhy}>
        Why?
      </button>
      <button type="button" class="quiet-icon" aria-label="Select nothing" onClick={onClear}>
        <CrossIcon />
      </button>
    </div>
  );
}
