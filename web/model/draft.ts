// The program being written, kept in this browser between visits, so that closing the page loses
// nothing.

import { readStored, storedFields, writeStored } from './storage';

export interface Draft {
  /** The menu's entry it was made from. */
  readonly chosen: string;
  readonly source: string;
}

const storageKey = 'gopark.program';
const sourceMax = 1_000_000;

/** parseDraft reads what was stored; null when there is nothing to go on with. */
export function parseDraft(text: string | null): Draft | null {
  const { chosen, source } = storedFields(text);
  return typeof chosen === 'string' && typeof source === 'string' ? { chosen, source } : null;
}

export function loadDraft(): Draft | null {
  return parseDraft(readStored(storageKey));
}

export function saveDraft(draft: Draft): void {
  if (draft.source.length <= sourceMax) writeStored(storageKey, draft);
}
