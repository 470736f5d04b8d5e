// The choices of the run so far: what chance, or a person, decided. Any of them can be taken
// otherwise, which forks the run; the filter says at which kinds "You are the scheduler" stops.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type ChoiceKind, choiceKinds } from '../../engine/sim_protocol';
import { formatClock, formatCount } from '../../model/format';
import { Alternatives } from './question';
import type { SimProps } from './sim_props';

const kindWords: Record<ChoiceKind, string> = {
  stealOrder: 'whom to steal from',
  selectCase: 'select case',
  mapIteration: 'map order',
  program: 'random number',
  preemptHere: 'preempt here',
  coreNext: 'who gets a core',
  wakeLatency: 'wake-up delay',
  runNext: 'who goes on',
  runLength: 'for how long',
};

const rowsMax = 200;

/** Choices lists them, newest last. */
export function Choices(props: SimProps & { readonly tabs: ComponentChildren }) {
  const { batch, choices, asked, act, tabs } = props;
  const list = useRef<HTMLOListElement>(null);
  const events = batch?.position.events ?? 0;
  const past = choices.filter((choice) => choice.events <= events && asked.has(choice.kind));
  const shown = past.slice(-rowsMax);
  const newest = shown.at(-1)?.index;
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [newest]);
  const toggle = (kind: ChoiceKind) => {
    const next = new Set(asked);
    if (!next.delete(kind)) next.add(kind);
    act.askKinds(next);
  };
  return (
    <section class="panel decisions choices" aria-label="Choices">
      <header class="panel-head">
        {tabs}
        <div class="filters" role="group" aria-label="Kinds of choice to stop at and show">
          {choiceKinds.map((kind) => (
            <button
              type="button"
              key={kind}
              class="chip"
              aria-pressed={asked.has(kind)}
              onClick={() => toggle(kind)}
            >
              {kindWords[kind]}
            </button>
          ))}
        </div>
        <span class="aside">
          {formatCount(past.length)} {past.length === 1 ? 'choice' : 'choices'}
        </span>
      </header>
      <ol class="decision-list" tabIndex={0} ref={list}>
        {shown.map((choice) => (
          <li key={choice.index} class={choice.overridden ? 'choice overridden' : 'choice'}>
            <span class="when">{formatClock(choice.timeNs)}</span>
            <button
              type="button"
              class="bare what"
              title="Go there"
              onClick={() => act.seek({ events: choice.events })}
            >
              {choice.question}
            </button>
            <Alternatives choice={choice} onChoose={(one) => act.choose(choice.index, one)} />
          </li>
        ))}
        {shown.length === 0 && (
          <li class="empty">
            What chance decides appears here: whom a thief visits first, which ready case a select
            takes. Take another answer and the run forks.
          </li>
        )}
      </ol>
    </section>
  );
}
