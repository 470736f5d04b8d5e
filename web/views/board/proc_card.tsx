// One P: the M that holds it, the goroutine it runs, its runnext slot and its run queue in order.
import { GcWorkerMode, PickBranch } from '../../engine/event_types';
import { functionId, isSystem, type ProcPicture, type ThreadPicture } from '../../engine/picture';
import { formatShort, shortFunction } from '../../model/format';
import { GList } from './g_list';
import { Token } from './token';

/** CardSize: how much of a P is shown; many Ps leave less room for each. */
export type CardSize = 'full' | 'small' | 'compact';

export interface ProcCardProps {
  readonly proc: ProcPicture;
  readonly thread: ThreadPicture | undefined;
  readonly names: ReadonlyMap<number, string>;
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

/** ProcCard draws one P. */
export function ProcCard({ proc, thread, names, size }: ProcCardProps) {
  const state = stateOf(proc, thread);
  const nameOf = (marked: number) => names.get(functionId(marked)) ?? '';
  const running = proc.g !== 0;
  const runs = workerWords[proc.gcWorker] ?? nameOf(proc.gFunction);
  const gState = state === 'syscall' ? 'syscall' : 'running';
  return (
    <article class={`proc ${state}`} aria-label={`P${proc.id}, ${stateWords[state]}`}>
      <header>
        <h3>P{proc.id}</h3>
        <span class={`m-chip ${thread?.state ?? 'gone'}`}>
          {proc.m === null ? 'no M' : `M${proc.m}`}
        </span>
        <span class="state">{stateWords[state]}</span>
      </header>
      <div class={`slot run ${running ? gState : 'none'}`}>
        {running ? (
          <>
            <span class="goid">G{proc.g}</span>
            <span class="fn" title={runs}>
              {proc.gcWorker === 0 ? shortFunction(runs) : runs}
            </span>
          </>
        ) : (
          <span class="nobody">{state === 'spinning' ? 'looking for work' : '—'}</span>
        )}
      </div>
      <dl class="lanes">
        <dt>next</dt>
        <dd class="next">
          {proc.runnext !== 0 && (
            <Token
              id={proc.runnext}
              state="runnable"
              name={nameOf(proc.runnextFunction)}
              system={isSystem(proc.runnextFunction)}
            />
          )}
          <span class="why" title="Where its M found the goroutine it runs">
            {running ? branchWords[proc.lastBranch] : ''}
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
            names={names}
            tokensMax={size === 'compact' ? 6 : 10}
            heightMaxPx={44}
          />
        </dd>
      </dl>
      {size === 'full' && (
        <footer>
          <span title="Time slices begun (schedtick)">tick {formatShort(proc.schedtick)}</span>
          <span title="Times it stole from others">stole {formatShort(proc.steals)}</span>
          <span title="Timers in its heap">timers {formatShort(proc.timers)}</span>
        </footer>
      )}
    </article>
  );
}
