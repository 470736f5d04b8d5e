// The editor's second gutter: how many goroutines are at each line now, and who; and the line of what
// is selected. CodeMirror hides its gutters from screen readers: for them, and for the keyboard, the
// goroutine table finds the same with "line 12".
import { type Extension, type Range, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, gutter, GutterMarker } from '@codemirror/view';
import type { At } from '../model/source_places';

interface Marks {
  readonly counts: RangeSet<GutterMarker>;
  readonly selected: DecorationSet;
}

type Select = (g: number) => void;

const listedMax = 40;
const order: readonly At['state'][] = ['running', 'syscall', 'runnable', 'waiting'];

// The most active state among those at a line is the one its mark shows.
function stateOf(list: readonly At[]): At['state'] {
  return order.find((state) => list.some((at) => at.state === state)) ?? 'waiting';
}

function item({ g, state }: At, select: Select): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.tabIndex = -1;
  button.textContent = `G${g}`;
  const words = document.createElement('small');
  words.textContent = state === 'syscall' ? 'in a system call' : state;
  button.append(words);
  button.addEventListener('mousedown', (event) => {
    event.preventDefault();
    event.stopPropagation();
    select(g);
  });
  return button;
}

class Count extends GutterMarker {
  private readonly key: string;

  constructor(
    private readonly list: readonly At[],
    private readonly select: Select,
  ) {
    super();
    this.key = list.map(({ g, state }) => `${g}${state}`).join();
  }

  override eq(other: Count): boolean {
    return other.key === this.key;
  }

  override toDOM(): Node {
    const { list } = this;
    const mark = document.createElement('span');
    mark.className = `gos ${stateOf(list)}`;
    mark.textContent = list.length > 999 ? '1k+' : String(list.length);
    mark.addEventListener('mouseenter', () => this.open(mark));
    mark.addEventListener('mouseleave', () => mark.querySelector('.gos-list')?.remove());
    mark.addEventListener('mousedown', (event) => {
      event.preventDefault();
      const [only] = list;
      if (only && list.length === 1) this.select(only.g);
      else this.open(mark);
    });
    return mark;
  }

  private open(mark: HTMLElement): void {
    if (mark.querySelector('.gos-list')) return;
    const box = mark.getBoundingClientRect();
    const panel = document.createElement('div');
    panel.className = 'gos-list';
    const up = box.top > window.innerHeight / 2;
    panel.style.left = `${box.right - 2}px`;
    if (up) panel.style.bottom = `${window.innerHeight - box.bottom}px`;
    else panel.style.top = `${box.top}px`;
    panel.append(...this.list.slice(0, listedMax).map((at) => item(at, this.select)));
    if (this.list.length > listedMax) {
      const more = document.createElement('span');
      more.textContent = `and ${this.list.length - listedMax} more`;
      panel.append(more);
    }
    mark.append(panel);
  }
}

const noMarks: Marks = { counts: RangeSet.of<GutterMarker>([]), selected: Decoration.none };
const setMarks = StateEffect.define<Marks>();
const selectedLine = Decoration.line({ class: 'cm-selected-thing' });

const marks = StateField.define<Marks>({
  create: () => noMarks,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value;
    // The text is no longer what ran: nobody is at its lines.
    return transaction.docChanged ? noMarks : value;
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.selected),
});

/** sourceMarks is the extension. */
export function sourceMarks(): Extension {
  return [
    marks,
    gutter({ class: 'cm-goroutines', markers: (view) => view.state.field(marks).counts }),
  ];
}

/** showGoroutines draws who is where, and the line of what is selected. */
export function showGoroutines(
  view: EditorView,
  lines: ReadonlyMap<number, readonly At[]>,
  selected: number | null,
  select: Select,
): void {
  const { doc } = view.state;
  const within = (line: number): boolean => line >= 1 && line <= doc.lines;
  const start = (line: number): number => doc.line(line).from;
  const counts: Range<GutterMarker>[] = [...lines]
    .filter(([line]) => within(line))
    .sort(([a], [b]) => a - b)
    .map(([line, list]) => new Count(list, select).range(start(line)));
  const shown = selected !== null && within(selected) ? selected : null;
  const value: Marks = {
    counts: RangeSet.of(counts),
    selected: shown === null ? Decoration.none : Decoration.set(selectedLine.range(start(shown))),
  };
  view.dispatch({ effects: setMarks.of(value) });
}

/** revealLine scrolls to a line, without taking the focus or the cursor there. */
export function revealLine(view: EditorView, line: number): void {
  if (line < 1 || line > view.state.doc.lines) return;
  const from = view.state.doc.line(line).from;
  view.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'nearest' }) });
}
