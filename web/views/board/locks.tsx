// The locks: who has each, and who waits for it in which order. Those that nobody has or waits for
// are only counted.
import { useContext } from 'preact/hooks';
import { type LockKindName, type LockPicture, type Picture } from '../../engine/picture';
import { formatCount, formatShort } from '../../model/format';
import { BoardContext, Pick } from './board_context';
import { atMost } from './shown_objects';
import { TokenRow } from './token';

const rowsMax = 8;

const kindWords: Record<LockKindName, string> = {
  unknown: 'object',
  channel: 'channel',
  mutex: 'Mutex',
  rwMutex: 'RWMutex',
  waitGroup: 'WaitGroup',
  cond: 'Cond',
  semaphore: 'semaphore',
};

const waitersOf = (lock: LockPicture) => lock.waiters.length + lock.readersWaiting.length;

// Whether anybody can have it: one waits for a WaitGroup or a Cond, and nobody owns it.
const isOwned = (kind: LockKindName) => kind === 'mutex' || kind === 'rwMutex';

function isHeld(lock: LockPicture): boolean {
  return isOwned(lock.kind) && ((lock.owner ?? 0) !== 0 || (lock.readers ?? 0) > 0);
}

function holderWords(lock: LockPicture): string {
  if (!isOwned(lock.kind)) return '';
  if (lock.owner === null) return 'owner not known';
  if (lock.owner !== 0) return `G${lock.owner} has it`;
  if (lock.readers === null) return 'readers not known';
  if (lock.readers === 0) return 'free';
  return `${formatCount(lock.readers)} ${lock.readers === 1 ? 'reads' : 'read'}`;
}

function Holder({ lock }: { readonly lock: LockPicture }) {
  if (!isOwned(lock.kind)) return <span class="holder" />;
  if (lock.owner === null || lock.owner === 0) {
    return <span class="holder plain">{holderWords(lock)}</span>;
  }
  return (
    <span class="holder">
      <Owner lock={lock} id={lock.owner} />
    </span>
  );
}

// The owner runs, waits or is runnable elsewhere: here it is a name, not a place.
function Owner({ lock, id }: { readonly lock: LockPicture; readonly id: number }) {
  return (
    <Pick
      selection={{ kind: 'g', id }}
      class="owner"
      title={`G${id} has ${kindWords[lock.kind]} ${lock.id}`}
    >
      G{id}
    </Pick>
  );
}

function Row({ lock }: { readonly lock: LockPicture }) {
  const { selected } = useContext(BoardContext);
  const chosen = selected?.kind === 'object' && selected.id === lock.id;
  const kind = kindWords[lock.kind];
  const holder = holderWords(lock);
  const title =
    `${kind} ${lock.id}: ${holder ? `${holder}, ` : ''}` +
    `${formatCount(waitersOf(lock))} waiting`;
  return (
    <li class={chosen ? 'lock selected' : 'lock'} data-place={`lock ${lock.id}`}>
      <Pick selection={{ kind: 'object', id: lock.id }} class="object" title={title}>
        <span class="name">
          {kind} {lock.id}
        </span>
      </Pick>
      <Holder lock={lock} />
      <span class="seats">
        <TokenRow
          list={lock.waiters}
          state="waiting"
          doing={
            lock.kind === 'rwMutex'
              ? `waiting to write ${kind} ${lock.id}`
              : `waiting for ${kind} ${lock.id}`
          }
          max={7}
        />
        {lock.readersWaiting.length > 0 && (
          <>
            <small>to read</small>
            <TokenRow
              list={lock.readersWaiting}
              state="waiting"
              doing={`waiting to read ${kind} ${lock.id}`}
              max={4}
            />
          </>
        )}
      </span>
    </li>
  );
}

/** Locks draws the locks; nothing in a run that used none. */
export function Locks({ picture }: { readonly picture: Picture }) {
  const { locks } = picture;
  if (locks.kept === 0) return null;
  const busy = locks.list.filter((lock) => waitersOf(lock) > 0 || isHeld(lock));
  const shown = atMost(busy, rowsMax, waitersOf);
  const rest = locks.kept - shown.length;
  return (
    <section class="lane locks" aria-label="Locks">
      <header>
        <h3>Locks</h3>
        <span class="count">{formatShort(locks.kept)}</span>
        {locks.waitedOn > 0 && <span class="aside">{formatShort(locks.waitedOn)} waited for</span>}
        {busy.length === 0 && <span class="aside">none held or waited for</span>}
        {busy.length > 0 && (
          <span class="legend" aria-hidden="true">
            lock · owner · waiting
          </span>
        )}
      </header>
      {busy.length > 0 && (
        <div class="lane-body">
          <ol class="rows">
            {shown.map((lock) => (
              <Row key={lock.id} lock={lock} />
            ))}
          </ol>
          {rest > 0 && (
            <span class="more">
              and {formatCount(rest)} {shown.length === busy.length ? 'not in use' : 'more'}
            </span>
          )}
        </div>
      )}
    </section>
  );
}
