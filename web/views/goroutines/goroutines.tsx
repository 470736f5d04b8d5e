// The goroutine table: every goroutine of the run in a row, sorted and filtered, of which only those
// in view are drawn. The grid has the focus; arrows move the selection, Enter explains it.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatCount, formatNs, shortFunction } from '../../model/format';
import {
  type Column,
  columns,
  type GoFilter,
  type GoRow,
  type Names,
  rowOf,
  selectRows,
  type ShownState,
  shownStates,
  type Sort,
} from '../../model/goroutine_table';
import type { GoFacts, History } from '../../model/history';
import type { KnownEvents } from '../../model/known_events';
import { latencyOf, worstWait } from '../../model/latency';
import type { Selection } from '../../model/selection';
import { rowKey } from '../rows';
import { useSampled } from '../sampled';
import { LatencyStrip } from './latency_strip';

export interface GoroutinesProps {
  readonly history: History;
  readonly tape: KnownEvents;
  readonly names: Names;
  readonly version: number;
  readonly running: boolean;
  readonly tabs: ComponentChildren;
  readonly selected: Selection | null;
  readonly onSelect: (selection: Selection) => void;
  readonly onWhy: () => void;
}

const rowHeight = 24;
const spare = 8;

const titles: Record<Column, string> = {
  g: 'G',
  function: 'Function',
  state: 'State',
  since: 'Since',
  on: 'P, M',
  running: 'Running',
  runnable: 'Runnable',
  waiting: 'Waiting',
  syscall: 'Syscall',
  runs: 'Runs',
  longest: 'Longest wait',
  parent: 'Created by',
};

const hints: Partial<Record<Column, string>> = {
  since: 'How long it has been in this state',
  on: 'Where it runs, or in whose queue it is',
  running: 'Time it ran in all',
  runnable: 'Time it was ready to run and did not, in all',
  waiting: 'Time it was parked, in all',
  syscall: 'Time in system calls, in all',
  runs: 'How often it was picked to run',
  longest: 'The longest it was runnable until it ran',
};

const shownWords: Record<ShownState, string> = {
  alive: 'Alive',
  running: 'Running',
  runnable: 'Runnable',
  waiting: 'Waiting',
  syscall: 'In a system call',
  leaked: 'Leaked',
  ended: 'Ended',
  all: 'All',
};

const stateWords: Record<GoRow['state'], string> = {
  running: 'running',
  gc: 'running',
  runnable: 'runnable',
  waiting: 'waiting',
  syscall: 'syscall',
  ended: 'ended',
  unknown: 'not known',
};

/** Columns of numbers begin with their largest, the others with their first. */
const fromTheTop: ReadonlySet<Column> = new Set([
  'since',
  'running',
  'runnable',
  'waiting',
  'syscall',
  'runs',
  'longest',
]);

const dash = '–';
const time = (ns: number): string => (ns === 0 ? dash : formatNs(ns));

function cellOf(row: GoRow, column: Column): string {
  switch (column) {
    case 'g':
      return `G${row.id}`;
    case 'function':
      return shortFunction(row.name);
    case 'state': {
      const state = row.leaked ? 'leaked' : stateWords[row.state];
      return row.why === '' ? state : `${state}: ${row.why}`;
    }
    case 'since':
      return row.sinceNs === null ? dash : formatNs(row.sinceNs);
    case 'on':
      return row.on;
    case 'running':
      return time(row.runningNs);
    case 'runnable':
      return time(row.runnableNs);
    case 'waiting':
      return time(row.waitingNs);
    case 'syscall':
      return time(row.syscallNs);
    case 'runs':
      return formatCount(row.runs);
    case 'longest':
      return time(row.longestNs);
    case 'parent': {
      if (row.parent === 0) return dash;
      return row.line === null ? `G${row.parent}` : `G${row.parent}, line ${row.line}`;
    }
  }
}

const rowId = (g: number): string => `goroutine-${g}`;

function Head({
  sort,
  onSort,
}: {
  readonly sort: Sort;
  readonly onSort: (column: Column) => void;
}) {
  return (
    <div class="go-row go-head" role="row" aria-rowindex={1}>
      {columns.map((column) => {
        const here = sort.column === column;
        const order = here ? (sort.down ? 'descending' : 'ascending') : 'none';
        return (
          <div role="columnheader" aria-sort={order} class={`go-${column}`} key={column}>
            <button type="button" title={hints[column]} onClick={() => onSort(column)}>
              {titles[column]}
              {here && <span aria-hidden="true">{sort.down ? ' ↓' : ' ↑'}</span>}
            </button>
          </div>
        );
      })}
    </div>
  );
}

function Row(props: { readonly row: GoRow; readonly index: number; readonly selected: boolean }) {
  const { row, index, selected } = props;
  const state = row.leaked ? 'leaked' : row.state === 'gc' ? 'running' : row.state;
  return (
    <div
      class={`go-row state-${state}`}
      role="row"
      id={rowId(row.id)}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-g={row.id}
      style={{ top: `${index * rowHeight}px` }}
    >
      {columns.map((column) => {
        const text = cellOf(row, column);
        return (
          <div role="gridcell" class={`go-${column}`} title={text} key={column}>
            {text}
          </div>
        );
      })}
    </div>
  );
}

