// The log of decisions: who did what, and why, in plain words. While a program runs it samples the
// stream a few times a second, slow enough to read; afterwards the last ones can be scrolled.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { DecisionLog, LoggedDecision } from '../model/decision_log';
import { formatClock, formatShort } from '../model/format';
import { type DecisionKind, decisionKinds } from '../model/narrate';
import { noId } from '../engine/records';

export interface DecisionsProps {
  readonly log: DecisionLog;
  readonly version: number;
  readonly running: boolean;
  /** Instead of the heading. */
  readonly title?: ComponentChildren;
}

const liveRows = 40;
const restRows = 400;
const liveIntervalMs = 250;

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

// Samples the version while running, so that the rows stand still long enough to be read.
function useSampled(version: number, running: boolean): number {
  const [shown, setShown] = useState(version);
  const latest = useRef(version);
  latest.current = version;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setShown(latest.current), liveIntervalMs);
    return () => clearInterval(timer);
  }, [running]);
  return running ? shown : version;
}

function Row({ entry }: { readonly entry: LoggedDecision }) {
  const { record, kind, text } = entry;
  return (
    <li class={`decision kind-${kind}`}>
      <span class="when">{formatClock(record.timeNs)}</span>
      <span class="who">{record.m === noId ? '' : `M${record.m}`}</span>
      <span class="kind">{kind}</span>
      <span class="what">{text}</span>
    </li>
  );
}

/** Decisions shows the newest entries of the log. */
export function Decisions({ log, version, running, title }: DecisionsProps) {
  const [kinds, setKinds] = useState<ReadonlySet<DecisionKind>>(new Set(shownAtFirst));
  const sampled = useSampled(version, running);
  const list = useRef<HTMLOListElement>(null);
  const entries = useMemo(
    () => log.latest(running ? liveRows : restRows, kinds),
    [sampled, running, kinds],
  );
  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [entries]);

  // The same rows are handed to Preact until the entries change: a frame then costs nothing here.
  const rows = useMemo(
    () => entries.map((entry) => <Row entry={entry} key={entry.record.seq} />),
    [entries],
  );

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
      <ol class="decision-list" ref={list} tabIndex={0}>
        {rows}
        {entries.length === 0 && (
          <li class="empty">
            {log.total === 0
              ? 'Every decision of the scheduler appears here, with its reason.'
              : 'No decision of the chosen kinds among the latest events.'}
          </li>
        )}
      </ol>
    </section>
  );
}
