// Why this goroutine, and why here: the pick, by the branch of findRunnable that made it.
import { EventType, type PickBranch as Branches, PickBranch } from '../engine/event_types';
import type { EventRecord } from '../engine/records';
import { type Case, earlier, gap, missing, sliceMaxMs, type Told } from './explain_case';
import { type Fact, nth, ordinal, several } from './explanation';
import { goSources } from './go_sources';
import {
  before,
  globalLength,
  putBefore,
  queueLength,
  runnableSince,
  searchBefore,
  sliceStart,
} from './near_events';
import { narrate } from './narrate';

// The tick the pick was made at: a new slice counts only once it is given.
function tickOf(e: EventRecord): number {
  return e.c === 1 ? e.b : e.b - 1;
}

function tickWords(c: Case): string {
  const { globalTick } = c.scene;
  const tick = tickOf(c.e);
  const rest = tick % globalTick;
  if (rest === 0) {
    return `This was tick ${tick} of P${c.e.p}, a multiple of ${globalTick}, but the global queue was empty.`;
  }
  const left = globalTick - rest;
  return `Its turn to look at the global queue first comes every ${nth(globalTick)} tick: P${c.e.p} was at tick ${tick}, ${several(left, 'tick')} before the next.`;
}

function cause(record: EventRecord): string {
  const words = narrate(record)?.text;
  return words === undefined ? '' : ` (${words})`;
}

function waited(c: Case): Fact[] {
  const since = runnableSince(c.scene.tape, c.index, c.e.g);
  if (!since) return [];
  const text = `${gap(since, c.e)}, since event ${since.seq}${cause(since)}`;
  return [{ label: 'Runnable before', text }];
}

function putWords(c: Case): string[] {
  const put = putBefore(c.scene.tape, c.index, c.e.g);
  if (!put) return [];
  return [`It had been queued ${earlier(c, put)}: ${narrate(put)?.text ?? ''}.`];
}

function runnext(c: Case): Told {
  const { e, scene, index } = c;
  const rest = queueLength(scene.tape, index, e.p);
  const slice = sliceStart(scene.tape, index, e.p);
  const whyNot = [tickWords(c)];
  if (rest !== null && rest > 0) {
    whyNot.unshift(
      `${several(rest, 'goroutine')} waited in P${e.p}’s own queue, but runnext comes before it: what was readied last still has its data in the caches.`,
    );
  }
  const why = [
    `A P looks into its runnext slot before its own queue, and G${e.g} was in it.`,
    ...putWords(c),
  ];
  if (e.c === 1 && slice) {
    why.push(
      `It goes on in the time slice that began ${earlier(c, slice)} with G${slice.g}, so schedtick stays at ${e.b}; after ${sliceMaxMs} ms of it sysmon would ask for the P, so that two goroutines that keep readying each other cannot keep the rest away.`,
    );
  }
  return { why, whyNot, read: goSources('findRunnable', 'runqget', 'execute') };
}

function local(c: Case): Told {
  const { e, scene, index } = c;
  const length = queueLength(scene.tape, index, e.p);
  const why = [
    `P${e.p}’s runnext slot was empty, so its M took the head of P${e.p}’s own queue${length === null ? '' : `, which held ${several(length, 'goroutine')}`}. The queue is first in, first out.`,
    ...putWords(c),
    `A new time slice begins: schedtick is now ${e.b}.`,
  ];
  return { why, whyNot: [tickWords(c)], read: goSources('findRunnable', 'runqget') };
}