function useView(count: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 400 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + spare);
  return { scroller, first, last };
}

function Filters(props: {
  readonly filter: GoFilter;
  readonly onFilter: (changed: Partial<GoFilter>) => void;
}) {
  const { filter, onFilter } = props;
  return (
    <div class="go-filters" role="group" aria-label="Goroutines shown">
      <select
        aria-label="State"
        value={filter.shown}
        onChange={(event) => onFilter({ shown: event.currentTarget.value as ShownState })}
      >
        {shownStates.map((one) => (
          <option value={one} key={one}>
            {shownWords[one]}
          </option>
        ))}
      </select>
      <input
        type="search"
        aria-label="Find goroutines"
        placeholder="worker, chan send, g 17, by g 1"
        title="A part of the function, state or reason; g 17; by g 1; p 2; line 9"
        value={filter.text}
        onInput={(event) => onFilter({ text: event.currentTarget.value })}
      />
      <label class="go-system">
        <input
          type="checkbox"
          checked={filter.system}
          onChange={(event) => onFilter({ system: event.currentTarget.checked })}
        />
        runtime’s own
      </label>
    </div>
  );
}

/** How often the table follows a running program: sorting very many takes a while. */
const manyRows = 5_000;

// The version, but only every fourth of its steps when there is a lot to sort.
function usePaced(version: number, running: boolean, many: boolean): number {
  const sampled = useSampled(version, running);
  const paced = useRef({ version: sampled, atMs: 0 });
  const now = performance.now();
  if (!many || !running || now - paced.current.atMs >= 1_000) {
    paced.current = { version: sampled, atMs: now };
  }
  return paced.current.version;
}

/** Goroutines draws the table and the latency figures above it. */
export function Goroutines(props: GoroutinesProps) {
  const { history, tape, names, running, tabs, selected, onSelect, onWhy } = props;
  const [filter, setFilter] = useState<GoFilter>({ shown: 'alive', text: '', system: false });
  const [sort, setSort] = useState<Sort>({ column: 'g', down: false });
  const many = history.goroutineCount > manyRows;
  const version = usePaced(props.version, running, many);
  const rows = useMemo(
    () => selectRows(history, names, filter, sort),
    [history, names, filter, sort, version],
  );
  const latency = useMemo(() => latencyOf(history.waits()), [history, version]);
  const worst = useMemo(() => worstWait(history, formatNs), [history, version]);
  const { scroller, first, last } = useView(rows.length);

  const id = selected?.kind === 'g' ? selected.id : null;
  const at = useMemo(() => rows.findIndex((facts) => facts.id === id), [rows, id]);
  // The selected row comes into view when it is selected, not whenever the rows change.
  useEffect(() => {
    const element = scroller.current;
    if (!element || at < 0) return;
    const top = at * rowHeight;
    const head = rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + head + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + head + rowHeight - element.clientHeight;
    }
  }, [id]);

  const press = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const row = rowKey(event, at, rows.length);
    const facts = row === null ? undefined : rows[row];
    if (facts) onSelect({ kind: 'g', id: facts.id });
    else if (event.key === 'Enter' && !event.shiftKey && id !== null) onWhy();
    else return;
    event.preventDefault();
  };
  const click = (event: MouseEvent) => {
    const row =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-g]') : null;
    if (row) onSelect({ kind: 'g', id: Number(row.dataset['g']) });
  };
  const order = (column: Column) =>
    setSort((before) => ({
      column,
      down: before.column === column ? !before.down : fromTheTop.has(column),
    }));
  const drawn: readonly GoFacts[] = rows.slice(first, last);
  return (
    <section class="panel decisions goroutines" aria-label="Goroutines">
      <header class="panel-head">
        {tabs}
        <Filters
          filter={filter}
          onFilter={(changed) => setFilter((before) => ({ ...before, ...changed }))}
        />
        <span class="aside">{formatCount(rows.length)}</span>
      </header>
      <LatencyStrip latency={latency} worst={worst} onSelect={onSelect} />
      <div
        class="go-table"
        ref={scroller}
        role="grid"
        aria-label="Goroutines"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={at >= first && at < last ? rowId(id ?? 0) : undefined}
        tabIndex={0}
        onKeyDown={press}
        onClick={click}
        onDblClick={onWhy}
      >
        <div role="rowgroup" class="go-heads">
          <Head sort={sort} onSort={order} />
        </div>
        <div role="rowgroup" class="go-rows" style={{ height: `${rows.length * rowHeight}px` }}>
          {drawn.map((facts, index) => (
            <Row
              row={rowOf(history, facts, names, tape)}
              index={first + index}
              selected={facts.id === id}
              key={facts.id}
            />
          ))}
        </div>
        {rows.length === 0 && (
          <p class="empty">
            {history.goroutineCount === 0
              ? 'Run a program: each of its goroutines is a row here.'
              : 'No goroutine is like that. Ended ones are under “Ended” and “All”.'}
          </p>
        )}
      </div>
    </section>
  );
}
