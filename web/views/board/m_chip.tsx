// One M as a chip; its border says what it does as well as its colour.
import type { MState, ThreadPicture } from '../../engine/picture';
import { Pick } from './board_context';

export const threadWords: Record<MState, string> = {
  running: 'running',
  scheduling: 'scheduling',
  spinning: 'spinning',
  syscall: 'in syscall',
  idle: 'idle',
  gone: 'gone',
};

/** MChip draws an M. */
export function MChip({ thread }: { readonly thread: ThreadPicture }) {
  const { id, state, p, g, lockedG } = thread;
  const title = [
    `M${id}: ${threadWords[state]}`,
    p === null ? 'no P' : `with P${p}`,
    ...(g === 0 ? [] : [`G${g}`]),
    ...(lockedG === 0 ? [] : [`G${lockedG} is locked to it`]),
  ].join(', ');
  return (
    <Pick selection={{ kind: 'm', id }} class={`m-chip ${state}`} title={title}>
      M{id}
      {lockedG !== 0 && <span class="locked">G{lockedG}</span>}
    </Pick>
  );
}
