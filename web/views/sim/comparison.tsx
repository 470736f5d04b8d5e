// Two branches side by side: what they have in common just before they part, and what each did then,
// as lanes by P and as lists.
import { useEffect, useRef } from 'preact/hooks';
import type { BranchInfo } from '../../engine/sim_protocol';
import type { Side, SideBySide, Span } from '../../model/comparison';
import { formatClock, formatCount, formatNs } from '../../model/format';
import { CrossIcon } from '../icons';

export interface ComparisonViewProps {
  readonly comparison: SideBySide | null;
  readonly left: BranchInfo | undefined;
  readonly right: BranchInfo | undefined;
  readonly onClose: () => void;
}

interface LaneProps {
  readonly p: number;
  readonly spans: readonly Span[];
  readonly fromNs: number;
  /** Percent of the lane per nanosecond. */
  readonly scale: number;
}

const hues = 8;

function Lane({ p, spans, fromNs, scale }: LaneProps) {
  return (
    <div class="strip">
      <span class="strip-name">P{p}</span>
      <div class="strip-track">
        {spans.map((span) => {
          const width = (span.toNs - span.fromNs) * scale;
          return (
            <span
              key={`${span.fromNs}:${span.g}`}
              class={`strip-span hue-${span.g % hues}`}
              title={`G${span.g}, ${formatNs(span.toNs - span.fromNs)}`}
              style={{ left: `${(span.fromNs - fromNs) * scale}%`, width: `${width}%` }}
            >
              {width > 5 ? `G${span.g}` : ''}
            </span>
          );
        })}
      </div>
    </div>
  );
}

function Lanes({ side, all }: { readonly side: Side; readonly all: SideBySide }) {
  const scale = 100 / Math.max(1, all.toNs - all.fromNs);
  return (
    <div class="strips" role="img" aria-label="What each P ran; the list below has the events">
      {Array.from({ length: all.procs }, (_, p) => (
        <Lane
          key={p}
          p={p}
          fromNs={all.fromNs}
          scale={scale}
          spans={side.spans.filter((span) => span.p === p)}
        />
      ))}
      {all.partedNs !== null && (
        <div class="parted" title={`They part at ${formatNs(all.partedNs)}`}>
          <span style={{ left: `${(all.partedNs - all.fromNs) * scale}%` }} />
        </div>
      )}
    </div>
  );
}

function Events({ side, name }: { readonly side: Side; readonly name: string }) {
  const list = useRef<HTMLOListElement>(null);
  const first = side.events.findIndex((event) => !event.common);
  useEffect(() => {
    const row = list.current?.children[Math.max(0, first - 3)];
    if (row instanceof HTMLElement && list.current) list.current.scrollTop = row.offsetTop;
  }, [side]);
  return (
    <ol class="compared-list" ref={list} tabIndex={0} aria-label={`Events of ${name}`}>
      {side.events.map((event, index) => (
        <li
          key={event.record.seq}
          class={`${event.common ? 'common' : 'own'}${index === first ? ' first' : ''}`}
        >
          <span class="when">{formatClock(event.record.timeNs)}</span>
          <span class="what">{event.text}</span>
        </li>
      ))}
    </ol>
  );
}

function summaryOf(comparison: SideBySide | null): string {
  if (comparison === null) return 'Running both from where they part';
  const { partedNs, partedEvent } = comparison;
  if (partedNs === null) return 'No difference as far as both are known';
  return `First difference at event ${formatCount(partedEvent)}, ${formatNs(partedNs)}`;
}

/** ComparisonView takes the board's place while two branches are compared. */
export function ComparisonView({ comparison, left, right, onClose }: ComparisonViewProps) {
  const sides = comparison
    ? ([
        [comparison.left, left],
        [comparison.right, right],
      ] as const)
    : [];
  return (
    <section class="panel board comparison" aria-label="Comparison of two branches">
      <header class="panel-head">
        <h2>Comparison</h2>
        <span class="summary" aria-live="polite">
          {summaryOf(comparison)}
        </span>
        <button
          type="button"
          class="bare close"
          aria-label="Close the comparison"
          onClick={onClose}
        >
          <CrossIcon />
        </button>
      </header>
      {comparison && (
        <div class="sides">
          {sides.map(([side, branch], index) => (
            <div class="side" key={index}>
              <h3>{branch?.name ?? ''}</h3>
              <Lanes side={side} all={comparison} />
              <Events side={side} name={branch?.name ?? ''} />
            </div>
          ))}
        </div>
      )}
    </section>
  );
}
