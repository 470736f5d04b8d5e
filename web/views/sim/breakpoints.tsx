// Breakpoints: a list of short texts. A click beside a line of the editor adds or takes one, too.
import { useState } from 'preact/hooks';
import { Popover } from '../controls';
import { CrossIcon } from '../icons';
import type { SimProps } from './sim_props';

const examples: readonly (readonly [string, string])[] = [
  ['line 12', 'a goroutine comes to this line'],
  ['event steal', 'an event of this kind'],
  ['g 7', 'an event of this goroutine; also p 1, m 3, chan 2'],
  ['P1.runq > 5', 'so many wait in a P’s queue'],
  ['global > 0', 'also goroutines, runnable, idle, spinning, threads'],
  ['deadlock', 'all goroutines are asleep'],
  ['time 10ms', 'virtual time has come so far'],
];

function List({ breakpoints, breakpointFaults, act }: SimProps) {
  return (
    <ul class="breakpoint-list">
      {breakpoints.map((one, index) => {
        const fault = breakpointFaults[index] ?? '';
        return (
          <li key={one} class={fault === '' ? '' : 'faulty'}>
            <span class="mono">{one}</span>
            <button
              type="button"
              class="bare"
              aria-label={`Remove ${one}`}
              onClick={() => act.setBreakpoints(breakpoints.filter((other) => other !== one))}
            >
              <CrossIcon />
            </button>
            {fault !== '' && (
              <p class="bad" role="alert">
                {fault}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Breakpoints is the editor of the list, behind a button that counts them. */
export function Breakpoints(props: SimProps) {
  const { breakpoints, breakpointFaults, breakpointsUsed, act, loading } = props;
  const [text, setText] = useState('');
  const add = () => {
    const trimmed = text.trim();
    if (trimmed === '' || breakpoints.includes(trimmed)) return;
    act.setBreakpoints([...breakpoints, trimmed]);
    setText('');
  };
  const faulty = breakpointFaults.some((fault) => fault !== '');
  return (
    <Popover
      class="breakpoints"
      label={faulty ? 'Breakpoints, one was not understood' : 'Breakpoints'}
      title="Where the run should stop"
      button={
        <>
          Breakpoints
          {breakpoints.length > 0 && (
            <b class={faulty ? 'badge bad' : 'badge'}>{breakpoints.length}</b>
          )}
        </>
      }
    >
      {breakpoints.length > 0 && <List {...props} />}
      <form
        class="add"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <input
          type="text"
          value={text}
          placeholder="line 12"
          aria-label="New breakpoint"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="small-button">
          Add
        </button>
      </form>
      <dl class="forms">
        {examples.map(([form, meaning]) => (
          <div key={form}>
            <dt class="mono">{form}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">A click left of a line number sets one, too.</p>
      <div class="popover-foot">
        <label class="check">
          <input
            type="checkbox"
            checked={breakpointsUsed}
            onChange={(event) => act.useBreakpoints(event.currentTarget.checked)}
          />
          Play stops at them
        </label>
        <button
          type="button"
          class="small-button"
          disabled={loading || breakpoints.length === 0}
          onClick={() => act.toBreakpoint()}
        >
          Run to the next
        </button>
      </div>
    </Popover>
  );
}
