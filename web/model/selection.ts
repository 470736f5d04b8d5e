// What the person looks at: one selection and one moment, shared by the board, the timeline, the
// tables, the source and the explanations. Any of them may set either; all of them mark both.

/** Selection is a thing of the machine that was picked out. */
export type Selection =
  | { readonly kind: 'g' | 'm' | 'p'; readonly id: number }
  /** A channel, lock or timer, by its object number in the events. */
  | { readonly kind: 'object'; readonly id: number }
  | { readonly kind: 'event'; readonly seq: number }
  /** A choice of a simulated run, by its index. */
  | { readonly kind: 'decision'; readonly index: number };

/** sameSelection: both are the same thing, or nothing. */
export function sameSelection(a: Selection | null, b: Selection | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
