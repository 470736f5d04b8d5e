// A P and an M explained: what it has, what it does, why it idles, spins or is blocked.
import { EventType } from '../engine/event_types';
import type { Picture, ProcPicture } from '../engine/picture';
import type { EventRecord } from '../engine/records';
import { sentenceOf } from './explain_event';
import {
  type Explanation,
  explanation,
  type Fact,
  listed,
  nth,
  type Scene,
  several,
} from './explanation';
import { formatNs } from './format';
import { goSources } from './go_sources';
import { narrate } from './narrate';
import { searchBefore } from './near_events';

const searchMax = 60_000;

function lastOf(scene: Scene, wanted: (at: number) => boolean): EventRecord | null {
  const { tape } = scene;
  const found = tape.lastBefore(tape.indexAfterTime(scene.nowNs), wanted, searchMax);
  return found < 0 ? null : tape.at(found);
}

function ago(scene: Scene, e: EventRecord): string {
  return `${formatNs(Math.max(0, scene.nowNs - e.timeNs))} ago`;
}

/** pastPicture: the moment asked about is before the picture's. */
export function pastPicture(scene: Scene): boolean {
  return scene.tape.indexAfterTime(scene.nowNs) < scene.tape.length;
}

const past =
  'Queues and Ms are those of the latest moment of the run; the events are those up to the moment chosen.';

function globalLook(proc: ProcPicture, every: number): string {
  const rest = proc.schedtick % every;
  const now = `schedtick ${proc.schedtick}`;
  if (rest === 0) return `${now}: a multiple of ${every}, so at its next pick it looks there first`;
  return `${now}: after ${several(every - rest, 'more slice')}, at ${proc.schedtick - rest + every}`;
}

function stateOfP(proc: ProcPicture, picture: Picture): string {
  const m = proc.m === null ? undefined : picture.threads[proc.m];
  if (!proc.alive) return 'not in use';
  if (m?.state === 'syscall') return 'in a system call';
  if (proc.g !== 0) return 'running';
  if (proc.idle || proc.m === null) return 'idle';
  return m?.state === 'spinning' ? 'spinning' : 'scheduling';
}

const leadsOfP: Record<string, (proc: ProcPicture) => string> = {
  'not in use': (p) => `P${p.id} is not in use: GOMAXPROCS is lower.`,
  'in a system call': (p) =>
    `P${p.id} stays with M${p.m ?? 0}, which is in a system call of G${p.g}.`,
  running: (p) => `P${p.id} runs G${p.g}, on M${p.m ?? 0}.`,
  idle: (p) => `P${p.id} is idle: no M has it.`,
  spinning: (p) => `P${p.id} has nothing to run; its M${p.m ?? 0} looks for work at the others.`,
  scheduling: (p) => `M${p.m ?? 0} has P${p.id} and decides what to run.`,
};

function whyOfP(proc: ProcPicture, scene: Scene, state: string): string[] {
  if (state === 'running' || state === 'in a system call') {
    const start = lastOf(scene, (at) => {
      const { tape } = scene;
      return tape.p(at) === proc.id && tape.g(at) === proc.g && tape.type(at) === EventType.goStart;
    });
    const pick = start
      ? [`${sentenceOf(start)} That was ${ago(scene, start)} (event ${start.seq}).`]
      : [];
    return state === 'running'
      ? pick
      : [
          ...pick,
          'Most calls are short, so the P waits for it. If the call lasts, sysmon takes the P and hands it to another M.',
        ];
  }
  if (state === 'idle') {
    const idle = lastOf(
      scene,
      (at) => scene.tape.p(at) === proc.id && scene.tape.type(at) === EventType.procIdle,
    );
    return [
      ...(idle
        ? [
            `It went on the idle list ${ago(scene, idle)} (event ${idle.seq}), when M${idle.m} found nothing to run anywhere.`,
          ]
        : ['It has not been needed so far, as far as is known.']),
      'As soon as work is queued and nobody is spinning, an M is woken for it.',
    ];
  }
  return [];
}

/** explainP explains a P. */
export function explainP(id: number, scene: Scene): Explanation {
  const { picture } = scene;
  const proc = picture?.procs[id];
  if (!picture || !proc) {
    return explanation({ title: `P${id}`, kind: 'P', lead: `There is no P${id} in this run.` });
  }
  const state = stateOfP(proc, picture);
  const facts: Fact[] = [
    { label: 'M', text: proc.m === null ? 'none' : `M${proc.m}` },
    { label: 'Runs', text: proc.g === 0 ? 'nothing' : `G${proc.g}` },
    { label: 'runnext', text: proc.runnext === 0 ? 'empty' : `G${proc.runnext}: it is next` },
    {
      label: 'Own queue',
      text:
        proc.queue.length === 0
          ? 'empty'
          : `${proc.queue.length}: ${listed(
              Array.from(proc.queue.ids.subarray(0, 12), (g) => `G${g}`),
              8,
            ).replace(/ and \d+ more$/, '')}${proc.queue.length > 8 ? ' …' : ''}`,
    },
    { label: 'Global queue first', text: globalLook(proc, scene.globalTick) },
    {
      label: 'So far',
      text: `${several(proc.steals, 'steal')}, stolen from ${several(proc.stealsFrom, 'time')}, ${several(proc.syscalls, 'system call')}, ${several(proc.timers, 'timer')} set`,
    },
  ];
  const last = lastOf(
    scene,
    (at) => scene.tape.p(at) === id && narrate(scene.tape.at(at)) !== null,
  );
  if (last) facts.push({ label: 'Last', text: `${narrate(last)?.text ?? ''} (event ${last.seq})` });
  return explanation({
    title: `P${id}`,
    kind: state,
    lead: leadsOfP[state]?.(proc) ?? '',
    why: [
      ...whyOfP(proc, scene, state),
      `When it picks: every ${nth(scene.globalTick)} slice the global queue, else runnext, its own queue, the global queue, the network poller, and at last stealing.`,
    ],
    facts,
    unknown: pastPicture(scene) ? [past] : [],
    read: goSources('findRunnable', 'schedule'),
    seq: last?.seq ?? null,
  });
}

