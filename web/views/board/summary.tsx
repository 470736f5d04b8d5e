// The head of the board: goroutines by state, the totals of the run, and what holds for the whole
// machine right now.
import type { ComponentChildren } from 'preact';
import type { Picture } from '../../engine/picture';
import { formatNs, formatShort } from '../../model/format';
import { GList } from './g_list';

function Composition({ picture }: { readonly picture: Picture }) {
  const { running, runnable, syscall, waiting } = picture;
  const parts = [
    ['running', running],
    ['runnable', runnable],
    ['syscall', syscall],
    ['waiting', waiting],
  ] as const;
  const all = running + runnable + syscall + waiting;
  return (
    <div class="composition">
      <div class="bar" aria-hidden="true">
        {parts.map(
          ([state, n]) => n > 0 && <span key={state} class={state} style={{ flexGrow: n }} />,
        )}
      </div>
      <dl>
        <div class="all" title={`${picture.system} of them belong to the runtime itself`}>
          <dt>goroutines</dt>
          <dd>{formatShort(all)}</dd>
        </div>
        {parts.map(([state, n]) => (
          <div key={state} class={state}>
            <dt>{state === 'syscall' ? 'in syscall' : state}</dt>
            <dd>{formatShort(n)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Totals({ picture }: { readonly picture: Picture }) {
  const t = picture.totals;
  const shown = [
    ['steals', t.steals, 'Times a P took goroutines from another'],
    ['migrations', t.migrations, 'Times a goroutine went on running on another M'],
    ['preempted', t.preemptions, 'Times a running goroutine was made to yield'],
    ['hand-offs', t.handoffs + t.retakes, 'Ps handed to another M because theirs blocked'],
  ] as const;
  return (
    <dl class="totals">
      {shown.map(([name, value, title]) => (
        <div key={name} title={title}>
          <dt>{name}</dt>
          <dd>{formatShort(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

// A collection, and the goroutines that were picked while only its workers may run.
function Collection({ picture }: { readonly picture: Picture }) {
  const put = picture.disabled;
  const words =
    put.length === 0
      ? 'Garbage collection: only its workers run'
      : `Garbage collection: only its workers run, ${formatShort(put.length)} put aside`;
  return (
    <div class="banner" data-place="disabled">
      <p>{words}</p>
      <GList
        list={put}
        state="runnable"
        what="put aside until the collector has marked"
        tokensMax={16}
        heightMaxPx={27}
      />
    </div>
  );
}

export interface SummaryProps {
  readonly picture: Picture;
  /** Controls of the board. */
  readonly children: ComponentChildren;
}

/** Summary is the head of the board. */
export function Summary({ picture, children }: SummaryProps) {
  const collects = picture.collecting || picture.disabled.length > 0;
  return (
    <div class="machine-bar">
      <Composition picture={picture} />
      <Totals picture={picture} />
      {children}
      {picture.worldStopped && <p class="banner">The world is stopped</p>}
      {collects && <Collection picture={picture} />}
      {picture.resyncing && (
        <p class="banner">Events were lost; the picture waits for the next snapshot</p>
      )}
      {!picture.resyncing && picture.objectsSinceNs > 0 && (
        <p class="aside">
          Events were lost: channels, locks and timers are known since{' '}
          {formatNs(picture.objectsSinceNs)} only.
        </p>
      )}
    </div>
  );
}
