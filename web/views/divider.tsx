// The line between two panes: dragged, moved with the arrow keys, put back by a double click.
import { useRef } from 'preact/hooks';
import { clampPane, keyedShare, paneMax, paneMin } from '../model/panes';

export interface DividerProps {
  /** What lies before it, for its accessible name. */
  readonly label: string;
  /** Of the dividing line itself. */
  readonly orientation: 'vertical' | 'horizontal';
  readonly share: number;
  readonly usual: number;
  readonly onShare: (share: number) => void;
}

const percent = (share: number) => Math.round(share * 100);

/** Divider belongs between the two panes, inside the element they share. */
export function Divider({ label, orientation, share, usual, onShare }: DividerProps) {
  const line = useRef<HTMLDivElement>(null);
  const drag = (event: PointerEvent) => {
    const whole = line.current?.parentElement?.getBoundingClientRect();
    if (!whole || !line.current?.hasPointerCapture(event.pointerId)) return;
    const at =
      orientation === 'vertical'
        ? (event.clientX - whole.left) / whole.width
        : (event.clientY - whole.top) / whole.height;
    onShare(clampPane(at));
  };
  return (
    <div
      ref={line}
      class={`divider ${orientation}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuemin={percent(paneMin)}
      aria-valuemax={percent(paneMax)}
      aria-valuenow={percent(share)}
      title="Drag, or press the arrow keys; a double click puts it back"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault();
        event.currentTarget.focus();
      }}
      onPointerMove={drag}
      onDblClick={() => onShare(usual)}
      onKeyDown={(event) => {
        const to = keyedShare(event.key, share);
        if (to === null) return;
        event.preventDefault();
        onShare(to);
      }}
    />
  );
}