const leadsOfM: Record<string, (id: number, p: number | null, g: number) => string> = {
  running: (id, p, g) => `M${id} runs G${g}${p === null ? '' : ` on P${p}`}.`,
  syscall: (id, p, g) =>
    `M${id} is in a system call of G${g}${p === null ? ': its P was taken' : `; it still has P${p}`}.`,
  spinning: (id, p) =>
    `M${id} spins${p === null ? '' : ` with P${p}`}: it looks for work at the other Ps.`,
  scheduling: (id, p) =>
    `M${id} is in the scheduler${p === null ? ', without a P' : `, with P${p}`}.`,
  idle: (id) => `M${id} sleeps: it has no P.`,
  gone: (id) => `M${id} has ended, or has not started.`,
};

function whyOfM(id: number, state: string, scene: Scene): string[] {
  const { tape } = scene;
  const mine = (type: number) => (at: number) => tape.m(at) === id && tape.type(at) === type;
  if (state === 'idle') {
    const slept = lastOf(scene, mine(EventType.mPark));
    return [
      ...(slept ? [`It went to sleep ${ago(scene, slept)} (event ${slept.seq}).`] : []),
      'There was nothing to run, or no P to run it on. It is kept for later: waking a thread is cheaper than making one. The M that fell asleep last is woken first.',
    ];
  }
  if (state === 'spinning') {
    const { began, tries } = searchBefore(tape, tape.indexAfterTime(scene.nowNs), id);
    const looked =
      tries.length > 0
        ? ` It has looked ${several(tries.length, 'time')} in vain, last at P${tries.at(-1)?.a ?? 0}.`
        : '';
    return [
      ...(began ? [`It began ${ago(scene, began)} (event ${began.seq}).${looked}`] : []),
      'It finds work in somebody’s queue, or gives its P up and sleeps.',
    ];
  }
  if (state === 'syscall') {
    const entered = lastOf(scene, mine(EventType.syscallEnter));
    return entered
      ? [
          `${sentenceOf(entered)} That was ${ago(scene, entered)} (event ${entered.seq}). The system has the thread until it returns.`,
        ]
      : [];
  }
  if (state === 'running') {
    const start = lastOf(scene, mine(EventType.goStart));
    return start
      ? [`${sentenceOf(start)} That was ${ago(scene, start)} (event ${start.seq}).`]
      : [];
  }
  if (state === 'scheduling') {
    const stopped = lastOf(scene, mine(EventType.procStop));
    const has = lastOf(scene, mine(EventType.procStart));
    if (stopped && (!has || stopped.seq > has.seq)) {
      return [
        `It gave up P${stopped.p} ${ago(scene, stopped)} (event ${stopped.seq}). Without a P it may sleep in netpoll until the next timer is due, or be about to fall asleep.`,
      ];
    }
  }
  return [];
}

/** explainM explains an M. */
export function explainM(id: number, scene: Scene): Explanation {
  const { tape } = scene;
  const thread = scene.picture?.threads[id];
  const sysmon = lastOf(scene, (at) => tape.m(at) === id && tape.type(at) === EventType.sysmonTick);
  if (sysmon) {
    return explanation({
      title: `M${id} sysmon`,
      kind: 'sysmon',
      lead: `M${id} is sysmon: a thread that has no P and never runs a goroutine.`,
      why: [
        `It looked around ${ago(scene, sysmon)} (event ${sysmon.seq}) and wants to do so again ${formatNs(sysmon.a * 1000)} later${sysmon.b > 0 ? `; ${several(sysmon.b, 'time')} in a row it found nothing to do` : ''}.`,
        'It takes Ps from Ms that block in system calls, and asks goroutines that have run for 10 ms to yield.',
      ],
      read: goSources('sysmon', 'retake'),
      seq: sysmon.seq,
    });
  }
  if (!thread)
    return explanation({ title: `M${id}`, kind: 'M', lead: `There is no M${id} in this run.` });
  const { state, p, g } = thread;
  const facts: Fact[] = [
    { label: 'P', text: p === null ? 'none' : `P${p}` },
    { label: 'Goroutine', text: g === 0 ? 'none' : `G${g}` },
  ];
  const last = lastOf(scene, (at) => tape.m(at) === id && narrate(tape.at(at)) !== null);
  if (last)
    facts.push({
      label: 'Last',
      text: `${narrate(last)?.text ?? ''} (event ${last.seq})`,
    });
  return explanation({
    title: `M${id}`,
    kind: state === 'syscall' ? 'in a system call' : state,
    lead: leadsOfM[state]?.(id, p, g) ?? '',
    why: whyOfM(id, state, scene),
    facts,
    unknown: pastPicture(scene) ? [past] : [],
    read: goSources(
      state === 'idle' ? 'stopm' : state === 'syscall' ? 'entersyscall' : 'schedule',
      'findRunnable',
    ),
    seq: last?.seq ?? null,
  });
}
