// The log of decisions: who did what, and why, in plain words. While a program runs it samples the
// stream a few times a second, slow enough to read; afterwards the last ones can be scrolled.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DecisionLog, LoggedDecision } from '../model/decision_log';
import { formatClock, formatShort } from '../model/format';
import { type DecisionKind, decisionKinds } from '../model/narrate';
import { noId } from '../engine/records';
import type { Selection } from '../model/selection';
import { rowKey } from './rows';
import { useSampled } from './sampled';

export interface DecisionsProps {
  readonly log: DecisionLog;
  readonly version: number;
  readonly running: boolean;
  /** Instead of the heading. */
  readonly title?: ComponentChildren;
  /** Left out where nothing can be picked out, as in an embed. */
  readonly selected?: Selection | null;
  readonly onSelect?: (selection: Selection) => void;
  /** Opens the explanation of what is selected. */
  readonly onWhy?: () => void;
}

const liveRows = 40;
const restRows = 400;

const kindTitles: Record<DecisionKind, string> = {
  pick: 'which goroutine runs next',
  steal: 'stealing',
  search: 'looking for work in vain',
  queue: 'what goes into which queue',
  park: 'goroutines that stop',
  ready: 'goroutines that are woken',
  preempt: 'yielding and preemption',
  syscall: 'system calls and hand-off',
  thread: 'Ms: threads',
  timer: 'timers',
  sync: 'channels and locks',
  world: 'the whole machine',
};

const shownAtFirst: readonly DecisionKind[] = decisionKinds.filter(
  (kind) => kind !== 'sync' && kind !== 'timer' && kind !== 'search',
);

const rowId = (seq: number): string => `decision-${seq}`;

interface RowProps {
  readonly entry: LoggedDecision;
  readonly selected: boolean;
}

function Row({ entry, selected }: RowProps) {
  const { record, kind, text } = entry;
  return (
    <li
      class={`decision kind-${kind}`}
      role="option"
      id={rowId(record.seq)}
      data-seq={record.seq}
      aria-selected={selected}
    >
      <span class="when">{formatClock(record.timeNs)}</span>
      <span class="who">{record.m === noId ? '' : `M${record.m}`}</span>
      <span class="kind">{kind}</span>
      <span class="what">{text}</span>
    </li>
  );
}

function seqOf(target: EventTarget | null): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-seq]') : null;
  return row ? Number(row.dataset['seq']) : null;
}

/** Decisions shows the newest entries of the log. */
export function Decisions(props: DecisionsProps) {
  const { log, version, running, title, onSelect, onWhy } = props;
  const [kinds, setKinds] = useState<ReadonlySet<DecisionKind>>(new Set(shownAtFirst));
  const sampled = useSampled(version, running);
  const list = useRef<HTMLOListElement>(null);
  const entries = useMemo(
    () => log.latest(running ? liveRows : restRows, kinds),
    [sampled, running, kinds],
  );
  const seq = props.selected?.kind === 'event' ? props.selected.seq : null;
  const at = entries.findIndex((entry) => entry.record.seq === seq);
  // The newest are in view, unless somebody looks at one of the others.
  useEffect(() => {
    if (list.current && at < 0) list.current.scrollTop = list.current.scrollHeight;
  }, [entries]);
  useEffect(() => {
    if (seq !== null) document.getElementById(rowId(seq))?.scrollIntoView({ block: 'nearest' });
  }, [seq, entries]);

  // The same rows are handed to Preact until the entries change: a frame then costs nothing here.
  const rows = useMemo(
    () =>
      entries.map((entry) => (
        <Row entry={entry} selected={entry.record.seq === seq} key={entry.record.seq} />
      )),
    [entries, seq],
  );

  const click = (event: MouseEvent) => {
    const clicked = seqOf(event.target);
    if (clicked !== null) onSelect?.({ kind: 'event', seq: clicked });
  };
  const press = (event: KeyboardEvent) => {
    const row = rowKey(event, at, entries.length);
    const record = row === null ? undefined : entries[row]?.record;
    if (record) onSelect?.({ kind: 'event', seq: record.seq });
    else if (event.key === 'Enter' && !event.shiftKey && seq !== null) onWhy?.();
    else return;
    event.preventDefault();
  };

  const toggle = (kind: DecisionKind) => {
    const next = new Set(kinds);
    if (!next.delete(kind)) next.add(kind);
    setKinds(next);
  };

  return (
    <section class="panel decisions" aria-label="Decisions">
      <header class="panel-head">
        {title ?? <h2>Decisions</h2>}
        <div class="filters" role="group" aria-label="Kinds of decision shown">
          {decisionKinds.map((kind) => (
            <button
              type="button"
              key={kind}
              class={`chip kind-${kind}`}
              aria-pressed={kinds.has(kind)}
              title={kindTitles[kind]}
              onClick={() => toggle(kind)}
            >
              {kind}
            </button>
          ))}
        </div>
        <span class="aside">{formatShort(log.total)} events</span>
      </header>
      {entries.length === 0 ? (
        <div class="decision-list">
          <p class="empty">
            {log.total === 0
              ? 'Every decision of the scheduler appears here, with its reason.'
              : 'No decision of the chosen kinds among the latest events.'}
          </p>
        </div>
      ) : (
        <ol
          class="decision-list"
          ref={list}
          tabIndex={0}
          role="listbox"
          aria-label="Latest decisions"
          aria-activedescendant={at < 0 ? undefined : rowId(seq ?? 0)}
          onClick={click}
          onDblClick={onWhy}
          onKeyDown={press}
        >
          {rows}
        </ol>
      )}
    </section>
  );
}
