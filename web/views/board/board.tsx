// The board: the machine as it is right now. Everything is read from one picture, which is a fold of
// the event stream; nothing here asks the scheduler anything.
import type { Picture } from '../../engine/picture';
import { formatShort } from '../../model/format';
import { GList } from './g_list';
import { type CardSize, ProcCard } from './proc_card';
import { Threads } from './threads';
import { Waiting } from './waiting';

export interface BoardProps {
  readonly picture: Picture | null;
  readonly names: ReadonlyMap<number, string>;
  /** How many Ps the next run will have: the board shows them before the first run too. */
  readonly procs: number;
}

function sizeFor(procs: number): CardSize {
  if (procs <= 4) return 'full';
  return procs <= 8 ? 'small' : 'compact';
}

const none = new Uint32Array();
const emptyList = { length: 0, ids: none, functions: none, places: none };
const noObjects = { kept: 0, waitedOn: 0, list: [] };

/** restingPicture is a machine that has not started: Ps without Ms. */
export function restingPicture(procs: number): Picture {
  const totals = new Proxy({} as Picture['totals'], { get: () => 0 });
  return {
    timeNs: 0,
    sysmonNs: 0,
    sysmonNextNs: 0,
    sysmonIdleRounds: 0,
    globalTick: 0,
    resyncing: false,
    worldStopped: false,
    collecting: false,
    exited: false,
    runnable: 0,
    running: 0,
    syscall: 0,
    waiting: 0,
    system: 0,
    latencyMaxNs: 0,
    latencyMaxG: 0,
    totals,
    procs: Array.from({ length: procs }, (_, id) => ({
      id,
      alive: true,
      idle: true,
      gcWorker: 0,
      m: null,
      g: 0,
      gFunction: 0,
      gPlace: 0,
      runnext: 0,
      runnextFunction: 0,
      runnextPlace: 0,
      schedtick: 0,
      syscalls: 0,
      timers: 0,
      steals: 0,
      stealsFrom: 0,
      lastBranch: 0,
      nextTimerNs: null,
      picksToGlobal: null,
      queue: emptyList,
    })),
    threads: [],
    global: emptyList,
    syscalls: emptyList,
    disabled: emptyList,
    groups: [],
    objectsSinceNs: 0,
    channels: noObjects,
    channelsMade: 0,
    locks: noObjects,
    timers: [],
    timersSet: 0,
    timersNotKept: 0,
  };
}

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

/** Board draws the whole machine. */
export function Board({ picture, names, procs }: BoardProps) {
  const shown = picture ?? restingPicture(procs);
  const alive = shown.procs.filter((proc) => proc.alive);
  const resting = picture === null;
  const size = sizeFor(alive.length);
  return (
    <section class="panel board" aria-label="Machine">
      <h2 class="sr-only">Machine</h2>
      <div class="machine-bar">
        <Composition picture={shown} />
        <Totals picture={shown} />
        {shown.worldStopped && <p class="banner">The world is stopped</p>}
        {shown.collecting && !shown.worldStopped && (
          <p class="banner">Only the garbage collector runs</p>
        )}
        {shown.resyncing && (
          <p class="banner">Events were lost; the picture waits for the next snapshot</p>
        )}
      </div>
      <div class="board-body" tabIndex={0}>
        <div class={`procs ${size}`}>
          {alive.map((proc) => (
            <ProcCard
              key={proc.id}
              proc={proc}
              thread={proc.m === null ? undefined : shown.threads[proc.m]}
              names={names}
              size={size}
            />
          ))}
        </div>
        <section class="lane global" aria-label="Global queue">
          <header>
            <h3>Global queue</h3>
            <span class="count">{formatShort(shown.global.length)}</span>
          </header>
          <div class="lane-body">
            {resting && <p class="hint">Runnable goroutines that belong to no P.</p>}
            <GList
              list={shown.global}
              state="runnable"
              what="in the global queue"
              names={names}
              tokensMax={24}
              heightMaxPx={48}
            />
          </div>
        </section>
        <div class="pair">
          <Waiting picture={shown} names={names} resting={resting} />
          <div class="stack">
            <section class="lane syscalls" aria-label="Goroutines in system calls">
              <header>
                <h3>System calls</h3>
                <span class="count">{formatShort(shown.syscalls.length)}</span>
              </header>
              <div class="lane-body">
                {resting && <p class="hint">Their M blocks; the P may move on.</p>}
                <GList
                  list={shown.syscalls}
                  state="syscall"
                  what="in system calls"
                  names={names}
                  tokensMax={20}
                  heightMaxPx={48}
                />
              </div>
            </section>
            <Threads picture={shown} />
          </div>
        </div>
      </div>
    </section>
  );
}
