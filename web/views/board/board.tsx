// The board: the machine as it is right now. Everything is read from one picture, which is a fold of
// the event stream; nothing here asks the scheduler anything. Parts that have nothing to say in a
// run (no channel was made, no timer set) are not there; one that has said something stays, so that
// the board does not jump.
import { useMemo, useState } from 'preact/hooks';
import type { Picture } from '../../engine/picture';
import { formatShort } from '../../model/format';
import { loadMotion, saveMotion } from '../../model/motion';
import type { Selection } from '../../model/selection';
import { BoardContext } from './board_context';
import { Channels } from './channels';
import { GList } from './g_list';
import { Locks } from './locks';
import { Moving } from './moving';
import { type CardSize, ProcCard } from './proc_card';
import { restingPicture } from './resting';
import { Summary } from './summary';
import { Threads } from './threads';
import { Timers } from './timers';
import { Waiting } from './waiting';

export interface BoardProps {
  readonly picture: Picture | null;
  readonly names: ReadonlyMap<number, string>;
  /** How many Ps the next run will have: the board shows them before the first run too. */
  readonly procs: number;
  /** What is picked out; it is marked wherever it appears. */
  readonly selected?: Selection | null;
  /** Absent: nothing on the board can be picked out. */
  readonly onSelect?: (selection: Selection) => void;
}

function sizeFor(procs: number): CardSize {
  if (procs <= 4) return 'full';
  return procs <= 8 ? 'small' : 'compact';
}

interface PartProps {
  readonly picture: Picture;
  readonly resting: boolean;
}

function GlobalQueue({ picture, resting }: PartProps) {
  return (
    <section class="lane global" aria-label="Global queue" data-place="global">
      <header>
        <h3>Global queue</h3>
        <span class="count">{formatShort(picture.global.length)}</span>
      </header>
      <div class="lane-body">
        {resting && <p class="hint">Runnable goroutines that belong to no P.</p>}
        <GList
          list={picture.global}
          state="runnable"
          what="in the global queue"
          tokensMax={24}
          heightMaxPx={48}
        />
      </div>
    </section>
  );
}

function Syscalls({ picture, resting }: PartProps) {
  if (!resting && picture.syscalls.length === 0 && picture.totals.syscalls === 0) return null;
  return (
    <section class="lane syscalls" aria-label="Goroutines in system calls" data-place="syscalls">
      <header>
        <h3>System calls</h3>
        <span class="count">{formatShort(picture.syscalls.length)}</span>
        {!resting && <span class="aside">{formatShort(picture.totals.syscalls)} in all</span>}
      </header>
      <div class="lane-body">
        {resting && <p class="hint">Their M blocks; the P may move on.</p>}
        <GList
          list={picture.syscalls}
          state="syscall"
          what="in system calls"
          tokensMax={20}
          heightMaxPx={48}
        />
      </div>
    </section>
  );
}

function MotionSwitch(props: { readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  return (
    <button
      type="button"
      class="motion"
      aria-pressed={props.on}
      aria-label="Motion"
      title={`Motion is ${props.on ? 'on' : 'off'}: goroutines are seen moving while few of them do`}
      onClick={() => props.onChange(!props.on)}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M1.5 8h4M1.5 4.5h2.5M1.5 11.5h2.5" />
        <circle cx="10.5" cy="8" r="3.5" />
      </svg>
    </button>
  );
}

/** Board draws the whole machine. */
export function Board({ picture, names, procs, selected = null, onSelect }: BoardProps) {
  const [motion, setMotion] = useState(loadMotion);
  const shown = picture ?? restingPicture(procs);
  const alive = shown.procs.filter((proc) => proc.alive);
  const resting = picture === null;
  const size = sizeFor(alive.length);
  const link = useMemo(() => ({ names, selected, onSelect }), [names, selected, onSelect]);
  const changeMotion = (on: boolean) => {
    saveMotion(on);
    setMotion(on);
  };
  return (
    <BoardContext.Provider value={link}>
      <section class="panel board" aria-label="Machine">
        <h2 class="sr-only">Machine</h2>
        <Summary picture={shown}>
          <MotionSwitch on={motion} onChange={changeMotion} />
        </Summary>
        <Moving picture={shown} on={motion}>
          <div class={`procs ${size}`}>
            {alive.map((proc) => (
              <ProcCard key={proc.id} proc={proc} picture={shown} size={size} />
            ))}
          </div>
          <GlobalQueue picture={shown} resting={resting} />
          <div class="pair">
            <div class="stack">
              <Channels picture={shown} />
              <Locks picture={shown} />
              <Waiting picture={shown} resting={resting} />
            </div>
            <div class="stack">
              <Syscalls picture={shown} resting={resting} />
              <Timers picture={shown} />
              <Threads picture={shown} />
            </div>
          </div>
        </Moving>
      </section>
    </BoardContext.Provider>
  );
}
