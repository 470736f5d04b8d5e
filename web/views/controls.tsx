// Controls that several parts of the page use: a radio group drawn as one control, and a button with
// a panel.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly T[];
  readonly titles: Record<T, string>;
  readonly disabled: boolean;
  readonly onChange: (value: T) => void;
}

/** Segments is a radio group; arrow keys move inside it, as radio buttons do by themselves. */
export function Segments<T extends string>(props: SegmentsProps<T>) {
  const { label, value, choices, titles, disabled, onChange } = props;
  return (
    <fieldset class="field segments" disabled={disabled}>
      <legend>{label}</legend>
      <div class="options">
        {choices.map((choice) => (
          <label key={choice} title={titles[choice]} class={choice === value ? 'on' : ''}>
            <input
              type="radio"
              name={label}
              value={choice}
              checked={choice === value}
              onChange={() => onChange(choice)}
            />
            {choice}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Popover is a button with a panel; Escape and a click elsewhere close it. */
export function Popover(props: {
  readonly button: ComponentChildren;
  readonly class: string;
  readonly label: string;
  readonly title?: string;
  readonly children: ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('keydown', escape);
    };
  }, [open]);
  return (
    <div class={`popover ${props.class}`} ref={root}>
      <button
        type="button"
        class="quiet"
        aria-expanded={open}
        aria-label={props.label}
        title={props.title}
        onClick={() => setOpen(!open)}
      >
        {props.button}
      </button>
      {open && <div class="popover-panel">{props.children}</div>}
    </div>
  );
}
