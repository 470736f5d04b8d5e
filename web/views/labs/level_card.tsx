// A level: the learner answers what chance would decide, and has to reach a goal.
import type { Prose } from '../../labs/lab';
import { CheckIcon } from '../icons';
import { AskFirst } from './ask_first';
import { ProseView } from './prose';

export interface LevelCardProps {
  readonly base: string;
  readonly prose: Prose;
  readonly goal: readonly string[];
  readonly won: boolean;
  /** It is this level that is being played. */
  readonly playing: boolean;
  readonly choices: number;
  /** Decisions answered otherwise than the seed does, in the run shown. */
  readonly used: number;
  /** What the run shown has come to, '' while it goes on. */
  readonly said: string;
  /** The winning decisions in words; null until asked for. */
  readonly solution: string | null;
  readonly onPlay: () => void;
  readonly onSolution: () => void;
}

/** LevelCard says what to reach, and how far it is. */
export function LevelCard(props: LevelCardProps) {
  const { playing, used, choices, solution } = props;
  const over = used > choices;
  return (
    <section class="lab-card lab-level" aria-label="Level">
      <header>
        <h3>You are the scheduler</h3>
        {props.won && (
          <span class="lab-done">
            <CheckIcon /> won
          </span>
        )}
      </header>
      <ProseView prose={props.prose} base={props.base} />
      <p class="lab-goal">
        Goal:{' '}
        {props.goal.map((goal) => (
          <code key={goal}>{goal}</code>
        ))}
      </p>
      <div class="lab-row">
        <button type="button" class="small-button strong" onClick={props.onPlay}>
          {playing ? 'From the beginning' : 'Play this level'}
        </button>
        <span class={over ? 'lab-used bad' : 'lab-used'}>
          {playing ? `${used} of ${choices}` : choices} {choices === 1 ? 'decision' : 'decisions'}{' '}
          against the seed
        </span>
      </div>
      {playing && (
        <p class="hint">
          The questions appear above the editor. The run goes on by itself to the next one; you can
          go back in it and decide otherwise.
        </p>
      )}
      <p class="lab-said" aria-live="polite">
        {props.said}
      </p>
      {solution === null ? (
        <AskFirst
          question={props.won ? '' : 'See a way before you have found one?'}
          yes="Show it"
          no="Not yet"
          onYes={props.onSolution}
        >
          Show a way
        </AskFirst>
      ) : (
        <p class="lab-hint">{solution}</p>
      )}
    </section>
  );
}
