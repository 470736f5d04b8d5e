// One goroutine as a token. Its shape says its state as well as its colour does: filled while it
// runs, outlined while it is runnable, dashed while it waits, dotted once it is known to wait for ever, square in a system call.

export type GState = 'running' | 'runnable' | 'waiting' | 'leaked' | 'syscall';

export interface TokenProps {
  readonly id: number;
  readonly state: GState;
  readonly name?: string | undefined;
  readonly system?: boolean;
}

const words: Record<GState, string> = {
  running: 'running',
  runnable: 'runnable',
  waiting: 'waiting',
  leaked: 'waiting for ever',
  syscall: 'in a system call',
};

export function Token({ id, state, name, system }: TokenProps) {
  const kind = system ? ', of the runtime' : '';
  return (
    <span
      class={`token ${state}${system ? ' system' : ''}`}
      title={`G${id}${name ? ` ${name}` : ''}: ${words[state]}${kind}`}
    >
      {id}
    </span>
  );
}
