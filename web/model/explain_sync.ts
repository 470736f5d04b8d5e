// Channels, selects, locks and timers: who met whom, and who had to wait.
import { type EventName, EventType, LockKind, TimerKind } from '../engine/event_types';
import { type Case, earlier, gap, type Told } from './explain_case';
import { type Fact, several } from './explanation';
import { type GoSource, goSources } from './go_sources';
import { before } from './near_events';
import { formatMicroseconds } from './narrate';
import { objectWords } from './object_story';

function on(c: Case): Fact[] {
  return c.e.a === 0 ? [] : [{ label: 'Object', text: objectWords(c.scene.tape, c.e.a) }];
}

function send(c: Case): Told {
  const { e } = c;
  return {
    why: [
      e.c !== 0
        ? `G${e.c} was parked, waiting to receive: ${e.g === 0 ? 'the scheduler' : `G${e.g}`} copied the value straight into its stack, past the buffer, and readied it. That is one copy and one lock less.`
        : `Nobody was waiting to receive and the buffer had room: the value was copied into it${e.g === 0 ? '' : `, and G${e.g} went on`}. ${several(e.b, 'value')} ${e.b === 1 ? 'is' : 'are'} in it now.`,
    ],
    facts: on(c),
    read: goSources('chansend'),
  };
}

function receive(c: Case): Told {
  const { e } = c;
  const why =
    e.sub === 1
      ? 'The channel is closed and nothing is left in its buffer: a receive then gives the zero value at once, as often as one likes.'
      : e.c === 0
        ? `A value was in the buffer. ${several(e.b, 'value')} ${e.b === 1 ? 'is' : 'are'} left.`
        : e.b === 0
          ? `G${e.c} was parked, waiting to send: G${e.g} took the value from it and readied it.`
          : `The buffer was full and G${e.c} was parked, waiting to send. G${e.g} got the oldest value of the buffer, that of G${e.c} took its place at the end, and G${e.c} was readied: values come in the order they were sent.`;
  return { why: [why], facts: on(c), read: goSources('chanrecv') };
}

function closedFor(receivers: number, senders: number): string {
  const parts: string[] = [];
  if (receivers > 0) {
    parts.push(
      `${several(receivers, 'receiver')}, who ${receivers === 1 ? 'gets' : 'get'} the zero value`,
    );
  }
  if (senders > 0) parts.push(`${several(senders, 'sender')}, who will panic`);
  return parts.join(', and ');
}

function closed(c: Case): Told {
  const { e } = c;
  return {
    why: [
      e.b + e.c === 0
        ? 'Nobody was waiting on it.'
        : `All who waited are readied at once: ${closedFor(e.b, e.c)}.`,
    ],
    facts: on(c),
    read: goSources('closechan'),
  };
}

function choose(c: Case): Told {
  const { e, scene, index } = c;
  const begin = before(scene.tape, index, EventType.selectBegin, (at) => scene.tape.g(at) === e.g);
  const cases = begin ? ` of ${begin.a}` : '';
  const why = [
    e.sub === 2
      ? 'None of the cases could go on, and there is a default.'
      : e.sub === 1
        ? `None of the cases could go on, so it parked on all of them. Case ${e.a + 1}${cases} became possible first.`
        : `Case ${e.a + 1}${cases} could go on. When several can, the first in a random order is taken, so that none is preferred.`,
  ];
  if (begin && e.sub === 1)
    why.push(`It had waited for ${gap(begin, e)} (since event ${begin.seq}).`);
  return { why, read: goSources('selectgo') };
}

const lockSources: Record<number, GoSource[]> = {
  [LockKind.mutex]: goSources('Mutex.lockSlow', 'Mutex.unlockSlow'),
  [LockKind.rwMutexRead]: goSources('RWMutex.RLock'),
  [LockKind.rwMutexWrite]: goSources('RWMutex.Lock'),
  [LockKind.waitGroup]: goSources('WaitGroup.Wait', 'WaitGroup.Add'),
  [LockKind.cond]: goSources('Cond.Wait'),
  [LockKind.sema]: goSources('semacquire1', 'semrelease1'),
  [LockKind.once]: goSources('Once.doSlow'),
};

