// The editor's marks of a simulated run: the line whose instruction is next, and a gutter in which a
// click sets a breakpoint. The breakpoints' list in the transport does the same by keyboard.
import { type Extension, type Range, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, gutter, GutterMarker } from '@codemirror/view';

interface Marks {
  readonly now: DecorationSet;
  readonly breakpoints: RangeSet<GutterMarker>;
  /** Whether the gutter takes clicks. */
  readonly active: boolean;
}

class Dot extends GutterMarker {
  override toDOM(): Node {
    const dot = document.createElement('span');
    dot.className = 'breakpoint';
    dot.title = 'Breakpoint';
    return dot;
  }
}

const dot = new Dot();
const nowLine = Decoration.line({ class: 'cm-now', attributes: { 'aria-current': 'step' } });
const noMarks: Marks = {
  now: Decoration.none,
  breakpoints: RangeSet.of<GutterMarker>([]),
  active: false,
};

const setMarks = StateEffect.define<Marks>();

const marks = StateField.define<Marks>({
  create: () => noMarks,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value;
    if (!transaction.docChanged) return value;
    const { changes } = transaction;
    // The text is no longer what runs: no line of it is the next one.
    return {
      ...value,
      now: Decoration.none,
      breakpoints: value.breakpoints.map(changes),
    };
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.now),
});

/** lineMarks is the extension; `toggle` hears of clicks into the gutter. */
export function lineMarks(toggle: (line: number) => void): Extension {
  return [
    marks,
    gutter({
      class: 'cm-breakpoints',
      markers: (view) => view.state.field(marks).breakpoints,
      initialSpacer: () => dot,
      domEventHandlers: {
        mousedown(view, block) {
          if (!view.state.field(marks).active) return false;
          toggle(view.state.doc.lineAt(block.from).number);
          return true;
        },
      },
    }),
  ];
}

/** showMarks draws them; null breakpoints: none can be set. */
export function showMarks(
  view: EditorView,
  now: number | null,
  breakpoints: ReadonlySet<number> | null,
): void {
  const { doc } = view.state;
  const start = (line: number): number => doc.line(line).from;
  const within = (line: number): boolean => line >= 1 && line <= doc.lines;
  const dots: Range<GutterMarker>[] = [...(breakpoints ?? [])]
    .filter(within)
    .sort((a, b) => a - b)
    .map((line) => dot.range(start(line)));
  const shown = now !== null && within(now) ? now : null;
  const value: Marks = {
    now: shown === null ? Decoration.none : Decoration.set(nowLine.range(start(shown))),
    breakpoints: RangeSet.of(dots),
    active: breakpoints !== null,
  };
  const effects: StateEffect<unknown>[] = [setMarks.of(value)];
  if (shown !== null) effects.push(EditorView.scrollIntoView(start(shown), { y: 'nearest' }));
  view.dispatch({ effects });
  view.dom.classList.toggle('can-break', breakpoints !== null);
}
