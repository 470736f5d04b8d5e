// What every part of the board needs: the names of functions, and the selection, which is marked
// wherever the selected thing appears.
import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { functionId } from '../../engine/picture';
import { sameSelection, type Selection } from '../../model/selection';

export interface BoardLink {
  readonly names: ReadonlyMap<number, string>;
  readonly selected: Selection | null;
  /** Absent where nothing can be selected. */
  readonly onSelect?: ((selection: Selection) => void) | undefined;
}

export const BoardContext = createContext<BoardLink>({ names: new Map(), selected: null });

/** useName returns the name of a start function, marked or not; '' while it is not known. */
export function useName(): (marked: number) => string {
  const { names } = useContext(BoardContext);
  return (marked) => names.get(functionId(marked)) ?? '';
}

export interface PickProps {
  readonly selection: Selection;
  readonly class: string;
  /** What it is, in a few words: the tooltip, and what a screen reader says. */
  readonly title: string;
  /** The goroutine whose place on the board this is: it is seen moving from one to the next. */
  readonly seat?: number;
  readonly children: ComponentChildren;
}

// Names a thing for the roving focus.
function keyOf(selection: Selection): string {
  return 'id' in selection ? `${selection.kind}${selection.id}` : selection.kind;
}

/** Pick is something that can be selected. The board gives one of them the tab stop (roving.ts). */
export function Pick({ selection, class: name, title, seat, children }: PickProps) {
  const { selected, onSelect } = useContext(BoardContext);
  const chosen = selected !== null && sameSelection(selected, selection);
  if (!onSelect) {
    return (
      <span class={name} title={title} data-seat={seat}>
        {children}
      </span>
    );
  }
  return (
    <button
      type="button"
      class={chosen ? `pick ${name} selected` : `pick ${name}`}
      title={title}
      aria-pressed={chosen}
      tabIndex={-1}
      data-key={keyOf(selection)}
      data-seat={seat}
      onClick={() => onSelect(selection)}
    >
      {children}
    </button>
  );
}
