// The choices of the run so far: what chance, or a person, decided. Any of them can be taken
// otherwise, which forks the run; the filter says at which kinds "You are the scheduler" stops.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type ChoiceKind, choiceKinds } from '../../engine/sim_protocol';
import { formatClock, formatCount } from '../../model/format';
import { Alternatives } from './question';
import type { Selection } from '../../model/selection';
import { rowKey } from '../rows';
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
export function Choices(
  props: SimProps & {
    readonly tabs: ComponentChildren;
    readonly selected: Selection | null;
    readonly onSelect: (selection: Selection) => void;
    readonly onWhy: () => void;
  },
) {
  const { batch, choices, asked, act, tabs } = props;
  const list = useRef<HTMLOListElement>(null);
  const events = batch?.position.events ?? 0;
  const past = choices.filter((choice) => choice.events <= events && asked.has(choice.kind));
  const shown = past.slice(-rowsMax);
  const newest = shown.at(-1)?.index;
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [newest]);
  const chosen = props.selected?.kind === 'decision' ? props.selected.index : null;
  const select = (index: number) => props.onSelect({ kind: 'decision', index });
  // The arrows move along the questions; what else is in a row keeps its own keys.
  const press = (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.closest('.alternatives')) return;
    const at = shown.findIndex((choice) => choice.index === chosen);
    const row = rowKey(event, at, shown.length);
    const choice = row === null ? undefined : shown[row];
    if (choice) {
      select(choice.index);
      list.current?.querySelector<HTMLElement>(`[data-choice="${choice.index}"] .what`)?.focus();
    } else if (event.key === 'Enter' && event.target === list.current && chosen !== null) {
      props.onWhy();
    } else return;
    event.preventDefault();
  };
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
      <ol class="decision-list" tabIndex={0} ref={list} onKeyDown={press}>
        {shown.map((choice) => (
          <li
            key={choice.index}
            class={choice.overridden ? 'choice overridden' : 'choice'}
            data-choice={choice.index}
            data-selected={choice.index === chosen ? '' : undefined}
            onClick={(event) => {
              if (event.target === event.currentTarget) select(choice.index);
            }}
          >
            <span class="when">{formatClock(choice.timeNs)}</span>
            <button
              type="button"
              class="bare what"
              title="Go there"
              aria-current={choice.index === chosen ? 'true' : undefined}
              onClick={() => {
                select(choice.index);
                act.seek({ events: choice.events });
              }}
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
