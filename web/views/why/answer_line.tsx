// What is selected in one line, where another part than Why is open: enough to know what it is, and
// a button for the rest.
import type { Explanation } from '../../model/explanation';
import { CrossIcon } from '../icons';

export interface AnswerLineProps {
  readonly told: Explanation;
  readonly onWhy: () => void;
  readonly onClear: () => void;
}

// "G17 worker" and "G17 is runnable" become one sentence.
function wordsAfter({ title, lead }: Explanation): string {
  const name = title.split(' ', 1)[0] ?? '';
  return lead.startsWith(`${name} `) ? lead.slice(name.length + 1) : lead;
}

/** AnswerLine draws it. */
export function AnswerLine({ told, onWhy, onClear }: AnswerLineProps) {
  return (
    <div class="answer-line" role="group" aria-label="Selected">
      <p aria-live="polite">
        <b>{told.title}</b> <span>{wordsAfter(told)}</span>
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
