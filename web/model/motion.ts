// Whether the board may show goroutines moving. The reader's wish for less motion wins over it.
import { readStored, writeStored } from './storage';

const storageKey = 'gopark.motion';

/** loadMotion: on unless it was switched off in this browser. */
export function loadMotion(): boolean {
  return readStored(storageKey) !== 'false';
}

export function saveMotion(on: boolean): void {
  writeStored(storageKey, on);
}
