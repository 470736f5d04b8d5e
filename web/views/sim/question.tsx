// The question of "You are the scheduler": chance would decide here, and the person does.
import type { Choice } from '../../engine/sim_protocol';
import { formatNs } from '../../model/format';
import type { SimProps } from './sim_props';

const shownMax = 16;

function titleOf(choice: Choice, alternative: number): string {
  if (alternative !== choice.chosen) return 'Another future: the run forks here';
  return choice.overridden ? 'Chosen by hand' : 'What the seed decides';
}

/** Alternatives are the answers as buttons; the one that was given is marked. */
export function Alternatives(props: {
  readonly choice: Choice;
  readonly onChoose: (alternative: number) => void;
}) {
  const { choice, onChoose } = props;
  const shown = Math.min(choice.n, Math.max(choice.alternatives.length, 2), shownMax);
  const rest = choice.n - shown;
  return (
    <span class="alternatives" role="group" aria-label="Alternatives">
      {Array.from({ length: shown }, (_, index) => (
        <button
          type="button"
          key={index}
          class={index === choice.chosen ? 'answer chosen' : 'answer'}
          aria-pressed={index === choice.chosen}
          title={titleOf(choice, index)}
          onClick={() => onChoose(index)}
        >
          {choice.alternatives[index] ?? `number ${index + 1}`}
          {index === choice.chosen && <small>{choice.overridden ? 'by hand' : 'the seed’s'}</small>}
        </button>
      ))}
      {rest > 0 && <span class="hint">and {rest} more</span>}
    </span>
  );
}

/** Question asks while the run waits for an answer. */
export function Question({ batch, asking, act }: SimProps) {
  const choice = batch?.question;
  if (!asking) return null;
  if (!choice) {
    // It keeps its place, so that the page does not move with every question.
    const playing = batch?.activity === 'play';
    return (
      <section class="question idle" aria-label="Your decision">
        <p>
          {playing
            ? 'Running to the next decision'
            : 'Play: the run stops at the next decision of the kinds chosen under Choices.'}
        </p>
      </section>
    );
  }
  return (
    <section class="question" aria-label="Your decision">
      <p aria-live="polite">
        <span class="number">
          #{choice.index} · {formatNs(choice.timeNs)}
        </span>
        {choice.question}
      </p>
      <Alternatives
        choice={choice}
        onChoose={(alternative) => act.choose(choice.index, alternative)}
      />
    </section>
  );
}
