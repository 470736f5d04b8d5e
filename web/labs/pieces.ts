// A lab's text cut into headings of steps, fenced blocks and the prose between them. Only what begins
// at the left edge counts: a block within a list or a quotation is prose.
import type { Notes } from './fields';

export interface Fence {
  readonly kind: 'fence';
  /** Of the opening fence. */
  readonly line: number;
  readonly info: string;
  readonly text: string;
}

interface Text {
  readonly line: number;
  readonly text: string;
}

export type Piece =
  (Text & { readonly kind: 'heading' }) | (Text & { readonly kind: 'prose' }) | Fence;

/** cut takes the lines from index `start` on apart. */
export function cut(lines: readonly string[], start: number, notes: Notes): Piece[] {
  const pieces: Piece[] = [];
  let prose: string[] = [];
  let proseLine = start + 1;
  const endProse = (next: number): void => {
    if (prose.some((line) => line.trim() !== '')) {
      pieces.push({ kind: 'prose', line: proseLine, text: prose.join('\n') });
    }
    prose = [];
    proseLine = next;
  };
  for (let index = start; index < lines.length; index++) {
    const text = lines[index] ?? '';
    const line = index + 1;
    const fence = /^(`{3,}|~{3,})\s*([^`]*)$/.exec(text);
    const heading = /^(#{1,2})(?:\s+(.*?))?(?:\s+#+)?\s*$/.exec(text);
    if (fence?.[1] !== undefined) {
      endProse(line);
      const end = closing(lines, index, fence[1]);
      if (end < 0) notes.add(line, `this block has no end: a line ${fence[1]}`);
      const last = end < 0 ? lines.length : end;
      const body = lines.slice(index + 1, last).join('\n');
      pieces.push({ kind: 'fence', line, info: (fence[2] ?? '').trim(), text: body });
      index = last;
      proseLine = last + 2;
    } else if (heading) {
      endProse(line);
      if (heading[1] === '#') notes.add(line, 'a step is ##: the title is in the front matter');
      pieces.push({ kind: 'heading', line, text: heading[2] ?? '' });
      proseLine = line + 1;
    } else prose.push(text);
  }
  endProse(lines.length);
  return pieces;
}

function closing(lines: readonly string[], open: number, fence: string): number {
  for (let index = open + 1; index < lines.length; index++) {
    const text = lines[index]?.trimEnd() ?? '';
    if (text.length >= fence.length && text === (fence[0] ?? '').repeat(text.length)) return index;
  }
  return -1;
}
