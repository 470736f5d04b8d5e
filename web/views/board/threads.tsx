// The Ms: which of them runs, looks for work, blocks in a system call or sleeps; and sysmon, which
// is an M without a P.
import type { Picture, ThreadPicture } from '../../engine/picture';
import { formatShort } from '../../model/format';

const order: readonly ThreadPicture['state'][] = [
  'running',
  'scheduling',
  'spinning',
  'syscall',
  'idle',
];

const titles: Record<ThreadPicture['state'], string> = {
  running: 'running',
  scheduling: 'scheduling',
  spinning: 'spinning',
  syscall: 'in syscall',
  idle: 'idle',
  gone: 'gone',
};

const shownMax = 24;

/** Threads lists the Ms by what they do. */
export function Threads({ picture }: { readonly picture: Picture }) {
  const groups = order
    .map((state) => ({ state, ms: picture.threads.filter((m) => m.state === state) }))
    .filter((group) => group.ms.length > 0);
  return (
    <section class="lane threads" aria-label="Threads">
      <header>
        <h3>Threads</h3>
        <span class="count">{picture.threads.filter((m) => m.state !== 'gone').length}</span>
      </header>
      <div class="lane-body">
        {groups.map(({ state, ms }) => (
          <div class="group" key={state}>
            <span class="label">
              {titles[state]}
              <b>{ms.length}</b>
            </span>
            <span class="tokens">
              {ms.slice(0, shownMax).map((m) => (
                <span
                  class={`m-chip ${m.state}`}
                  key={m.id}
                  title={m.p === null ? `M${m.id}: no P` : `M${m.id} with P${m.p}`}
                >
                  M{m.id}
                </span>
              ))}
              {ms.length > shownMax && <span class="more">+{ms.length - shownMax}</span>}
            </span>
          </div>
        ))}
        <div class="group">
          <span class="label">sysmon</span>
          <span class="plain">looked around {formatShort(picture.totals.sysmonTicks)} times</span>
        </div>
      </div>
    </section>
  );
}
