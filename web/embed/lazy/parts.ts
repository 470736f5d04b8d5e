// What of a program is edited: the part that is shown.
import { type Line, linesOf } from '../program_text';

/** Parts is a program of which only the middle is shown; editing replaces the middle. */
export interface Parts {
  readonly before: string;
  readonly shown: string;
  readonly after: string;
}

const join = (lines: readonly Line[]) => lines.map((line) => `${line.text}\n`).join('');

/** partsOf cuts hidden lines off both ends; those in the middle have to be shown to be edited. */
export function partsOf(program: string): Parts {
  const lines = linesOf(program);
  const first = lines.findIndex((line) => !line.hidden);
  const last = lines.findLastIndex((line) => !line.hidden);
  if (first < 0) return { before: '', shown: program, after: '' };
  return {
    before: join(lines.slice(0, first)),
    shown: join(lines.slice(first, last + 1)),
    after: join(lines.slice(last + 1)),
  };
}
