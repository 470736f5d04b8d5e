// A sentence of an explanation: everything it names can be followed, and a term says what it means.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Term } from '../../model/glossary';
import { linked, type Piece } from '../../model/sentence';
import type { Selection } from '../../model/selection';

export interface SentenceProps {
  readonly text: string;
  /** Terms marked already. */
  readonly seen: Set<string>;
  readonly onSelect: (selection: Selection) => void;
  readonly onLine: (line: number) => void;
}

const tipWidth = 300;
const margin = 8;

/** TermWord shows what a term means while it is pointed at or has the focus. */
function TermWord({
  term,
  children,
}: {
  readonly term: Term;
  readonly children: ComponentChildren;
}) {
  const word = useRef<HTMLButtonElement>(null);
  const tip = useId();
  const [place, setPlace] = useState<{ left: number; top: number; above: boolean } | null>(null);
  const show = () => {
    const box = word.current?.getBoundingClientRect();
    if (!box) return;
    const left = Math.max(margin, Math.min(box.left, window.innerWidth - tipWidth - margin));
    const above = box.bottom > window.innerHeight - 160;
    setPlace({ left, top: above ? window.innerHeight - box.top + 4 : box.bottom + 4, above });
  };
  const hide = () => setPlace(null);
  useEffect(() => {
    if (!place) return;
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    document.addEventListener('keydown', leave);
    document.addEventListener('scroll', hide, true);
    return () => {
      document.removeEventListener('keydown', leave);
      document.removeEventListener('scroll', hide, true);
    };
  }, [place]);
  return (
    <span class="term-slot">
      <button
        type="button"
        class="term"
        ref={word}
        aria-describedby={place ? tip : undefined}
        onMouseEnter={show}
        onMouseLeave={hide}
        onFocus={show}
        onBlur={hide}
        onClick={show}
      >
        {children}
      </button>
      {place && (
        <span
          class="term-tip"
          id={tip}
          role="tooltip"
          style={{
            left: `${place.left}px`,
            [place.above ? 'bottom' : 'top']: `${place.top}px`,
          }}
        >
          <b>{term.name}</b> {term.meaning}
        </span>
      )}
    </span>
  );
}

function PieceView({ piece, onSelect, onLine }: SentenceProps & { readonly piece: Piece }) {
  switch (piece.kind) {
    case 'text':
      return <>{piece.text}</>;
    case 'thing':
      return (
        <button
          type="button"
          class={`thing thing-${piece.to.kind}`}
          onClick={() => onSelect(piece.to)}
        >
          {piece.text}
        </button>
      );
    case 'line':
      return (
        <button type="button" class="thing thing-line" onClick={() => onLine(piece.line)}>
          {piece.text}
        </button>
      );
    case 'term':
      return <TermWord term={piece.term}>{piece.text}</TermWord>;
  }
}

/** Sentence draws it. */
export function Sentence(props: SentenceProps) {
  return (
    <>
      {linked(props.text, props.seen).map((piece, index) => (
        <PieceView {...props} piece={piece} key={index} />
      ))}
    </>
  );
}
