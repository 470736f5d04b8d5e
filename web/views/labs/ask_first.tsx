// A button for what cannot be taken back: it asks once more, in its own place.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

export interface AskFirstProps {
  readonly children: ComponentChildren;
  /** Asked before; '' does it at once. */
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
}

/** AskFirst is the button, or its question. */
export function AskFirst({ children, question, yes, no, onYes }: AskFirstProps) {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <button
        type="button"
        class="small-button"
        onClick={() => (question === '' ? onYes() : setAsking(true))}
      >
        {children}
      </button>
    );
  }
  return (
    <span class="lab-ask-first" role="group" aria-label={question}>
      <span>{question}</span>
      <button
        type="button"
        class="small-button"
        onClick={() => {
          setAsking(false);
          onYes();
        }}
      >
        {yes}
      </button>
      <button type="button" class="small-button" onClick={() => setAsking(false)}>
        {no}
      </button>
    </span>
  );
}
