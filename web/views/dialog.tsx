// A dialog over the page: its frame, which opens and closes it and says what it is.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface DialogProps {
  readonly title: string;
  readonly class: string;
  readonly open: boolean;
  readonly onClose: () => void;
  /** Stays at the top while the rest scrolls. */
  readonly head: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Dialog is drawn only while it is open; Escape and a click beside it close it. */
export function Dialog({ title, open, onClose, head, children, ...props }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      class={`sheet ${props.class}`}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {open && (
        <div class="sheet-frame">
          <header class="sheet-head">
            <div class="sheet-title">
              <h2>{title}</h2>
              <button type="button" class="small-button" onClick={onClose}>
                Close
              </button>
            </div>
            {head}
          </header>
          <div class="sheet-body" tabIndex={0} role="region" aria-label={`${title}: the list`}>
            {children}
          </div>
        </div>
      )}
    </dialog>
  );
}
