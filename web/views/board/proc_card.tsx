// One P: the M that holds it, the goroutine it runs, its runnext slot and its run queue in order.
import { useContext } from 'preact/hooks';
import { GcWorkerMode, PickBranch } from '../../engine/event_types';
import type { Picture, ProcPicture, ThreadPicture } from '../../engine/picture';
import { formatShort, shortFunction } from '../../model/format';
import { BoardContext, Pick, useName } from './board_context';
import { GList } from './g_list';
import { MChip } from './m_chip';
import { dueIn } from './timers';
import { goroutineTitle, Token } from './token';

/** CardSize: how much of a P is shown; many Ps leave less room for each. */
export type CardSize = 'full' | 'small' | 'compact';

export interface ProcCardProps {
  readonly proc: ProcPicture;
  /** The machine it belongs to. */
  readonly picture: Picture;
  readonly size: CardSize;
}

const branchWords: Record<number, string> = {
  [PickBranch.none]: '',
  [PickBranch.runnext]: 'runnext',
  [PickBranch.local]: 'own queue',
  [PickBranch.global61]: 'global, 61st tick',
  [PickBranch.globalBatch]: 'global batch',
  [PickBranch.netpoll]: 'netpoll',
  [PickBranch.stolen]: 'stolen',
  [PickBranch.stolenRunnext]: 'stolen runnext',
  [PickBranch.timerSteal]: 'stolen timer',
  [PickBranch.idleRecheckGlobal]: 'global, re-check',
  [PickBranch.gcWorker]: 'GC worker',
  [PickBranch.locked]: 'locked',
  [PickBranch.syscallFast]: 'syscall, kept P',
  [PickBranch.syscallIdleP]: 'syscall, idle P',
  [PickBranch.parkRefused]: 'park refused',
  [PickBranch.coroSwitch]: 'switch',
};

const workerWords: Record<number, string> = {
  [GcWorkerMode.dedicated]: 'GC (dedicated)',
  [GcWorkerMode.fractional]: 'GC (fractional)',
  [GcWorkerMode.idle]: 'GC (idle)',
};

type CardState = 'running' | 'syscall' | 'spinning' | 'scheduling' | 'idle' | 'off';

const stateWords: Record<CardState, string> = {
  running: 'running',
  syscall: 'in syscall',
  spinning: 'spinning',
  scheduling: 'scheduling',
  idle: 'idle',
  off: 'stopped',
};

function stateOf(proc: ProcPicture, thread: ThreadPicture | undefined): CardState {
  if (!proc.alive) return 'off';
  if (thread?.state === 'syscall') return 'syscall';
  if (proc.g !== 0) return 'running';
  if (proc.idle || proc.m === null) return 'idle';
  return thread?.state === 'spinning' ? 'spinning' : 'scheduling';
}

// When the P looks at the global queue before its own, in words.
function globalWords(proc: ProcPicture, globalTick: number): { text: string; title: string } {
  const picks = proc.picksToGlobal;
  const title =
    `Every ${globalTick}th pick looks at the global queue first, so that it is not starved: ` +
    `this P has made ${proc.schedtick}`;
  return { text: picks === null ? '' : picks === 0 ? 'global next' : `global in ${picks}`, title };
}

function Facts({ proc, picture }: { readonly proc: ProcPicture; readonly picture: Picture }) {
  const global = globalWords(proc, picture.globalTick);
  const due = proc.nextTimerNs === null ? '' : `, due in ${dueIn(proc.nextTimerNs, picture)}`;
  return (
    <footer>
      <span title="Time slices begun (schedtick)">tick {formatShort(proc.schedtick)}</span>
      <span title={global.title}>{global.text}</span>
      <span title="Times it stole from others">stole {formatShort(proc.steals)}</span>
      <span title={`Timers in its heap${due}`}>timers {formatShort(proc.timers)}</span>
    </footer>
  );
}

// The goroutine that the P runs, or what its M does instead.
function Running({ proc, state }: { readonly proc: ProcPicture; readonly state: CardState }) {
  const nameOf = useName();
  if (proc.g === 0) {
    return (
      <div class="slot run none">
        <span class="nobody">{state === 'spinning' ? 'looking for work' : '—'}</span>
      </div>
    );
  }
  const runs = workerWords[proc.gcWorker] ?? nameOf(proc.gFunction);
  const does = state === 'syscall' ? 'syscall' : 'running';
  const words = state === 'syscall' ? 'in a system call' : 'running';
  return (
    <Pick
      selection={{ kind: 'g', id: proc.g }}
      class={`slot run ${does}`}
      title={goroutineTitle(proc.g, runs, `${words} on P${proc.id}`, proc.gPlace)}
    >
      <span class="goid" data-seat={proc.g}>
        G{proc.g}
      </span>
      <span class="fn">{proc.gcWorker === 0 ? shortFunction(runs) : runs}</span>
    </Pick>
  );
}

/** ProcCard draws one P. */
export function ProcCard({ proc, picture, size }: ProcCardProps) {
  const thread = proc.m === null ? undefined : picture.threads[proc.m];
  const state = stateOf(proc, thread);
  const { selected } = useContext(BoardContext);
  const chosen = selected?.kind === 'p' && selected.id === proc.id;
  const global = globalWords(proc, picture.globalTick);
  return (
    <article
      class={`proc ${state}${chosen ? ' selected' : ''}`}
      aria-label={`P${proc.id}, ${stateWords[state]}`}
      data-place={`P${proc.id}`}
    >
      <header>
        <h3>
          <Pick
            selection={{ kind: 'p', id: proc.id }}
            class="name"
            title={`P${proc.id}: ${stateWords[state]}${global.text ? `, ${global.text}` : ''}`}
          >
            P{proc.id}
          </Pick>
        </h3>
        {thread === undefined ? <span class="m-chip gone">no M</span> : <MChip thread={thread} />}
        <span class="state">{stateWords[state]}</span>
      </header>
      <Running proc={proc} state={state} />
      <dl class="lanes">
        <dt>next</dt>
        <dd class="next">
          {proc.runnext !== 0 && (
            <Token
              id={proc.runnext}
              state="runnable"
              marked={proc.runnextFunction}
              place={proc.runnextPlace}
              doing={`runnext of P${proc.id}`}
            />
          )}
          <span class="why" title="Where its M found the goroutine it runs">
            {proc.g !== 0 ? branchWords[proc.lastBranch] : ''}
          </span>
        </dd>
        <dt>
          queue<b>{proc.queue.length > 0 ? proc.queue.length : ''}</b>
        </dt>
        <dd class="queue">
          <GList
            list={proc.queue}
            state="runnable"
            what={`in the run queue of P${proc.id}`}
            tokensMax={size === 'compact' ? 6 : 10}
            heightMaxPx={44}
          />
        </dd>
      </dl>
      {size === 'full' && <Facts proc={proc} picture={picture} />}
    </article>
  );
}
