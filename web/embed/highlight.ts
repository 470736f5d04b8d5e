// Go's colours, light: a scan by one regular expression into pieces of a class each. What it does not
// know stays plain; nothing depends on it being right.
import { h } from './dom';

export type PieceKind = '' | 'comment' | 'string' | 'number' | 'keyword' | 'type' | 'function';

export interface Piece {
  readonly kind: PieceKind;
  readonly text: string;
}

const kinds: readonly PieceKind[] = [
  '',
  'comment',
  'string',
  'number',
  'keyword',
  'type',
  'function',
];
const keywords =
  'break|case|chan|const|continue|default|defer|else|fallthrough|for|func|go|goto|if|import|interface|map|package|range|return|select|struct|switch|type|var';
const types =
  'any|bool|byte|comparable|complex64|complex128|error|float32|float64|u?int(?:8|16|32|64)?|uintptr|rune|string';

const scanner = new RegExp(
  [
    String.raw`(\/\/.*|\/\*[^]*?(?:\*\/|$))`,
    String.raw`("(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|` + '`[^`]*(?:`|$))',
    String.raw`(\b(?:0[xXbBoO][\da-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?)\b)`,
    String.raw`\b(${keywords})\b`,
    String.raw`\b(${types}|nil|true|false|iota)\b`,
    String.raw`\b([A-Za-z_]\w*)(?=\()`,
    // Words are taken whole, so that no part of one is something else.
    String.raw`(?:[A-Za-z_]\w*)`,
  ].join('|'),
  'g',
);

/** highlight cuts a program into pieces; put together they are the program again. */
export function highlight(text: string): Piece[] {
  const pieces: Piece[] = [];
  const add = (kind: PieceKind, part: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + part };
    else if (part !== '') pieces.push({ kind, text: part });
  };
  let at = 0;
  for (const match of text.matchAll(scanner)) {
    add('', text.slice(at, match.index));
    const groups: (string | undefined)[] = match;
    add(kinds[groups.findIndex((part, index) => index > 0 && part !== undefined)] ?? '', match[0]);
    at = match.index + match[0].length;
  }
  add('', text.slice(at));
  return pieces;
}

/** coloured makes the pieces of a line elements. */
export function coloured(pieces: readonly Piece[]): (Node | string)[] {
  return pieces.map(({ kind, text }) =>
    kind === '' ? text : h('span', { class: `gp-${kind}` }, text),
  );
}

/** byLine cuts the pieces of a program at its line ends. */
export function byLine(pieces: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  for (const { kind, text } of pieces) {
    text.split('\n').forEach((part, index) => {
      if (index > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ kind, text: part });
    });
  }
  return lines;
}
