// The gallery: every program of the menu with a sentence, by group.
import { useState } from 'preact/hooks';
import { findPrograms, type GalleryGroup, type ProgramMenu } from '../model/programs';
import { Dialog } from './dialog';

export interface GalleryProps {
  readonly open: boolean;
  readonly menu: ProgramMenu;
  readonly chosen: string;
  /** A program that runs is not replaced. */
  readonly running: boolean;
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
}

function Group({
  group,
  chosen,
  running,
  onChoose,
}: Pick<GalleryProps, 'chosen' | 'running' | 'onChoose'> & { readonly group: GalleryGroup }) {
  return (
    <section>
      <h3>{group.title}</h3>
      <p class="hint">{group.about}</p>
      <ul class="gallery-list">
        {group.entries.map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              disabled={running}
              aria-current={entry.id === chosen ? 'true' : undefined}
              onClick={() => onChoose(entry.id)}
            >
              <b>{entry.title}</b>
              <span>{entry.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Gallery is the dialog; choosing a program closes it. */
export function Gallery(props: GalleryProps) {
  const [search, setSearch] = useState('');
  const { open, menu, running, onClose } = props;
  const groups = findPrograms(menu, search);
  const count = groups.reduce((sum, group) => sum + group.entries.length, 0);
  return (
    <Dialog
      title="Programs"
      class="gallery-sheet"
      open={open}
      onClose={onClose}
      head={
        <div class="sheet-tools">
          <input
            type="search"
            class="sheet-search"
            placeholder="Search"
            aria-label="Search the programs"
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
          <span class="hint" aria-live="polite">
            {running ? 'Stop the program that runs to choose another.' : `${count} programs`}
          </span>
        </div>
      }
    >
      {count === 0 && <p class="hint">Nothing of that name.</p>}
      {groups.map((group) => (
        <Group key={group.title} group={group} {...props} />
      ))}
    </Dialog>
  );
}
