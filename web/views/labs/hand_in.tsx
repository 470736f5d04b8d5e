// What to hand in at the end of a lab: a text that says what was done, to be checked by running it.
import { useState } from 'preact/hooks';

export interface HandInProps {
  readonly onMake: (name: string) => Promise<string>;
}

/** HandIn makes the text and copies it. */
export function HandIn({ onMake }: HandInProps) {
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  const make = async () => {
    const made = await onMake(name.trim());
    setText(made);
    try {
      await navigator.clipboard.writeText(made);
      setSaid('Copied');
    } catch {
      setSaid('Press Ctrl+C in the field to copy it');
    }
  };
  return (
    <section class="lab-card lab-handin" aria-label="Hand in">
      <header>
        <h3>Hand in</h3>
      </header>
      <p class="hint">
        A text with your programs, answers and decisions. It holds no results: whoever gets it runs
        everything again.
      </p>
      <form
        class="lab-address"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <label>
          <span>Your name, if it is wanted</span>
          <input
            type="text"
            autocomplete="name"
            maxLength={100}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="small-button">
          Make and copy it
        </button>
      </form>
      {text !== '' && (
        <label class="lab-typed">
          <span class="sr-only">Hand-in</span>
          <textarea rows={3} readOnly value={text} onFocus={(e) => e.currentTarget.select()} />
        </label>
      )}
      <p class="hint" aria-live="polite">
        {said}
      </p>
    </section>
  );
}
