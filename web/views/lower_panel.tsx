// The panel below the board: one of several parts, chosen by its head. Each part draws the head
// itself, where its own heading would stand.
import type { ComponentChildren } from 'preact';

export interface LowerPart<Name extends string> {
  readonly name: Name;
  /** Shown beside the name when above 1. */
  readonly count?: number;
  readonly render: (head: ComponentChildren) => ComponentChildren;
}

export interface LowerPanelProps<Name extends string> {
  readonly parts: readonly LowerPart<Name>[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

/** LowerPanel shows the chosen part, or the first when there is no such part now. */
export function LowerPanel<Name extends string>(props: LowerPanelProps<Name>) {
  const { parts, onChoose } = props;
  const shown = parts.find((part) => part.name === props.chosen) ?? parts[0];
  const head = (
    <div class="panel-tabs" role="group" aria-label="Parts of this panel">
      {parts.map(({ name, count = 0 }) => (
        <button
          type="button"
          key={name}
          aria-pressed={name === shown?.name}
          onClick={() => onChoose(name)}
        >
          {name} {count > 1 && <b class="badge">{count}</b>}
        </button>
      ))}
    </div>
  );
  return <>{shown?.render(head)}</>;
}
