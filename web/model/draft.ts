// The program being written, kept in this browser between visits, so that closing the page loses
// nothing.

export interface Draft {
  /** The menu's entry it was made from. */
  readonly chosen: string;
  readonly source: string;
}

const storageKey = 'gopark.program';
const sourceMax = 1_000_000;

/** parseDraft reads what was stored; null when there is nothing to go on with. */
export function parseDraft(text: string | null): Draft | null {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<Draft> | null;
    if (typeof value?.chosen !== 'string' || typeof value.source !== 'string') return null;
    return { chosen: value.chosen, source: value.source };
  } catch {
    return null;
  }
}

/** loadDraft and saveDraft work without storage too (private windows refuse it). */
export function loadDraft(): Draft | null {
  try {
    return parseDraft(localStorage.getItem(storageKey));
  } catch {
    return null;
  }
}

export function saveDraft(draft: Draft): void {
  try {
    if (draft.source.length <= sourceMax) localStorage.setItem(storageKey, JSON.stringify(draft));
  } catch {
    // The draft then lasts as long as the page.
  }
}
