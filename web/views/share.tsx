// The panel for handing a program on: a link to what the page shows, and the program as a file.
import { useEffect, useRef, useState } from 'preact/hooks';
import { openedTypes } from '../model/files';
import { formatCount } from '../model/format';
import { Popover } from './controls';
import { ShareIcon } from './icons';

export interface ShareProps {
  /** Makes the link. */
  readonly onLink: () => Promise<string>;
  readonly onOpen: (file: File) => void;
  readonly onSave: () => void;
  /** Whether there is a text to save. */
  readonly saves: boolean;
}

// Longer ones are cut by some chats and mail programs.
const longLink = 2_000;

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function LinkField({ onLink }: Pick<ShareProps, 'onLink'>) {
  const [link, setLink] = useState('');
  const [said, setSaid] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => void onLink().then(setLink), []);
  const onCopy = async () => {
    const done = await copied(link);
    // Without permission the person copies it: it is selected.
    if (!done) field.current?.select();
    setSaid(done ? 'Copied' : 'Press Ctrl+C to copy it');
  };
  return (
    <>
      <label class="share-link">
        <span>Link to this program, its settings and this moment</span>
        <input
          ref={field}
          type="text"
          readOnly
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <div class="share-row">
        <button
          type="button"
          class="small-button"
          disabled={link === ''}
          onClick={() => void onCopy()}
        >
          Copy link
        </button>
        <span class="hint" aria-live="polite">
          {said}
        </span>
      </div>
      <p class="hint">
        All of it is in the link, behind the #, which browsers do not send: nothing leaves this
        page.
        {link.length > longLink &&
          ` It has ${formatCount(link.length)} characters; some chats cut links that long.`}
      </p>
    </>
  );
}

function FileButtons({ onOpen, onSave, saves }: Omit<ShareProps, 'onLink'>) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div class="share-row files">
      <button type="button" class="small-button" onClick={() => field.current?.click()}>
        Open a file
      </button>
      <button type="button" class="small-button" disabled={!saves} onClick={onSave}>
        Save as a file
      </button>
      <input
        ref={field}
        type="file"
        hidden
        aria-label="Open a file"
        accept={openedTypes}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) onOpen(file);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

/** Share is the button with the panel. */
export function Share(props: ShareProps) {
  return (
    <Popover class="share" label="Share" title="Share, open, save" button={<ShareIcon />}>
      <LinkField onLink={props.onLink} />
      <FileButtons {...props} />
    </Popover>
  );
}
