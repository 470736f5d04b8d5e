// The output pane. Only the lines in view are in the document; the rest is height. Errors that name
// a place in the source are links to it. stderr differs by a mark at the line's start as well as by
// colour.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { formatCount } from '../model/format';
import { type OutputLine, type OutputLog, placesIn } from '../model/output';

export interface OutputProps {
  readonly log: OutputLog;
  /** Changes whenever the log did. */
  readonly version: number;
  readonly fileName: string;
  readonly empty: ComponentChildren;
  readonly onPlace: (line: number, column: number) => void;
}

const rowPx = 20;
const overscan = 8;

const marks: Record<OutputLine['kind'], string> = {
  stdout: '',
  stderr: '!',
  note: '–',
  error: '×',
};
const titles: Record<OutputLine['kind'], string> = {
  stdout: '',
  stderr: 'standard error',
  note: 'remark of the page',
  error: 'error',
};

function lineContent(line: OutputLine, props: OutputProps): ComponentChildren {
  const places = line.kind === 'stdout' ? [] : placesIn(line.text, props.fileName);
  if (places.length === 0) return line.text === '' ? '\u200b' : line.text;
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const place of places) {
    parts.push(line.text.slice(at, place.start));
    parts.push(
      <button
        type="button"
        class="place"
        onClick={() => props.onPlace(place.line, place.column)}
        title={`Go to line ${place.line}`}
      >
        {line.text.slice(place.start, place.end)}
      </button>,
    );
    at = place.end;
  }
  parts.push(line.text.slice(at));
  return parts;
}

/** Output shows the log and follows its end until the person scrolls up. */
export function Output(props: OutputProps) {
  const { log } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(300);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const length = log.length;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (length === 0) following.current = true;
    if (element && following.current) element.scrollTop = element.scrollHeight;
  }, [props.version, length, height]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    following.current = element.scrollTop + element.clientHeight >= element.scrollHeight - rowPx;
    setTop(element.scrollTop);
  };

  const first = Math.max(0, Math.min(Math.floor(top / rowPx), length) - overscan);
  const last = Math.min(length, Math.ceil((top + height) / rowPx) + overscan);
  const rows = [];
  for (let index = first; index < last; index++) {
    const line = log.line(index);
    if (!line) continue;
    rows.push(
      <div class={`row ${line.kind}`} key={log.dropped + index}>
        <span class="mark" title={titles[line.kind]} aria-hidden={line.kind === 'stdout'}>
          {marks[line.kind]}
        </span>
        <span class="text">{lineContent(line, props)}</span>
      </div>,
    );
  }
  return (
    <div
      class="output"
      ref={scroller}
      onScroll={onScroll}
      tabIndex={0}
      role="log"
      aria-label="Output"
      aria-live="off"
    >
      {length === 0 && <div class="empty">{props.empty}</div>}
      {log.dropped > 0 && (
        <div class="dropped">{formatCount(log.dropped)} earlier lines are not kept</div>
      )}
      <div class="rows" style={{ height: `${length * rowPx}px` }}>
        <div style={{ transform: `translateY(${first * rowPx}px)` }}>{rows}</div>
      </div>
    </div>
  );
}
