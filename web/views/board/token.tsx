// One goroutine as a token. Its shape says its state as well as its colour does: filled while it
// runs, outlined while it is runnable, dashed while it waits, dotted once it is known to wait for
// ever, square in a system call.
import { type GoList, isSystem, placeLine } from '../../engine/picture';
import { formatCount } from '../../model/format';
import { Pick, useName } from './board_context';

export type GState = 'running' | 'runnable' | 'waiting' | 'leaked' | 'syscall';

export interface TokenProps {
  readonly id: number;
  readonly state: GState;
  /** Its start function, as the picture has it. */
  readonly marked: number;
  /** Where it stopped last, 0: not known. */
  readonly place: number;
  /** What to say of it instead of its state: "waiting to send". */
  readonly doing?: string | undefined;
}

const words: Record<GState, string> = {
  running: 'running',
  runnable: 'runnable',
  waiting: 'waiting',
  leaked: 'waiting for ever',
  syscall: 'in a system call',
};

/** goroutineTitle names a goroutine, what it does and where it stopped last. */
export function goroutineTitle(id: number, name: string, doing: string, place: number): string {
  const line = placeLine(place);
  return `G${id}${name ? ` ${name}` : ''}: ${doing}${line > 0 ? `, line ${line}` : ''}`;
}

export function Token({ id, state, marked, place, doing }: TokenProps) {
  const nameOf = useName();
  const system = isSystem(marked);
  const does = (doing ?? words[state]) + (system ? ', of the runtime' : '');
  return (
    <Pick
      selection={{ kind: 'g', id }}
      class={`token ${state}${system ? ' system' : ''}`}
      title={goroutineTitle(id, nameOf(marked), does, place)}
      seat={id}
    >
      {id}
    </Pick>
  );
}

export interface TokenRowProps {
  readonly list: GoList;
  readonly state: GState;
  readonly doing?: string;
  readonly max: number;
}

/** TokenRow shows the first goroutines of a list, and how many more there are. */
export function TokenRow({ list, state, doing, max }: TokenRowProps) {
  if (list.length === 0) return null;
  const shown = Math.min(list.ids.length, max);
  return (
    <span class="tokens">
      {Array.from(list.ids.subarray(0, shown), (id, at) => (
        <Token
          key={id}
          id={id}
          state={state}
          marked={list.functions[at] ?? 0}
          place={list.places[at] ?? 0}
          doing={doing}
        />
      ))}
      {list.length > shown && <span class="more">+{formatCount(list.length - shown)}</span>}
    </span>
  );
}
