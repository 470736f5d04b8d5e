// A program that a lab shows: it is read, run and stepped in the page's own editor and board.
import { Code } from './prose';

export interface ProgramCardProps {
  readonly name: string;
  readonly source: string;
  readonly inEditor: boolean;
  readonly onOpen: () => void;
}

/** ProgramCard names the program and puts it into the editor. */
export function ProgramCard({ name, source, inEditor, onOpen }: ProgramCardProps) {
  return (
    <section class="lab-program" aria-label={`Program ${name}`}>
      <div class="lab-row">
        <span>
          Program <code>{name}</code>
        </span>
        {inEditor ? (
          <span class="hint">in the editor</span>
        ) : (
          <button type="button" class="small-button" onClick={onOpen}>
            Open in the editor
          </button>
        )}
      </div>
      <details>
        <summary>Read it here</summary>
        <Code text={source} />
      </details>
    </section>
  );
}
