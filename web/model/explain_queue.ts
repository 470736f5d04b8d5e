// Queues and the search for work: what went where, what was taken, who looked in vain.
import { EventType, PutWhy } from '../engine/event_types';
import type { EventName } from '../engine/event_types';
import {
  type Case,
  earlier,
  missing,
  notKnown,
  runqSlots,
  stealPasses,
  type Told,
} from './explain_case';
import { searchWords, victimWords } from './explain_pick';
import { nth, several } from './explanation';
import { goSources } from './go_sources';
import { after, before, globalLength, queueLength } from './near_events';

// What made the goroutine runnable, which is why it has to go into a queue.
function reason(c: Case): string[] {
  const { e, scene, index } = c;
  const types: readonly number[] = [
    EventType.goCreate,
    EventType.goUnpark,
    EventType.goStop,
    EventType.syscallExit,
  ];
  const { tape } = scene;
  const found = tape.lastBefore(
    index,
    (at) => tape.g(at) === e.g && types.includes(tape.type(at)),
    2_000,
  );
  if (found < 0) return [];
  const from = tape.at(found);
  const when = earlier(c, from);
  if (from.name === 'goCreate') return [`G${from.a} created it ${when}.`];
  if (from.name === 'goUnpark') {
    const who = from.b === 0 ? 'The scheduler' : `G${from.b}`;
    const on = from.a === 0 ? '' : `; it had waited on #${from.a}`;
    return [`${who} readied it ${when}${on}.`];
  }
  if (from.name === 'goStop') return [`It had to give up its P ${when}.`];
  return [`It came back from a system call ${when} and found no P.`];
}

function put(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const behind = `${several(e.a, 'goroutine')} ${e.a === 1 ? 'was' : 'were'} in P${e.p}’s own queue.`;
  if (e.c === 1) {
    const kicked = after(
      tape,
      index,
      (at) =>
        tape.type(at) === EventType.runqPut && tape.p(at) === e.p && tape.sub(at) === PutWhy.kicked,
      1,
    );
    return {
      why: [
        `Whoever is created or readied goes into the runnext slot of the P that did it: it probably needs what that P has in its caches.`,
        ...reason(c),
        kicked
          ? `G${kicked.g} was in the slot and had to go to the tail of the queue (event ${kicked.seq}). That is why the goroutine created last runs first.`
          : 'The slot was empty.',
      ],
      facts: [{ label: 'Own queue', text: behind }],
      read: goSources('runqput', e.sub === PutWhy.created ? 'newproc' : 'ready'),
    };
  }
  const why: string[] = [];
  if (e.sub === PutWhy.kicked) {
    const newer = before(
      tape,
      index,
      EventType.runqPut,
      (at) => tape.p(at) === e.p && tape.c(at) === 1,
    );
    why.push(
      newer
        ? `It was in P${e.p}’s runnext slot until G${newer.g} took its place (event ${newer.seq}).`
        : `It was in P${e.p}’s runnext slot until another took its place.`,
    );
  } else if (e.sub === PutWhy.stolen) {
    const steal = before(tape, index, EventType.steal, (at) => tape.m(at) === e.m);
    if (steal) why.push(`M${e.m} stole it from P${steal.a} with others (event ${steal.seq}).`);
  } else if (e.sub === PutWhy.globalBatch) {
    const get = before(tape, index, EventType.globrunqGet, (at) => tape.m(at) === e.m);
    if (get)
      why.push(
        `It came with ${several(get.a - 1, 'other')} out of the global queue (event ${get.seq}).`,
      );
  } else {
    why.push(...reason(c));
  }
  why.push(
    `${e.a === 0 ? 'It is the only one there' : `It waits behind ${several(e.a, 'goroutine')}`}: the queue is first in, first out, of at most ${runqSlots}.`,
  );
  return { why, facts: [{ label: 'Own queue', text: behind }], read: goSources('runqput') };
}

function putGlobal(c: Case): Told {
  const { e } = c;
  const rules: Partial<Record<number, string>> = {
    [PutWhy.gosched]:
      'runtime.Gosched means “let everybody else go first”, so it goes to the tail of the queue of all Ps, not of its own.',
    [PutWhy.preempted]:
      'A goroutine that used up its time slice goes to the tail of the queue of all Ps: whoever has time next may take it.',
    [PutWhy.overflow]: `A P’s own queue holds ${runqSlots}. When it is full, half of it moves out together with the one that did not fit.`,
    [PutWhy.syscallExit]:
      'It came back from a system call, its P had been taken meanwhile, and no P was idle.',
    [PutWhy.injected]:
      'Several were readied at once: as many as there are idle Ps go where those will find them.',
    [PutWhy.procresize]: 'Its P no longer exists: GOMAXPROCS was lowered.',
    [PutWhy.userEnabled]:
      'While the collector marked, only its workers might run; now the others are runnable again.',
    [PutWhy.workerMoved]:
      'A dedicated worker of the collector keeps the P: others take over what waited there.',
  };
  const length = globalLength(c.scene.tape, c.index);
  const why = [rules[e.sub] ?? 'It goes where every P can find it.', ...reason(c)];
  why.push(
    `A P looks there when its own queue is empty, and first thing on every ${nth(c.scene.globalTick)} tick.`,
  );
  const facts =
    length === null
      ? []
      : [{ label: 'Global queue', text: `${several(length, 'goroutine')} before` }];
  return { why, facts, read: goSources('globrunqput') };
}

