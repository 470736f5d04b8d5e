// Sentences with links in them. Explanations are written as plain text, and what they name in it
// (G17, P2, M0, channel #4, event 312, line 9, a term of the glossary) becomes a link here.
import { glossary, type Term } from './glossary';
import type { Selection } from './selection';

/** Piece is a part of a sentence: words, or something named that can be followed. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'thing'; readonly text: string; readonly to: Selection }
  | { readonly kind: 'line'; readonly text: string; readonly line: number }
  | { readonly kind: 'term'; readonly text: string; readonly term: Term };

const things = String.raw`\b([GPM])(\d+)\b|#(\d+)|\bevents? (\d+)\b|\bchoice (\d+)\b|\bline (\d+)\b`;
const pattern = new RegExp(
  [things, ...glossary.map((term) => String.raw`\b(?:${term.match.source})\b`)]
    .map((part) => `(?:${part})`)
    .join('|'),
  'g',
);

function termOf(text: string): Term | undefined {
  return glossary.find((term) => new RegExp(`^(?:${term.match.source})$`).test(text));
}

function pieceOf(match: RegExpExecArray, seen: Set<string>): Piece {
  const [text, letter, id, object, event, choice, line] = match;
  if (letter !== undefined) {
    const kind = letter.toLowerCase() as 'g' | 'p' | 'm';
    // The scheduler itself has goroutine 0, which cannot be looked at.
    if (kind === 'g' && Number(id) === 0) return { kind: 'text', text };
    return { kind: 'thing', text, to: { kind, id: Number(id) } };
  }
  if (object !== undefined)
    return { kind: 'thing', text, to: { kind: 'object', id: Number(object) } };
  if (event !== undefined)
    return { kind: 'thing', text, to: { kind: 'event', seq: Number(event) } };
  if (choice !== undefined) {
    return { kind: 'thing', text, to: { kind: 'decision', index: Number(choice) } };
  }
  if (line !== undefined) return { kind: 'line', text, line: Number(line) };
  const term = termOf(text);
  if (!term || seen.has(term.name)) return { kind: 'text', text };
  seen.add(term.name);
  return { kind: 'term', text, term };
}

/**
 * linked takes a sentence apart. A term is marked only once per `seen`: an explanation in which every
 * other word is underlined is not read.
 */
export function linked(sentence: string, seen = new Set<string>()): Piece[] {
  const pieces: Piece[] = [];
  const put = (piece: Piece): void => {
    const before = pieces.at(-1);
    if (piece.kind === 'text' && before?.kind === 'text') {
      pieces[pieces.length - 1] = { kind: 'text', text: before.text + piece.text };
    } else if (piece.text !== '') {
      pieces.push(piece);
    }
  };
  let at = 0;
  for (const match of sentence.matchAll(pattern)) {
    put({ kind: 'text', text: sentence.slice(at, match.index) });
    put(pieceOf(match, seen));
    at = match.index + match[0].length;
  }
  put({ kind: 'text', text: sentence.slice(at) });
  return pieces;
}

/** plain is a sentence without its links, for titles and screen readers. */
export function plain(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.text).join('');
}
