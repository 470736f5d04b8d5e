// The timeline's table: the spans in sight, a row each, in the order they began. Only the rows in
// view are in the document.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatClock, formatCount } from '../../model/format';
import type { History, LaneKind } from '../../model/history';
import {
  lengthOf,
  nameOfG,
  stateTitles,
  type TimelineLane,
  type View,
  visibleSpans,
  whereSpan,
  whySpan,
} from '../../model/timeline';

export interface SpanTableProps {
  readonly history: History;
  readonly version: number;
  readonly kind: LaneKind;
  readonly lanes: readonly TimelineLane[];
  readonly view: View;
  readonly names: ReadonlyMap<number, string>;
  readonly picked: number;
  readonly onPick: (span: number, ns: number) => void;
}

const rowPx = 24;
const overscan = 6;
const rowsMax = 20_000;

/** SpanTable lists the spans of the lanes in the stretch of time shown. */
export function SpanTable(props: SpanTableProps) {
  const { history, kind, lanes, view, names } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(240);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { spans, cut } = useMemo(
    () => visibleSpans(history, kind, lanes, view, rowsMax),
    [history, props.version, kind, lanes, view],
  );
  const first = Math.max(0, Math.min(Math.floor(top / rowPx), spans.length) - overscan);
  const last = Math.min(spans.length, Math.ceil((top + height) / rowPx) + overscan);
  const rows = [];
  for (let index = first; index < last; index++) {
    const entry = spans[index];
    const span = entry && history.span(entry.id);
    if (!entry || !span) continue;
    rows.push(
      <tr
        key={entry.id}
        aria-rowindex={index + 2}
        aria-selected={entry.id === props.picked}
        class={`is-${span.state}`}
      >
        <td>
          <button type="button" class="link" onClick={() => props.onPick(entry.id, span.startNs)}>
            {formatClock(span.startNs)}
          </button>
        </td>
        <td>{kind === 'g' ? whereSpan(span) : entry.lane.label}</td>
        <td>{span.g === 0 ? '' : nameOfG(history, span.g, names)}</td>
        <td>{stateTitles[span.state]}</td>
        <td>{whySpan(span)}</td>
        <td>{lengthOf(history, span)}</td>
      </tr>,
    );
  }
  return (
    <div
      class="span-table"
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label="Spans of the timeline"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <table aria-rowcount={spans.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">ms</th>
            <th scope="col">{kind === 'g' ? 'Where' : 'Lane'}</th>
            <th scope="col">Goroutine</th>
            <th scope="col">State</th>
            <th scope="col">Why</th>
            <th scope="col">Length</th>
          </tr>
        </thead>
        <tbody>
          <tr aria-hidden="true" style={{ height: `${first * rowPx}px` }} class="spacer" />
          {rows}
          <tr
            aria-hidden="true"
            style={{ height: `${Math.max(0, spans.length - last) * rowPx}px` }}
            class="spacer"
          />
        </tbody>
      </table>
      {spans.length === 0 && <p class="hint">No spans in the stretch of time shown.</p>}
      {cut && (
        <p class="hint">
          The first {formatCount(rowsMax)} spans of the lanes in order: zoom in to see fewer.
        </p>
      )}
    </div>
  );
}
