// The timers that are set, the nearest first: on which P, whom they wake, and when they are due.
import { TimerKind } from '../../engine/event_types';
import type { Picture, TimerPicture } from '../../engine/picture';
import { formatCount, formatNs, formatShort } from '../../model/format';
import { Pick } from './board_context';

const kindWords: Record<number, string> = {
  [TimerKind.sleep]: 'sleep',
  [TimerKind.channel]: 'timer',
  [TimerKind.ticker]: 'ticker',
  [TimerKind.afterFunc]: 'AfterFunc',
  [TimerKind.deadline]: 'deadline',
};

const shownMax = 6;

/** dueIn says how long from the picture's moment, or that the moment is past. */
export function dueIn(dueNs: number, picture: Picture): string {
  const ns = dueNs - picture.timeNs;
  return ns <= 0 ? 'now' : formatNs(ns);
}

function Timer({ timer, picture }: { readonly timer: TimerPicture; readonly picture: Picture }) {
  const kind = kindWords[timer.kind] ?? 'timer';
  const whom = timer.g === 0 ? '' : ` of G${timer.g}`;
  const due = dueIn(timer.dueNs, picture);
  const every = timer.periodNs > 0 ? `, every ${formatNs(timer.periodNs)}` : '';
  return (
    <li>
      <Pick
        selection={{ kind: 'object', id: timer.id }}
        class="timer"
        title={`${kind}${whom} on P${timer.p}, due ${due === 'now' ? due : `in ${due}`}${every}`}
      >
        <b>{due}</b>
        <span>{timer.g === 0 ? kind : `${kind} G${timer.g}`}</span>
        <span class="on">P{timer.p}</span>
      </Pick>
    </li>
  );
}

/** Timers lists the timers; nothing in a run that never set one. */
export function Timers({ picture }: { readonly picture: Picture }) {
  if (picture.timersSet === 0 && picture.totals.timersFired === 0) return null;
  const shown = picture.timers.slice(0, shownMax);
  const more = picture.timersSet - shown.length;
  return (
    <section class="lane timers" aria-label="Timers">
      <header>
        <h3>Timers</h3>
        <span class="count">{formatShort(picture.timersSet)}</span>
        <span class="aside">{formatShort(picture.totals.timersFired)} fired</span>
      </header>
      <div class="lane-body">
        {shown.length > 0 && (
          <ol>
            {shown.map((timer) => (
              <Timer key={timer.id} timer={timer} picture={picture} />
            ))}
          </ol>
        )}
        {more > 0 && <span class="more">and {formatCount(more)} later</span>}
        {picture.timersNotKept > 0 && (
          <span class="more">
            {formatCount(picture.timersNotKept)} more were set than are kept track of
          </span>
        )}
      </div>
    </section>
  );
}
