// The timeline: what every P, M or goroutine did from when to when. The canvas is for the eye; the
// same spans can be had as a table.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RunTarget } from '../../engine/sim_protocol';
import { formatShort } from '../../model/format';
import type { History, LaneKind } from '../../model/history';
import { sameSelection, type Selection } from '../../model/selection';
import { findGoroutine, lanesOf, spanLines, timelineKey, type View } from '../../model/timeline';
import { Stage } from './stage';
import { SpanTable } from './table';

export interface TimelineProps {
  readonly history: History;
  /** Changes whenever the history may have. */
  readonly version: number;
  readonly names: ReadonlyMap<number, string>;
  readonly procs: number;
  readonly selected: Selection | null;
  readonly cursorNs: number | null;
  readonly onSelect: (selection: Selection | null) => void;
  readonly onCursor: (ns: number | null) => void;
  /** Goes to a place of a simulated run; null: the run is live. */
  readonly onGoTo: ((to: RunTarget) => void) | null;
  readonly title: ComponentChildren;
}

const kinds: readonly (readonly [LaneKind, string])[] = [
  ['p', 'Ps'],
  ['m', 'Ms'],
  ['g', 'Goroutines'],
];

const legend: readonly (readonly [string, string])[] = [
  ['running', 'running'],
  ['runnable', 'runnable'],
  ['waiting', 'waiting'],
  ['syscall', 'system call'],
  ['gc', 'GC worker'],
  ['spinning', 'spinning'],
];

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input,select,textarea,dialog') !== null)
  );
}

// What picking a span selects: the goroutine, or the M that has none.
function selectionOf(g: number, m: number | null): Selection {
  return g > 0 ? { kind: 'g', id: g } : { kind: 'm', id: m ?? 0 };
}

function Tip({ lines, x, y }: { readonly lines: readonly string[]; x: number; y: number }) {
  return (
    <div class="timeline-tip" style={{ '--x': `${x}px`, '--y': `${y}px` }} aria-hidden="true">
      {lines.map((line, index) => (
        <p key={index}>{line}</p>
      ))}
    </div>
  );
}

// How much of the run is shown, and what is not.
function coverage(history: History): string {
  const parts = [`${formatShort(history.spans.next - history.spans.first)} spans`];
  if (history.skippedEvents > 0)
    parts.push(`${formatShort(history.skippedEvents)} events left out`);
  if (history.droppedSpans > 0) parts.push(`${formatShort(history.droppedSpans)} older not kept`);
  return parts.join(', ');
}

