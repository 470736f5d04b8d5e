// How the page is divided: the share of an open lab, of the left column, of the editor in it, and of
// the board in the right one. Remembered between visits.

import { readStored, storedFields, writeStored } from './storage';

export const paneNames = ['lab', 'left', 'code', 'board'] as const;
export type PaneName = (typeof paneNames)[number];

/** Panes are shares of the whole, between paneMin and paneMax. */
export type Panes = Readonly<Record<PaneName, number>>;

export const defaultPanes: Panes = { lab: 0.3, left: 0.36, code: 0.62, board: 0.76 };
export const paneMin = 0.15;
export const paneMax = 0.85;
/** What an arrow key moves a divider by. */
export const paneStep = 0.02;

const storageKey = 'gopark.panes';

/** clampPane keeps both sides of a divider usable. */
export function clampPane(share: number): number {
  return Math.min(paneMax, Math.max(paneMin, share));
}

/** parsePanes reads what was stored, field by field. */
export function parsePanes(text: string | null): Panes {
  const stored = storedFields(text);
  const read = (name: PaneName) => {
    const share = stored[name];
    return typeof share === 'number' && Number.isFinite(share)
      ? clampPane(share)
      : defaultPanes[name];
  };
  return { lab: read('lab'), left: read('left'), code: read('code'), board: read('board') };
}

export function loadPanes(): Panes {
  return parsePanes(readStored(storageKey));
}

export function savePanes(panes: Panes): void {
  writeStored(storageKey, panes);
}

/** keyedShare is where a key moves a divider, null for keys that do not; Home and End go to the ends. */
export function keyedShare(key: string, share: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowUp':
      return clampPane(share - paneStep);
    case 'ArrowRight':
    case 'ArrowDown':
      return clampPane(share + paneStep);
    case 'Home':
      return paneMin;
    case 'End':
      return paneMax;
    default:
      return null;
  }
}
