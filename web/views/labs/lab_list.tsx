// The course: every lab with what is done of it, labs from elsewhere, and what is kept of them.
import { useEffect, useRef, useState } from 'preact/hooks';
import { CheckIcon } from '../icons';

/** LabEntry is one lab of the course. */
export interface LabEntry {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly begun: boolean;
  readonly done: boolean;
}

export interface LabListProps {
  readonly open: boolean;
  readonly labs: readonly LabEntry[];
  /** What could not be done, '' for nothing. */
  readonly fault: string;
  readonly onClose: () => void;
  readonly onLab: (id: string) => void;
  readonly onAddress: (address: string) => void;
  readonly onExport: () => void;
  readonly onImport: (file: File) => void;
  /** Checks a hand-in and says, line by line, what holds. */
  readonly onVerify: (handIn: string) => Promise<readonly string[]>;
}

function Address({ onAddress }: Pick<LabListProps, 'onAddress'>) {
  const [address, setAddress] = useState('');
  return (
    <form
      class="lab-address"
      onSubmit={(event) => {
        event.preventDefault();
        if (address.trim() !== '') onAddress(address.trim());
      }}
    >
      <label>
        <span>A lab from elsewhere</span>
        <input
          type="text"
          inputMode="url"
          placeholder="https://…/lab.md"
          autocomplete="off"
          value={address}
          onInput={(event) => setAddress(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="small-button" disabled={address.trim() === ''}>
        Open
      </button>
    </form>
  );
}

function Kept({ onExport, onImport }: Pick<LabListProps, 'onExport' | 'onImport'>) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div class="lab-row">
      <button type="button" class="small-button" onClick={onExport}>
        Export what I have done
      </button>
      <button type="button" class="small-button" onClick={() => field.current?.click()}>
        Import
      </button>
      <input
        ref={field}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label="Import what was done"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onImport(file);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

function Verify({ onVerify }: Pick<LabListProps, 'onVerify'>) {
  const [text, setText] = useState('');
  const [lines, setLines] = useState<readonly string[] | null>(null);
  const [busy, setBusy] = useState(false);
  const verify = async () => {
    setBusy(true);
    setLines(null);
    setLines(await onVerify(text.trim()));
    setBusy(false);
  };
  return (
    <details class="lab-verify">
      <summary>For instructors: verify a hand-in</summary>
      <label>
        <span>Hand-in of a lab of this course, or of the one that is open</span>
        <textarea
          rows={3}
          spellcheck={false}
          value={text}
          placeholder="gopark-handin-1.…"
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <div class="lab-row">
        <button
          type="button"
          class="small-button"
          disabled={busy || text.trim() === ''}
          onClick={() => void verify()}
        >
          {busy ? 'Running everything again…' : 'Verify'}
        </button>
      </div>
      <ul class="lab-verdict" aria-live="polite">
        {lines?.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ul>
    </details>
  );
}

/** LabList is the dialog; Escape closes it. */
export function LabList(props: LabListProps) {
  const { open, labs, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const done = labs.filter((lab) => lab.done).length;
  return (
    <dialog ref={dialog} class="keys lab-list" aria-label="Labs" onClose={onClose}>
      <header>
        <h2>Labs</h2>
        <span class="hint">{labs.length > 0 && `${done} of ${labs.length} done`}</span>
        <button type="button" class="small-button" onClick={onClose}>
          Close
        </button>
      </header>
      <p class="hint">
        A course on Go’s scheduler. Each lab has a program to repair, questions that the run itself
        answers, and checks over many schedules.
      </p>
      {props.fault !== '' && (
        <p class="lab-fault" role="alert">
          {props.fault}
        </p>
      )}
      <ol class="lab-course">
        {labs.map((lab, index) => (
          <li key={lab.id}>
            <button type="button" class="bare" onClick={() => props.onLab(lab.id)}>
              <span class={lab.done ? 'lab-number done' : 'lab-number'} aria-hidden="true">
                {lab.done ? <CheckIcon /> : index + 1}
              </span>
              <span class="lab-about">
                <b>{lab.title}</b>
                <span>{lab.summary}</span>
              </span>
              <span class="lab-state">
                {lab.done ? 'done' : lab.begun ? 'begun' : `${lab.minutes} min`}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <Address onAddress={props.onAddress} />
      <Kept onExport={props.onExport} onImport={props.onImport} />
      <Verify onVerify={props.onVerify} />
    </dialog>
  );
}
