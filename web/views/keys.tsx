// The list of the page's keys, as a dialog of its own.
import { useEffect, useRef } from 'preact/hooks';
import { keyGroups } from '../model/keys';

export interface KeysProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Keys is the dialog; Escape closes it. */
export function Keys({ open, onClose }: KeysProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="keys" aria-label="Keys" onClose={onClose}>
      <header>
        <h2>Keys</h2>
        <button type="button" class="small-button" onClick={onClose}>
          Close
        </button>
      </header>
      {keyGroups.map((group) => (
        <section key={group.title}>
          <h3>{group.title}</h3>
          <dl>
            {group.keys.map(([keys, what]) => (
              <div key={what}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </dialog>
  );
}
