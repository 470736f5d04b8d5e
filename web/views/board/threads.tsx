// The Ms: which of them runs, looks for work, blocks in a system call or sleeps; and sysmon, which
// is an M without a P and looks around in a rhythm of its own.
import type { MState, Picture } from '../../engine/picture';
import { formatNs, formatShort } from '../../model/format';
import { MChip, threadWords } from './m_chip';

const order: readonly MState[] = ['running', 'scheduling', 'spinning', 'syscall', 'idle'];

const shownMax = 24;

// sysmon sleeps from 20 µs up to 10 ms, the longer the less it finds to do.
function Sysmon({ picture }: { readonly picture: Picture }) {
  const { sysmonTicks } = picture.totals;
  const ago = Math.max(0, picture.timeNs - picture.sysmonNs);
  const idle =
    picture.sysmonIdleRounds > 0 ? `, nothing to do ${formatShort(picture.sysmonIdleRounds)}×` : '';
  return (
    <div class="group sysmon">
      <span class="label">
        sysmon
        <b title="How often it looked around">{formatShort(sysmonTicks)}</b>
      </span>
      <span class="plain">
        {/* A new key at each look: the beat plays once. */}
        <span key={sysmonTicks} class="beat" aria-hidden="true" />
        {sysmonTicks === 0
          ? 'has not looked around yet'
          : `looked ${formatNs(ago)} ago, sleeps ${formatNs(picture.sysmonNextNs)}${idle}`}
      </span>
    </div>
  );
}

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
              {threadWords[state]}
              <b>{ms.length}</b>
            </span>
            <span class="tokens">
              {ms.slice(0, shownMax).map((m) => (
                <MChip key={m.id} thread={m} />
              ))}
              {ms.length > shownMax && <span class="more">+{ms.length - shownMax}</span>}
            </span>
          </div>
        ))}
        <Sysmon picture={picture} />
      </div>
    </section>
  );
}
