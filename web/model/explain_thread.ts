// Ms and Ps: who gets one, who gives one up, and what sysmon does.
import { type EventName, EventType, HandoffWhy } from '../engine/event_types';
import { type Case, earlier, gap, missing, type Told } from './explain_case';
import { several } from './explanation';
import { goSources } from './go_sources';
import { after, before } from './near_events';
import { formatMicroseconds } from './narrate';

function threadStart(c: Case): Told {
  const { e } = c;
  return {
    why: [
      'There was a P without an M and no M was asleep that could have taken it, so a new thread was made. Threads are kept: they are never ended for being idle.',
      ...(e.sub === 1
        ? ['It begins by spinning: there is work somewhere, and it has to find it.']
        : []),
    ],
    facts: [{ label: 'Ms in all', text: String(e.a) }],
    read: goSources('startm', 'newm'),
  };
}

function sleep(c: Case): Told {
  const { e, scene, index } = c;
  const gaveUp = before(scene.tape, index, EventType.procStop, (at) => scene.tape.m(at) === e.m);
  const woken = after(
    scene.tape,
    index,
    (at) => scene.tape.type(at) === EventType.mUnpark && scene.tape.a(at) === e.m,
  );
  const why = [
    'It has no P, and without one an M cannot run Go code. It sleeps until somebody hands it a P; the one that fell asleep last is woken first.',
  ];
  if (gaveUp) why.push(`It had given up P${gaveUp.p} ${earlier(c, gaveUp)}.`);
  if (woken)
    why.push(
      `It slept for ${gap(e, woken)}, until it was woken for P${woken.b} (event ${woken.seq}).`,
    );
  return { why, facts: [{ label: 'Idle Ms', text: String(e.a) }], read: goSources('stopm') };
}

function wake(c: Case): Told {
  const { e } = c;
  return {
    why: [
      `P${e.b} had no M, M${e.a} was asleep: it is woken with that P.`,
      e.sub === 1
        ? 'It wakes up spinning: it is to look for work at the other Ps.'
        : 'There is something for this very P to do, so it does not spin.',
    ],
    read: goSources('startm'),
  };
}

function wakep(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const put = tape.lastBefore(
    index,
    (at) =>
      tape.m(at) === e.m &&
      [EventType.runqPut as number, EventType.globrunqPut].includes(tape.type(at)),
    40,
  );
  const woken = after(
    tape,
    index,
    (at) =>
      [EventType.mUnpark as number, EventType.mStart].includes(tape.type(at)) && tape.sub(at) === 1,
    2_000,
  );
  const why = [
    put >= 0
      ? `G${tape.g(put)} had just been queued (event ${tape.seq(put)}), and no M was spinning.`
      : 'There may be more work, and no M was spinning.',
    e.sub === 1
      ? 'So one M is woken, and only one: if it finds work it wakes the next. That is how a machine wakes up step by step, without a stampede.'
      : 'But no P is idle: the queued goroutine has to wait until one of the others is done.',
  ];
  if (woken && e.sub === 1) {
    const who = woken.name === 'mStart' ? woken.m : woken.a;
    why.push(`It was M${who}, ${gap(e, woken)} later (event ${woken.seq}).`);
  }
  return { why, facts: [{ label: 'Idle Ps', text: `${e.a} left` }], read: goSources('wakep') };
}

function handoff(c: Case): Told {
  const { e, scene, index } = c;
  const taken = after(
    scene.tape,
    index,
    (at) => scene.tape.type(at) === EventType.procStart && scene.tape.p(at) === e.p,
  );
  const why: string[] = [];
  if (e.sub === HandoffWhy.syscall || e.sub === HandoffWhy.retake) {
    why.push(
      `M${e.a} is blocked, but P${e.p} can do without it: another M takes the P, and the goroutines in its queue go on.`,
    );
  } else if (e.sub === HandoffWhy.lockedThread) {
    why.push(`M${e.a} belongs to one goroutine, which cannot run now: it must not keep the P.`);
  } else {
    why.push(`M${e.a} ends, because a goroutine that was locked to it ended.`);
  }
  why.push('If there were nothing to do, the P would become idle instead.');
  if (taken) why.push(`M${taken.m} had it ${gap(e, taken)} later (event ${taken.seq}).`);
  return { why, read: goSources('handoffp') };
}