function overflow(c: Case): Told {
  const { e } = c;
  return {
    why: [
      `P${e.p}’s own queue was full with ${e.a > 1 ? 2 * (e.a - 1) : runqSlots}. Rather than move one, the M moved the older half, ${e.a - 1}, and G${e.g}, so that the next ${e.a - 1} fit again without taking the lock of the global queue.`,
    ],
    whyNot: ['The newer half stays: its data are likelier to be in the caches still.'],
    read: goSources('runqput', 'runqputslow'),
  };
}

function take(c: Case): Told {
  const { e } = c;
  const single = e.a === 1;
  return {
    why: [
      single
        ? `P${e.p} took one.`
        : `P${e.p} took ${e.a} of ${e.a + e.b}: its share, which is the length divided by GOMAXPROCS, plus one, and half a queue at most. G${e.g} runs, the rest goes into its own queue.`,
    ],
    read: goSources('findRunnable', single ? 'globrunqget' : 'globrunqgetbatch'),
  };
}

function steal(c: Case): Told {
  const { e } = c;
  const search = searchWords(c, e);
  const rule =
    e.sub === 1
      ? 'A runnext slot is touched only on the last pass, when nothing else was found anywhere, and after a wait of 3 µs: its owner is usually about to run what is in it.'
      : 'A thief takes half of the queue, rounded up, from the head: the oldest. The last of them runs at once.';
  const why = [
    `P${e.p}’s own queue and the global queue were empty${victimWords(c, e)}`,
    ...(search === '' ? [] : [search]),
    rule,
  ];
  return {
    why,
    unknown: search === '' ? missing(c) : [],
    read: goSources('stealWork', 'runqgrab'),
  };
}

function tried(c: Case): Told {
  const { e, scene, index } = c;
  const end = after(
    scene.tape,
    index,
    (at) =>
      scene.tape.m(at) === e.m &&
      [EventType.steal as number, EventType.spinStop].includes(scene.tape.type(at)),
  );
  const why = [
    `M${e.m} has P${e.p} and nothing to run, and looked at P${e.a} on pass ${e.b + 1} of ${stealPasses}.`,
    e.c > 0
      ? `By then ${several(e.c, 'goroutine')} ${e.c === 1 ? 'is' : 'are'} there, but when it tried there was nothing to take.`
      : `P${e.a}’s queue was empty${e.b + 1 < stealPasses ? '; what might be in its runnext slot is left alone until the last pass' : ' and so was its runnext slot'}.`,
  ];
  if (end) {
    why.push(
      end.name === 'steal'
        ? `In the end it found something at P${end.a} (event ${end.seq}).`
        : 'In the end it gave up.',
    );
  }
  return { why, read: goSources('stealWork') };
}

function spin(c: Case): Told {
  const { e, scene, index } = c;
  const own = queueLength(scene.tape, index, e.p);
  const shared = globalLength(scene.tape, index);
  const facts = [
    { label: 'Spinning Ms', text: `${e.a}, this one included` },
    { label: 'Idle Ps', text: String(e.b) },
  ];
  if (shared !== null) facts.push({ label: 'Global queue', text: several(shared, 'goroutine') });
  return {
    why: [
      `P${e.p}’s own queue was empty${own === 0 || own === null ? '' : ` (it had held ${own})`}, and so was the global queue. Instead of sleeping at once the M looks around: work often appears within microseconds, and waking a thread costs more.`,
      'At most half as many Ms as there are busy Ps may spin, so that looking for work does not burn the whole machine.',
    ],
    facts,
    read: goSources('findRunnable', 'becomeSpinning'),
  };
}

function spinEnd(c: Case): Told {
  const { e } = c;
  const search = searchWords(c, e);
  const parts = search === '' ? [] : [search];
  return {
    why:
      e.sub === 1
        ? [
            ...parts,
            'It found work. If it was the last spinning M, it wakes another one: where there was work there is often more.',
          ]
        : [
            ...parts,
            'It found none. It first gives up its P, then stops counting as spinning, and then looks at all queues once more: whoever queued work a moment ago saw a spinner and woke nobody.',
          ],
    unknown: search === '' ? [notKnown.earlier] : [],
    facts: [{ label: 'Spinning Ms', text: `${e.a} left` }],
    read: goSources(e.sub === 1 ? 'resetspinning' : 'findRunnable'),
  };
}

/** queueExplainers are those of the events of queues. */
export const queueExplainers: Partial<Record<EventName, (c: Case) => Told>> = {
  runqPut: put,
  globrunqPut: putGlobal,
  runqOverflow: overflow,
  globrunqGet: take,
  steal,
  stealTry: tried,
  spinStart: spin,
  spinStop: spinEnd,
};
