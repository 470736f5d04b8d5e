// What comes from programs and from other people, made fit for a line of a terminal or a page.

/** printable replaces the characters that move a cursor, or turn the direction of writing. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, ' ');
}