function retaken(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const entered = before(tape, index, EventType.syscallEnter, (at) => tape.g(at) === e.g);
  return {
    why: [
      `M${e.a} has been in a system call of G${e.g} for ${formatMicroseconds(e.c)}${entered ? ` (since event ${entered.seq})` : ''}. sysmon saw the same call on two of its rounds.`,
      `It takes a P when there is work in its queue, or no other P is idle and nobody spins, or after 10 ms in any case. G${e.g} has to find another P when it comes back.`,
    ],
    unknown: entered ? [] : missing(c),
    read: goSources('retake', 'handoffp'),
  };
}

function tick(c: Case): Told {
  const { e } = c;
  return {
    why: [
      e.b === 0
        ? 'It found something to do, so its next look is soon: in 20 µs.'
        : `It found nothing to do ${several(e.b, 'time')} in a row. It looks every 20 µs at first; after fifty such rounds it doubles the pause each time, to 10 ms at most.`,
    ],
    facts: [{ label: 'Next look', text: `in ${formatMicroseconds(e.a)}` }],
    read: goSources('sysmon', 'retake'),
  };
}

/** threadExplainers are those of the events of Ms and Ps. */
export const threadExplainers: Partial<Record<EventName, (c: Case) => Told>> = {
  mStart: threadStart,
  mPark: sleep,
  mUnpark: wake,
  mExit: (c) => ({
    why: [
      before(c.scene.tape, c.index, EventType.machineExit) !== null
        ? 'The program has ended, so all of its threads do.'
        : 'Only a thread a goroutine was locked to ends, with that goroutine; and all of them when the program does.',
    ],
    read: goSources('mexit'),
  }),
  mLock: ({ e }) => ({
    why:
      e.a === 1
        ? [
            `After runtime.LockOSThread G${e.g} runs only on M${e.m}, and M${e.m} runs only it. While it is parked the thread is, too.`,
          ]
        : [`G${e.g} may run on any M again, and M${e.m} may run any goroutine.`],
    read: goSources('LockOSThread', 'stoplockedm'),
  }),
  wakep,
  procStart: ({ e }) => ({
    why: [
      `To run Go code an M needs a P: it has the run queue, and there are only GOMAXPROCS of them. M${e.m} now has P${e.p}.`,
    ],
    read: goSources('acquirep'),
  }),
  procStop: (c) => {
    const next = after(
      c.scene.tape,
      c.index,
      (at) =>
        c.scene.tape.p(at) === c.e.p &&
        [EventType.procIdle as number, EventType.procHandoff, EventType.procStart].includes(
          c.scene.tape.type(at),
        ),
      200,
    );
    const where: Record<string, string> = {
      procIdle: `P${c.e.p} went on the idle list`,
      procHandoff: `P${c.e.p} was handed to another M`,
      procStart: `M${next?.m ?? 0} took it`,
    };
    return {
      why: [
        `M${c.e.m} no longer needs P${c.e.p}${next ? `: ${where[next.name] ?? ''} (event ${next.seq})` : ''}.`,
      ],
      read: goSources('releasep'),
    };
  },
  procIdle: ({ e }) => ({
    why: [
      `P${e.p} has nothing in its queue and no M that wants it. It waits on a list; of the idle ones the last is taken first.`,
    ],
    facts: [{ label: 'Idle Ps', text: String(e.a) }],
    read: goSources('pidleput'),
  }),
  procHandoff: handoff,
  procRetake: retaken,
  sysmonTick: tick,
};
