// One question of a lab: predict first, then see. The card knows what may be answered, and shows what
// the lab's runner says of the answer.
import { useEffect, useState } from 'preact/hooks';
import type { Inline, Prose } from '../../labs/lab';
import { CheckIcon, CrossIcon } from '../icons';
import { InlineView, ProseView } from './prose';

/** AskedField is how an answer is given. */
export type AskedField =
  | { readonly kind: 'one' | 'many'; readonly options: readonly (readonly Inline[])[] }
  | { readonly kind: 'number'; readonly unit: string }
  | { readonly kind: 'text' };

/** Revealed is what became of an answer. */
export interface Revealed {
  readonly right: boolean;
  readonly given: readonly string[];
  /** The right answer, in words. */
  readonly answer: string;
}

export interface QuestionCardProps {
  readonly number: number;
  readonly base: string;
  readonly prose: Prose;
  readonly explain: Prose;
  readonly field: AskedField;
  readonly revealed: Revealed | null;
  /** A question about a run: it has instances, and a moment that can be shown. */
  readonly run: {
    readonly seed: number;
    readonly shown: boolean;
    readonly onShow: () => void;
    readonly onNew: () => void;
    /** Shows what happened next. */
    readonly onReveal: () => void;
  } | null;
  /** Texts as chosen or typed; options by their number. */
  readonly onAnswer: (given: readonly string[]) => void;
  /** Another try. */
  readonly onAgain: () => void;
}

function Options(props: {
  readonly card: QuestionCardProps;
  readonly field: Extract<AskedField, { kind: 'one' | 'many' }>;
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}) {
  const { card, field, chosen, onChoose } = props;
  const name = `question-${card.number}-${card.run?.seed ?? 0}`;
  const toggle = (value: string) =>
    chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  return (
    <ul class="lab-options">
      {field.options.map((option, index) => {
        const value = String(index);
        return (
          <li key={value}>
            <label>
              <input
                type={field.kind === 'one' ? 'radio' : 'checkbox'}
                name={name}
                checked={chosen.includes(value)}
                disabled={card.revealed !== null}
                onChange={() => onChoose(field.kind === 'one' ? [value] : toggle(value))}
              />
              <span>
                <InlineView text={option} base={card.base} />
              </span>
            </label>
          </li>
        );
      })}
    </ul>
  );
}

function Typed(props: {
  readonly card: QuestionCardProps;
  readonly field: Extract<AskedField, { kind: 'number' | 'text' }>;
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}) {
  const { card, field, chosen, onChoose } = props;
  const [text = ''] = chosen;
  return (
    <label class="lab-typed">
      <span>Your prediction</span>
      <input
        type="text"
        inputMode={field.kind === 'number' ? 'decimal' : 'text'}
        autocomplete="off"
        spellcheck={false}
        value={text}
        disabled={card.revealed !== null}
        onInput={(event) => onChoose([event.currentTarget.value])}
      />
      {field.kind === 'number' && field.unit !== '' && <span>{field.unit}</span>}
    </label>
  );
}

function Result({ card, revealed }: { card: QuestionCardProps; revealed: Revealed }) {
  const { run } = card;
  return (
    <div class={revealed.right ? 'lab-result good' : 'lab-result bad'} aria-live="polite">
      <p>
        {revealed.right ? <CheckIcon /> : <CrossIcon />}
        <b>{revealed.right ? 'Right.' : 'Not so.'}</b>
        {!revealed.right && revealed.answer !== '' && <span> It is {revealed.answer}.</span>}
      </p>
      {(revealed.right || run !== null) && (
        <div class="lab-explain">
          <ProseView prose={card.explain} base={card.base} />
        </div>
      )}
      <div class="lab-row">
        {run && (
          <button type="button" class="small-button" onClick={run.onReveal}>
            See what happened
          </button>
        )}
        {!revealed.right && run === null && (
          <button type="button" class="small-button" onClick={card.onAgain}>
            Try again
          </button>
        )}
        {run && (
          <button type="button" class="small-button" onClick={run.onNew}>
            Another run
          </button>
        )}
      </div>
    </div>
  );
}

/** QuestionCard asks, and shows what the answer was worth. */
export function QuestionCard(props: QuestionCardProps) {
  const { field, revealed, run } = props;
  const [chosen, setChosen] = useState<readonly string[]>(revealed?.given ?? []);
  useEffect(() => setChosen(revealed?.given ?? []), [run?.seed, revealed]);
  const empty = chosen.every((one) => one.trim() === '');
  const title = `Question ${props.number}`;
  return (
    <form
      class="lab-card lab-question"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty && !revealed) props.onAnswer(chosen);
      }}
    >
      <header>
        <h3>{run ? 'Predict' : title}</h3>
        {run && <span class="lab-tag">seed {run.seed}</span>}
        {revealed?.right && (
          <span class="lab-done">
            <CheckIcon /> answered
          </span>
        )}
      </header>
      <ProseView prose={props.prose} base={props.base} />
      {run && !revealed && (
        <p>
          <button type="button" class="small-button" onClick={run.onShow}>
            {run.shown ? 'Show the moment again' : 'Show the moment'}
          </button>
        </p>
      )}
      {'options' in field ? (
        <Options card={props} field={field} chosen={chosen} onChoose={setChosen} />
      ) : (
        <Typed card={props} field={field} chosen={chosen} onChoose={setChosen} />
      )}
      {revealed ? (
        <Result card={props} revealed={revealed} />
      ) : (
        <div class="lab-row">
          <button type="submit" class="small-button strong" disabled={empty}>
            {run ? 'Reveal' : 'Answer'}
          </button>
          {run && (
            <button type="button" class="small-button" onClick={run.onNew}>
              Another run
            </button>
          )}
        </div>
      )}
    </form>
  );
}