/** Timeline shows the history. */
export function Timeline(props: TimelineProps) {
  const { history, names, selected, onGoTo } = props;
  const [kind, setKind] = useState<LaneKind>('p');
  const [system, setSystem] = useState(false);
  const [following, setFollowing] = useState(true);
  const [tabled, setTabled] = useState<View | null>(null);
  const [hover, setHover] = useState({ span: -1, x: 0, y: 0 });
  const [picked, setPicked] = useState(-1);
  const [missed, setMissed] = useState('');
  const canvas = useRef<HTMLCanvasElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const stage = useRef<Stage | null>(null);

  // Another view may have selected something else meanwhile, or the run went back.
  const row = history.span(picked);
  const chosen = row && sameSelection(selected, selectionOf(row.g, row.m)) ? row : null;

  const pick = (span: number, ns: number | null) => {
    setPicked(span);
    const found = history.span(span);
    props.onSelect(found ? selectionOf(found.g, found.m) : null);
    props.onCursor(ns);
  };
  const goTo = (span: number, ns: number) => {
    const found = history.span(span);
    onGoTo?.(found ? { events: found.seq } : { timeNs: ns });
  };
  const input = {
    history,
    names,
    procs: props.procs,
    kind,
    system,
    selectedG: selected?.kind === 'g' ? selected.id : 0,
    picked: chosen ? picked : -1,
    cursorNs: props.cursorNs,
    onPick: pick,
    onHover: (span: number, x: number, y: number) => {
      setHover((before) => (before.span < 0 && span < 0 ? before : { span, x, y }));
    },
    onGoTo: goTo,
    onFollow: setFollowing,
  };

  useLayoutEffect(() => {
    if (!canvas.current) return;
    const made = new Stage(canvas.current, input);
    stage.current = made;
    return () => {
      made.dispose();
      stage.current = null;
    };
  }, [history]);
  useLayoutEffect(() => stage.current?.set(input));
  useEffect(() => {
    // The theme changes without a word to this view, be it the system's or the page's.
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => stage.current?.redraw();
    dark.addEventListener('change', redraw);
    const page = new MutationObserver(redraw);
    page.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      dark.removeEventListener('change', redraw);
      page.disconnect();
    };
  }, []);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isField(event.target)) return;
      const key = timelineKey(event);
      if (key === null) return;
      const done = key === 'search' || stage.current?.press(key) === true;
      if (key === 'search') search.current?.focus();
      if (done) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  const lanes = useMemo(
    () => (tabled ? lanesOf(history, kind, props.procs, system, names) : []),
    [tabled, history, kind, props.procs, system, names],
  );

  const find = (text: string) => {
    const after = selected?.kind === 'g' ? selected.id : 0;
    const g = findGoroutine(history, text, names, after);
    setMissed(g === null && text.trim() !== '' ? `No goroutine “${text.trim()}”` : '');
    if (g === null) return;
    props.onSelect({ kind: 'g', id: g });
    stage.current?.reveal(g);
  };

  const over = history.span(hover.span);
  const words = chosen ? spanLines(history, chosen, names).join(' · ') : '';
  return (
    <section class="panel decisions timeline" aria-label="Timeline">
      <header class="panel-head">
        {props.title}
        <div class="filters" role="group" aria-label="A lane for each of">
          {kinds.map(([value, label]) => (
            <button
              type="button"
              key={value}
              class="chip"
              aria-pressed={kind === value}
              onClick={() => setKind(value)}
            >
              {label}
            </button>
          ))}
          {kind === 'g' && (
            <button
              type="button"
              class="chip"
              aria-pressed={system}
              title="Goroutines of the runtime itself, too"
              onClick={() => setSystem(!system)}
            >
              system
            </button>
          )}
        </div>
        <input
          ref={search}
          class="timeline-search"
          type="search"
          placeholder="Find G… /"
          aria-label="Find a goroutine by its number or function"
          onKeyDown={(event) => {
            if (event.key === 'Enter') find(event.currentTarget.value);
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        <div class="timeline-buttons">
          <button
            type="button"
            class="chip"
            aria-pressed={following}
            title="Keep the end of the run in sight (F shows all of it)"
            onClick={() => stage.current?.follow(!following)}
          >
            follow
          </button>
          <button
            type="button"
            class="chip"
            aria-pressed={tabled !== null}
            onClick={() => setTabled(tabled ? null : (stage.current?.view ?? null))}
          >
            as table
          </button>
        </div>
      </header>
      <div class="timeline-body" hidden={tabled !== null}>
        <canvas
          ref={canvas}
          class="timeline-canvas"
          tabIndex={0}
          role="img"
          aria-label="Timeline. The button “as table” shows the same spans as rows."
        />
        {over && <Tip lines={spanLines(history, over, names)} x={hover.x} y={hover.y} />}
        {history.lastSeq === 0 && (
          <p class="timeline-empty">
            Run the program: what every P, M and goroutine does appears here.
          </p>
        )}
      </div>
      {tabled !== null && (
        <SpanTable
          history={history}
          version={history.version}
          kind={kind}
          lanes={lanes}
          view={tabled}
          names={names}
          picked={picked}
          onPick={pick}
        />
      )}
      <footer class="timeline-foot">
        <p class="timeline-words" aria-live="polite">
          {missed !== '' ? missed : words}
        </p>
        {words === '' && missed === '' && (
          <ul class="timeline-legend" aria-label="Legend">
            {legend.map(([name, title]) => (
              <li key={name}>
                <i class={`swatch is-${name}`} aria-hidden="true" />
                {title}
              </li>
            ))}
          </ul>
        )}
        <span class="timeline-coverage">{coverage(history)}</span>
        {chosen && onGoTo && (
          <button type="button" class="small-button" onClick={() => onGoTo({ events: chosen.seq })}>
            Go there
          </button>
        )}
      </footer>
    </section>
  );
}