function globalFirst(c: Case): Told {
  const { e, scene, index } = c;
  const get = before(scene.tape, index, EventType.globrunqGet, (at) => scene.tape.g(at) === e.g);
  const own = queueLength(scene.tape, index, e.p);
  const why = [
    `This was tick ${tickOf(e)} of P${e.p}, a multiple of ${scene.globalTick}: then a P looks at the global queue before its own.`,
    ...putWords(c),
  ];
  if (get) why.push(`It took this one goroutine and left ${get.b} there (event ${get.seq}).`);
  const whyNot = [
    own !== null && own > 0
      ? `P${e.p} had ${several(own, 'goroutine')} in its own queue. Without this look two local goroutines that ready each other for ever would keep those in the global queue from running at all.`
      : 'Without this look, busy local queues could keep those in the global queue from running at all.',
  ];
  return { why, whyNot, read: goSources('findRunnable', 'globrunqget') };
}

function globalBatch(c: Case): Told {
  const { e, scene, index } = c;
  const get = before(scene.tape, index, EventType.globrunqGet, (at) => scene.tape.g(at) === e.g);
  const atTheLast = e.sub === PickBranch.idleRecheckGlobal;
  const why = [
    atTheLast
      ? `M${e.m} had found nothing and was about to go idle. It looked at the global queue once more, under the lock, and there was work.`
      : `P${e.p}’s runnext slot and own queue were empty, so the global queue is next.`,
    ...putWords(c),
  ];
  if (get) {
    const size = get.a + get.b;
    why.push(
      `A P takes its share: with ${size} there, ${several(get.a, 'goroutine')}${get.a > 1 ? `, of which G${e.g} runs and ${get.a - 1} went into P${e.p}’s own queue` : ''}. That is its length divided by GOMAXPROCS, plus one, and half a queue at most. ${get.b} stayed (event ${get.seq}).`,
    );
  }
  return {
    why,
    whyNot: ['Stealing comes after the global queue: it disturbs other Ps.'],
    read: goSources('findRunnable', 'globrunqgetbatch'),
  };
}

function stolen(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const steal = before(
    tape,
    index,
    EventType.steal,
    (at) => tape.g(at) === e.g && tape.m(at) === e.m,
  );
  const victimWas = steal ? victimWords(c, steal) : '';
  const why = [
    `P${e.p}’s own queue and the global queue were empty, so M${e.m} went stealing${victimWas}`,
    ...putWords(c),
  ];
  const search = searchWords(c, steal);
  if (search !== '') why.push(search);
  const whyNot =
    e.sub === PickBranch.stolenRunnext
      ? [
          'A runnext slot is touched only on the last of four passes, after a wait of 3 µs: its owner is usually just about to run what is in it.',
        ]
      : [
          'A thief takes half of the queue, rounded up, from the head. The last of what it took runs at once; the others go into its own queue, in their order.',
        ];
  return { why, whyNot, read: goSources('findRunnable', 'stealWork', 'runqsteal') };
}

/** victimWords says what was taken, and of how many when that is certain. */
export function victimWords(c: Case, steal: EventRecord): string {
  const { tape } = c.scene;
  const pass = `on its ${ordinal(steal.c + 1)} pass it`;
  if (steal.sub === 1)
    return `: ${pass} took what was in P${steal.a}’s runnext slot (event ${steal.seq}).`;
  const length = queueLength(tape, tape.indexOf(steal.seq), steal.a);
  const whole = length !== null && length - Math.floor(length / 2) === steal.b;
  if (whole && length === 1)
    return `: ${pass} stole the only one in P${steal.a}’s queue (event ${steal.seq}).`;
  const of = whole ? `${steal.b} of P${steal.a}’s ${length}` : `${steal.b} from P${steal.a}`;
  return `: ${pass} stole ${of} (event ${steal.seq}).`;
}

/** searchWords says how long the search took and what it had looked at in vain. */
export function searchWords(c: Case, end: EventRecord | null): string {
  const { tape } = c.scene;
  const index = end ? tape.indexOf(end.seq) : c.index;
  const { began, tries } = searchBefore(tape, index, c.e.m);
  const parts: string[] = [];
  if (began)
    parts.push(
      `M${c.e.m} had been spinning for ${gap(began, end ?? c.e)} (since event ${began.seq})`,
    );
  if (tries.length > 0) {
    const victims = [...new Set(tries.map((one) => `P${one.a}`))];
    parts.push(
      `${parts.length > 0 ? 'and' : `M${c.e.m}`} had found nothing in ${several(tries.length, 'look')} at ${victims.join(', ')}`,
    );
  }
  return parts.length > 0 ? `${parts.join(' ')}.` : '';
}

