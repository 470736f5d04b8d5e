// The program of a step to work on: its checks, hints and solution.
import type { Prose } from '../../labs/lab';
import { CheckIcon, CrossIcon } from '../icons';
import { AskFirst } from './ask_first';
import { Code, ProseView } from './prose';

/** CheckLine is one assertion and what was found of it. */
export interface CheckLine {
  readonly text: string;
  readonly state: 'open' | 'passed' | 'failed';
  /** What was there, in words. */
  readonly found: string;
}

/** Counterexample is the run that breaks an assertion. */
export interface Counterexample {
  readonly seed: number;
  readonly words: string;
}

export interface TaskCardProps {
  readonly base: string;
  readonly name: string;
  readonly inEditor: boolean;
  readonly changed: boolean;
  readonly passed: boolean;
  readonly lines: readonly CheckLine[];
  /** Runs done and wanted while it is being checked, else null. */
  readonly checking: { readonly done: number; readonly runs: number } | null;
  /** What is to be said of the last check, '' for nothing. */
  readonly said: string;
  readonly broken: Counterexample | null;
  readonly hints: readonly Prose[];
  readonly hintsShown: number;
  /** null until it was asked for. */
  readonly solution: string | null;
  readonly hasSolution: boolean;
  readonly attempts: number;
  readonly onOpen: () => void;
  readonly onStartOver: () => void;
  readonly onCheck: () => void;
  readonly onCancel: () => void;
  readonly onOpenBroken: () => void;
  readonly onHint: () => void;
  readonly onSolution: () => void;
  readonly onTakeSolution: () => void;
}

const stateWords: Record<CheckLine['state'], string> = {
  open: 'not checked',
  passed: 'holds',
  failed: 'broken',
};

function Lines({ lines }: { readonly lines: readonly CheckLine[] }) {
  return (
    <ul class="lab-lines">
      {lines.map((line, index) => (
        <li key={index} class={line.state}>
          <span class="lab-mark">
            {line.state === 'passed' ? (
              <CheckIcon />
            ) : line.state === 'failed' ? (
              <CrossIcon />
            ) : (
              '·'
            )}
            <span class="sr-only">{stateWords[line.state]}: </span>
          </span>
          <span>
            <code>{line.text}</code>
            {line.found !== '' && <small>{line.found}</small>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Progress({ checking, onCancel }: Pick<TaskCardProps, 'checking' | 'onCancel'>) {
  if (!checking) return null;
  const { done, runs } = checking;
  return (
    <div class="lab-progress">
      <progress max={runs} value={done} aria-label="Runs checked" />
      <span class="mono">
        {done} of {runs} runs
      </span>
      <button type="button" class="small-button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

function Hints(props: TaskCardProps) {
  const { hints, hintsShown } = props;
  return (
    <>
      {hints.slice(0, hintsShown).map((hint, index) => (
        <div class="lab-hint" key={index}>
          <b>Hint {index + 1}</b>
          <ProseView prose={hint} base={props.base} />
        </div>
      ))}
    </>
  );
}

function Help(props: TaskCardProps) {
  const { hints, hintsShown, solution, attempts } = props;
  const more = hintsShown < hints.length;
  const offersSolution = props.hasSolution && solution === null;
  if (!more && !offersSolution) return null;
  return (
    <div class="lab-row lab-help">
      {more && (
        <button type="button" class="small-button" onClick={props.onHint}>
          {hintsShown === 0 ? 'Hint' : 'Next hint'} ({hintsShown + 1} of {hints.length})
        </button>
      )}
      {offersSolution && (
        <AskFirst
          question={attempts > 0 ? '' : 'You have not checked a program yet. See it anyway?'}
          yes="Show it"
          no="Not yet"
          onYes={props.onSolution}
        >
          Show the solution
        </AskFirst>
      )}
    </div>
  );
}

/** TaskCard is the task. */
export function TaskCard(props: TaskCardProps) {
  const { inEditor, checking, solution, broken } = props;
  return (
    <section class="lab-card lab-task" aria-label={`Task ${props.name}`}>
      <header>
        <h3>Your program</h3>
        <span class="lab-tag">{props.name}</span>
        {props.passed && (
          <span class="lab-done">
            <CheckIcon /> passed
          </span>
        )}
      </header>
      <div class="lab-row">
        {inEditor ? (
          <span class="hint">It is in the editor, and kept as you write.</span>
        ) : (
          <button type="button" class="small-button" onClick={props.onOpen}>
            Open in the editor
          </button>
        )}
        {inEditor && props.changed && (
          <AskFirst
            question="This discards your program."
            yes="Discard it"
            no="Keep it"
            onYes={props.onStartOver}
          >
            Start over
          </AskFirst>
        )}
      </div>
      <Lines lines={props.lines} />
      {checking ? (
        <Progress checking={checking} onCancel={props.onCancel} />
      ) : (
        <div class="lab-row">
          <button type="button" class="small-button strong" onClick={props.onCheck}>
            Check
          </button>
          <span class="lab-said" aria-live="polite">
            {props.said}
          </span>
        </div>
      )}
      {broken && !checking && (
        <div class="lab-broken">
          <p>{broken.words}</p>
          <button type="button" class="small-button" onClick={props.onOpenBroken}>
            Open the schedule that breaks it
          </button>
        </div>
      )}
      <Hints {...props} />
      <Help {...props} />
      {solution !== null && (
        <details class="lab-solution" open>
          <summary>A solution</summary>
          <Code text={solution} />
          <AskFirst
            question={props.changed ? 'This replaces your program.' : ''}
            yes="Replace it"
            no="Keep mine"
            onYes={props.onTakeSolution}
          >
            Put it into the editor
          </AskFirst>
        </details>
      )}
    </section>
  );
}
