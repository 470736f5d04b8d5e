// What a text may be before it is given to the Markdown lexer, whose time grows with the square of
// the marks in a paragraph and of the depth of its nesting. A person writes nowhere near these bounds.
import type { Mistake } from './lab';

export const nestingMax = 16;
const paragraphMax = 8000;
const marksMax = 600;
const indentMax = 64;

// Marks of quotations and lists at the beginning of a line: each is a level.
function levels(line: string): number {
  const [lead = ''] = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))*/.exec(line) ?? [];
  return lead.replace(/[ \t\d]/g, '').length;
}

/** beyondBounds names the first place that is too much to be read, or null. */
export function beyondBounds(text: string, firstLine: number): Mistake | null {
  let length = 0;
  let marks = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const at = (message: string): Mistake => ({ line: firstLine + index, message });
    if (line.trim() === '') {
      length = marks = 0;
      continue;
    }
    length += line.length;
    if (length > paragraphMax)
      return at(`this paragraph is longer than ${paragraphMax} characters`);
    marks += line.replace(/[^*_~`[\]<>!\\&|]/g, '').length;
    if (marks > marksMax) return at(`this paragraph has more than ${marksMax} marks`);
    if (levels(line) > nestingMax || line.search(/\S/) > indentMax) {
      return at(`this text nests deeper than ${nestingMax}`);
    }
  }
  return null;
}