function timerSteal(c: Case): Told {
  const fired = before(
    c.scene.tape,
    c.index,
    EventType.timerFire,
    (at) => c.scene.tape.m(at) === c.e.m,
  );
  const why = [
    `On the last pass a thief also runs the timers of other Ps that are due, in the name of its own P. One of P${c.e.a} was due and readied G${c.e.g}, which came into P${c.e.p}’s queue.`,
  ];
  if (fired) why.push(`The timer fired ${earlier(c, fired)}, ${fired.b} µs late.`);
  return { why, read: goSources('stealWork') };
}

function backFromSyscall(c: Case): Told {
  const { e, scene, index } = c;
  const entered = before(
    scene.tape,
    index,
    EventType.syscallEnter,
    (at) => scene.tape.g(at) === e.g,
  );
  const kept = e.sub === PickBranch.syscallFast;
  const why = [
    kept
      ? `G${e.g} came back from its system call and P${e.p} was still with its M: nobody had needed it.`
      : `G${e.g} came back from its system call without its P; P${e.p} was idle, so it took that.`,
  ];
  if (entered) why.push(`It had entered the call ${earlier(c, entered)}.`);
  return { why, read: goSources('exitsyscall') };
}

const simple: Partial<Record<keyof typeof Branches, (c: Case) => Told>> = {
  none: () => ({ why: ['How it was found is not recorded.'], read: goSources('schedule') }),
  netpoll: (c) => ({
    why: [
      `Nothing was in P${c.e.p}’s own queue or in the global queue, and the network poller had a goroutine whose file or socket is ready.`,
    ],
    read: goSources('findRunnable', 'netpoll'),
  }),
  gcWorker: () => ({
    why: [
      'A collection is marking, and this goroutine is one of its workers. A quarter of the Ps is for them; idle Ps lend a hand.',
    ],
    read: goSources('findRunnableGCWorker', 'gcBgMarkWorker'),
  }),
  locked: (c) => ({
    why: [
      `G${c.e.g} is locked to M${c.e.m}: only this M may run it, and it runs nothing else. Whoever picked it handed its P over and went to sleep.`,
    ],
    read: goSources('schedule', 'stoplockedm', 'startlockedm'),
  }),
  parkRefused: (c) => ({
    why: [
      `G${c.e.g} was about to park, but what it wanted to wait for had happened in the meantime: it goes on at once.`,
    ],
    read: goSources('park_m'),
  }),
  coroSwitch: () => ({
    why: [
      'iter.Pull passes control straight to the other goroutine, without a queue: the two take turns on one P.',
    ],
    read: goSources('coroswitch_m'),
  }),
};

const branches: Partial<Record<keyof typeof Branches, (c: Case) => Told>> = {
  ...simple,
  runnext,
  local,
  global61: globalFirst,
  globalBatch,
  idleRecheckGlobal: globalBatch,
  stolen,
  stolenRunnext: stolen,
  timerSteal,
  syscallFast: backFromSyscall,
  syscallIdleP: backFromSyscall,
};

/** explainPick explains a goStart. */
export function explainPick(c: Case): Told {
  const name = (Object.keys(PickBranch) as (keyof typeof Branches)[]).find(
    (one) => PickBranch[one] === c.e.sub,
  );
  const told = (name && branches[name]?.(c)) ?? {};
  const facts = waited(c);
  const shared = globalLength(c.scene.tape, c.index);
  if (shared !== null) facts.push({ label: 'Global queue', text: several(shared, 'goroutine') });
  const unknown = facts.every((fact) => fact.label !== 'Runnable before') ? missing(c) : [];
  return { ...told, facts, unknown };
}
