// Why: what is selected, explained. What happened, which rule of the scheduler it was with the numbers
// of the moment, why not otherwise, where to read on; and the events it went through lately.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { eventInfo } from '../../engine/event_types';
import type { EventRecord } from '../../engine/records';
import { sentenceOf } from '../../model/explain_event';
import type { Explanation } from '../../model/explanation';
import { formatClock } from '../../model/format';
import { narrate } from '../../model/narrate';
import { sameSelection, type Selection } from '../../model/selection';
import { BackIcon, ForthIcon } from '../icons';
import { Sentence } from './sentence';

export interface WhyProps {
  readonly selection: Selection | null;
  /** null: nothing is selected. */
  readonly told: Explanation | null;
  /** Its latest events, newest first. */
  readonly recent: readonly EventRecord[];
  readonly canGoBack: boolean;
  readonly canGoForth: boolean;
  readonly tabs: ComponentChildren;
  readonly onBack: () => void;
  readonly onForth: () => void;
  readonly onSelect: (selection: Selection) => void;
  readonly onLine: (line: number) => void;
  /** Goes to the moment just after an event; null: the run cannot go anywhere. */
  readonly onSeek: ((events: number) => void) | null;
}

function Empty() {
  return (
    <div class="why-empty">
      <p>Select something to learn why it is as it is.</p>
      <ul>
        <li>
          <b>A goroutine</b>, on the board or in the table: where it is, what it waits for, who
          could wake it.
        </li>
        <li>
          <b>A P or an M</b>: what it runs, what is queued, why it idles or spins.
        </li>
        <li>
          <b>A row under Decisions or Choices</b>: which rule took it, and why not otherwise.
        </li>
        <li>
          <b>A channel, a lock, a timer</b>: who waits on it, who used it last.
        </li>
      </ul>
    </div>
  );
}

function Recent({ selection, recent, onSelect }: WhyProps) {
  if (recent.length === 0) return null;
  const title = selection?.kind === 'event' ? 'Around it on this M' : 'Its latest events';
  return (
    <section class="why-recent" aria-label={title}>
      <h4>{title}</h4>
      <ol>
        {recent.map((e) => {
          const to: Selection = { kind: 'event', seq: e.seq };
          const here = sameSelection(to, selection);
          return (
            <li key={e.seq} class={`kind-${narrate(e)?.kind ?? 'world'}`}>
              <button
                type="button"
                class="why-row"
                aria-current={here ? 'true' : undefined}
                title={eventInfo[e.type]?.sentence}
                onClick={() => onSelect(to)}
              >
                <span class="when">{formatClock(e.timeNs)}</span>
                <span class="what">{sentenceOf(e).slice(0, -1)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function ReadOn({ told }: { readonly told: Explanation }) {
  if (told.read.length === 0) return null;
  return (
    <p class="why-read">
      In Go’s own runtime:{' '}
      {told.read.map(({ name, file, url }, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <a href={url} target="_blank" rel="noreferrer">
            {name}
          </a>{' '}
          <small>{file}</small>
        </span>
      ))}
    </p>
  );
}

function Told(props: WhyProps & { readonly told: Explanation }) {
  const { told, onSelect, onLine, onSeek } = props;
  const seen = new Set<string>();
  const say = (text: string) => (
    <Sentence text={text} seen={seen} onSelect={onSelect} onLine={onLine} />
  );
  const { line, seq } = told;
  return (
    <article class="why-told">
      <div class="why-main">
        <header>
          <h3>{told.title}</h3>
          <span class="why-kind">{told.kind}</span>
          {line !== null && (
            <button type="button" class="small-button" onClick={() => onLine(line)}>
              Line {line}
            </button>
          )}
          {onSeek && seq !== null && (
            <button type="button" class="small-button" onClick={() => onSeek(seq)}>
              Go to this moment
            </button>
          )}
        </header>
        <p class="why-lead">{say(told.lead)}</p>
        {told.why.map((text) => (
          <p key={text}>{say(text)}</p>
        ))}
        {told.whyNot.length > 0 && <h4>Why not otherwise</h4>}
        {told.whyNot.map((text) => (
          <p key={text}>{say(text)}</p>
        ))}
        {told.unknown.map((text) => (
          <p class="why-unknown" key={text}>
            {text}
          </p>
        ))}
        <ReadOn told={told} />
      </div>
      <div class="why-side">
        {told.facts.length > 0 && (
          <dl>
            {told.facts.map(({ label, text }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{say(text)}</dd>
              </div>
            ))}
          </dl>
        )}
        <Recent {...props} />
      </div>
    </article>
  );
}

/** Why draws the explanation of what is selected. */
export function Why(props: WhyProps) {
  const { selection, told, tabs, canGoBack, canGoForth, onBack, onForth } = props;
  const body = useRef<HTMLDivElement>(null);
  const key = JSON.stringify(selection);
  useEffect(() => {
    if (body.current) body.current.scrollTop = 0;
  }, [key]);
  return (
    <section class="panel decisions why" aria-label="Why">
      <header class="panel-head">
        {tabs}
        <span class="why-steps" role="group" aria-label="What was looked at before">
          <button
            type="button"
            class="quiet-icon"
            aria-label="Back"
            disabled={!canGoBack}
            onClick={onBack}
          >
            <BackIcon />
          </button>
          <button
            type="button"
            class="quiet-icon"
            aria-label="Forward"
            disabled={!canGoForth}
            onClick={onForth}
          >
            <ForthIcon />
          </button>
        </span>
      </header>
      <div class="why-body" ref={body} tabIndex={0} role="group" aria-label="Explanation">
        {told ? <Told {...props} told={told} key={key} /> : <Empty />}
      </div>
    </section>
  );
}