function acquire(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const release = before(
    tape,
    index,
    EventType.lockRelease,
    (at) => tape.a(at) === e.a && tape.sub(at) === e.sub,
  );
  const why: string[] = [];
  if (e.aux === 1) {
    why.push(
      'Somebody had waited for it for more than 1 ms, so it is in starvation mode: whoever unlocks it hands it straight to the one who waits longest, and newcomers queue up.',
    );
  } else if (e.sub === LockKind.mutex) {
    why.push(
      'A Mutex goes to whoever is there first when it is free: one that runs already has an advantage over one that has to be woken.',
    );
  }
  if (e.sub === LockKind.waitGroup) why.push('The counter is zero: Wait returns.');
  if (e.sub === LockKind.rwMutexRead) why.push('No writer holds it or waits for it.');
  if (e.sub === LockKind.rwMutexWrite) why.push('Neither readers nor another writer hold it.');
  if (e.sub > LockKind.waitGroup) why.push('Nothing kept it from going on.');
  if (release) why.push(`G${release.g} had released it ${earlier(c, release)}.`);
  if (e.b > 0) why.push(`${several(e.b, 'other')} ${e.b === 1 ? 'waits' : 'wait'} for it.`);
  return { why, facts: on(c), read: lockSources[e.sub] ?? [] };
}

function release(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const acquired = before(
    tape,
    index,
    EventType.lockAcquire,
    (at) => tape.a(at) === e.a && tape.g(at) === e.g && tape.sub(at) === e.sub,
  );
  const why: string[] = [];
  if (acquired && e.sub <= LockKind.rwMutexWrite) {
    why.push(`G${e.g} had held it for ${gap(acquired, e)} (since event ${acquired.seq}).`);
  }
  // An RWMutex does not tell how many wait for it.
  if (e.sub !== LockKind.rwMutexRead && e.sub !== LockKind.rwMutexWrite) {
    const who = e.sub === LockKind.waitGroup ? 'all of them are' : 'the one that waits longest is';
    why.push(
      e.b > 0
        ? `${several(e.b, 'goroutine')} ${e.b === 1 ? 'waits' : 'wait'} for it: ${e.b === 1 ? 'it is' : who} readied.`
        : 'Nobody waited for it: releasing it was one atomic operation, and the scheduler never knew.',
    );
  }
  return { why, facts: on(c), read: lockSources[e.sub] ?? [] };
}

const timerWords: Record<number, string> = {
  [TimerKind.sleep]: 'It belongs to a time.Sleep: when it is due it readies the goroutine.',
  [TimerKind.channel]: 'When it is due it sends the time on its channel.',
  [TimerKind.ticker]:
    'It is a ticker: each time it is due it sends the time on its channel and is set again.',
  [TimerKind.afterFunc]: 'When it is due a new goroutine calls its function.',
  [TimerKind.deadline]: 'It is a deadline of a file or a connection.',
};

function timerSet(c: Case): Told {
  const { e } = c;
  return {
    why: [
      timerWords[e.sub] ?? '',
      `It lies in the heap of P${e.p}, the earliest on top. The P looks at it each time it picks a goroutine; when nobody is about to do that, an M sleeps in netpoll until it is due.`,
    ],
    facts: [
      { label: 'Due in', text: formatMicroseconds(e.b) },
      { label: `Timers of P${e.p}`, text: String(e.c) },
      ...on(c),
    ],
    read: goSources('timeSleep', 'findRunnable'),
  };
}

function fired(c: Case): Told {
  const { e, scene, index } = c;
  const set = before(scene.tape, index, EventType.timerSet, (at) => scene.tape.a(at) === e.a);
  return {
    why: [
      timerWords[e.sub] ?? '',
      ...(set
        ? [`It had been set ${earlier(c, set)}, due after ${formatMicroseconds(set.b)}.`]
        : []),
      `It ran ${formatMicroseconds(e.b)} late: timers are looked at when an M picks its next goroutine, not by an alarm.`,
      ...(set && set.p !== e.p
        ? [
            `It lay in the heap of P${set.p} and P${e.p} ran it: on the last pass of stealing, due timers of others are taken as well.`,
          ]
        : []),
    ],
    facts: on(c),
    read: goSources('findRunnable', 'stealWork'),
  };
}

/** syncExplainers are those of the events of channels, locks and timers. */
export const syncExplainers: Partial<Record<EventName, (c: Case) => Told>> = {
  chanMake: (c) => ({
    why: [
      c.e.b === 0
        ? 'It has no buffer: a sender and a receiver have to meet.'
        : `It holds ${several(c.e.b, 'value')}: so many sends go through without a receiver.`,
    ],
    facts: on(c),
    read: goSources('makechan'),
  }),
  chanSend: send,
  chanRecv: receive,
  chanClose: closed,
  selectBegin: (c) => ({
    why: [
      `It looks at its ${several(c.e.a, 'case')} in a random order and takes the first that can go on.`,
      c.e.sub === 1
        ? 'If none can, it takes the default.'
        : 'If none can, it parks on all of them.',
    ],
    read: goSources('selectgo'),
  }),
  selectDone: choose,
  lockAcquire: acquire,
  lockRelease: release,
  timerSet,
  timerStop: (c) => ({
    why: ['It will not run. It may stay in its P’s heap for a while, marked as stopped.'],
    facts: on(c),
    read: goSources('findRunnable'),
  }),
  timerFire: fired,
};
