// What goroutines do: they are created, park, are readied, stopped and end, and enter system calls.
import {
  type EventName,
  EventType,
  PreemptWhy,
  StopReason,
  SyscallExit,
  waitReasons,
} from '../engine/event_types';
import { noId } from '../engine/records';
import { type Case, earlier, gap, missing, sliceMaxMs, type Told } from './explain_case';
import { lineOf, several } from './explanation';
import { goSources } from './go_sources';
import { after, before, lastStart, sliceStart } from './near_events';
import { formatMicroseconds, narrate } from './narrate';
import { objectWords } from './object_story';

/** waitRules: what each kind of waiting means, and Go's function that parks for it. */
const waitRules: Record<string, readonly [rule: string, read: string]> = {
  'chan receive': ['The channel was empty and no sender was waiting.', 'chanrecv'],
  'chan send': ['The buffer was full, or there is none, and no receiver was waiting.', 'chansend'],
  'chan receive (nil chan)': ['Receiving from a nil channel waits for ever.', 'chanrecv'],
  'chan send (nil chan)': ['Sending to a nil channel waits for ever.', 'chansend'],
  select: ['None of the cases could go on, and there is no default.', 'selectgo'],
  'select (no cases)': ['A select without cases waits for ever.', 'selectgo'],
  sleep: ['It called time.Sleep: a timer on the P will ready it.', 'timeSleep'],
  'sync.Mutex.Lock': ['The Mutex was locked by another goroutine.', 'Mutex.lockSlow'],
  'sync.RWMutex.RLock': ['A writer holds the RWMutex or waits for it.', 'RWMutex.RLock'],
  'sync.RWMutex.Lock': ['Readers or a writer hold the RWMutex.', 'RWMutex.Lock'],
  'sync.WaitGroup.Wait': ['The WaitGroup’s counter is above zero.', 'WaitGroup.Wait'],
  'sync.Cond.Wait': ['It waits until somebody calls Signal or Broadcast.', 'notifyListWait'],
  semacquire: ['A semaphore of the runtime was at zero.', 'semacquire1'],
  'IO wait': ['The file or socket was not ready: the network poller will say when.', 'netpoll'],
  coroutine: ['It passed control to the other side of an iter.Pull.', 'coroswitch_m'],
  'GC worker (idle)': ['There is nothing to mark.', 'gcBgMarkWorker'],
  'finalizer wait': ['There is no finalizer to run.', 'gopark'],
  'force gc (idle)': ['It begins a collection when there was none for two minutes.', 'gopark'],
};

/** waitRule says what a wait reason means. */
export function waitRule(reason: number): { readonly rule: string; readonly read: string } {
  const words = waitReasons[reason] ?? '';
  const [rule, read] = waitRules[words.replace(' (durable)', '')] ?? ['', 'gopark'];
  return { rule, read };
}

function created(c: Case): Told {
  const { e, scene } = c;
  const name = scene.names.get(e.b);
  const first = e.a === 0;
  const why = first
    ? ['It is the first goroutine of the program: the runtime itself starts it, and it calls main.']
    : [
        'A go statement makes a G, or takes one that has ended, with a stack of its own, and puts it into the runnext slot of the P: it runs as soon as the creator stops, before those created earlier.',
        'Nothing runs at once: the creator goes on. If another P is idle and nobody is looking for work, an M is woken to come and steal.',
      ];
  return {
    why,
    facts: name === undefined || name === '' ? [] : [{ label: 'Function', text: name }],
    read: goSources('newproc', 'newproc1'),
  };
}

function ended(c: Case): Told {
  const { e, scene, index } = c;
  const start = before(scene.tape, index, EventType.goCreate, (at) => scene.tape.g(at) === e.g);
  return {
    why: [
      'Its function returned, or it called runtime.Goexit. The G is kept for the next go statement, its M looks for the next goroutine to run.',
      ...(start ? [`It lived for ${gap(start, e)}, from event ${start.seq} on.`] : []),
    ],
    unknown: start ? [] : missing(c),
    read: goSources('goexit0', 'schedule'),
  };
}

function park(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const { rule, read } = waitRule(e.sub);
  const started = lastStart(tape, index, e.g);
  const woken = after(
    tape,
    index,
    (at) => tape.type(at) === EventType.goUnpark && tape.g(at) === e.g,
    100_000,
  );
  const next = after(
    tape,
    index,
    (at) => tape.type(at) === EventType.goStart && tape.p(at) === e.p,
  );
  const why = [
    ...(rule === '' ? [] : [rule]),
    `It costs nothing while it is parked: no M and no P. M${e.m} keeps P${e.p} and looks for the next goroutine${next ? `, which was G${next.g} (event ${next.seq})` : ''}.`,
  ];
  if (started) why.push(`It had run for ${gap(started, e)}, since event ${started.seq}.`);
  if (woken) {
    const who = woken.b === 0 ? 'the scheduler' : `G${woken.b}`;
    why.push(`It waited for ${gap(e, woken)}, until ${who} readied it (event ${woken.seq}).`);
  }
  const select = (waitReasons[e.sub] ?? '').startsWith('select');
  const on = select ? `its cases, #${e.a} among them` : objectWords(tape, e.a);
  const facts = e.a === 0 ? [] : [{ label: 'Waits on', text: on }];
  return { why, facts, read: goSources('gopark', read) };
}

const deeds: ReadonlySet<number> = new Set([
  EventType.chanSend,
  EventType.chanRecv,
  EventType.chanClose,
  EventType.lockRelease,
  EventType.timerFire,
]);

// What somebody did to ready it: the M's record just before says so.
function deedBefore({ e, scene, index }: Case): string | null {
  const { tape } = scene;
  const found = tape.lastBefore(index, (at) => tape.m(at) === e.m && deeds.has(tape.type(at)), 60);
  if (found < 0 || tape.g(found) !== (e.b === 0 ? e.g : e.b)) return null;
  if (e.a !== 0 && tape.a(found) !== e.a) return null;
  const deed = tape.at(found);
  return `${narrate(deed)?.text ?? ''} (event ${deed.seq}).`;
}

function readied(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const parked = before(tape, index, EventType.goPark, (at) => tape.g(at) === e.g);
  const put = after(
    tape,
    index,
    (at) =>
      tape.g(at) === e.g &&
      [EventType.runqPut as number, EventType.globrunqPut, EventType.goStart].includes(
        tape.type(at),
      ),
  );
  const who = e.b === 0 ? 'The scheduler' : `G${e.b}`;
  const how: Record<string, string> = {
    'chan receive': `${who} sent to the channel, or closed it.`,
    'chan send': `${who} received from the channel, so there was room, or closed it.`,
    select: `${who} made one of its cases possible.`,
    sleep: 'Its timer was due.',
    'sync.Mutex.Lock': `${who} unlocked the Mutex.`,
    'sync.WaitGroup.Wait': `${who} brought the WaitGroup’s counter to zero.`,
    'sync.Cond.Wait': `${who} called Signal or Broadcast.`,
  };
  const deed = deedBefore(c);
  const why = [deed ?? how[waitReasons[e.sub] ?? ''] ?? `${who} made what it waited for happen.`];
  if (parked) why.push(`It had been parked for ${gap(parked, e)}, since event ${parked.seq}.`);
  if (put) why.push(`Readied is not running: ${narrate(put)?.text ?? ''} (event ${put.seq}).`);
  return {
    why,
    unknown: parked ? [] : missing(c),
    facts: e.a === 0 ? [] : [{ label: 'Waited on', text: objectWords(tape, e.a) }],
    read: goSources('ready'),
  };
}

function stopped(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const started = lastStart(tape, index, e.g);
  const slice = sliceStart(tape, index, e.p);
  const asked = before(
    tape,
    index,
    EventType.goPreemptRequest,
    (at) => tape.g(at) === e.g && (!started || tape.seq(at) > started.seq),
  );
  const ran = started ? [`It had run for ${gap(started, e)}.`] : [];
  const shared =
    slice && started && slice.seq !== started.seq
      ? [`Its time slice had begun ${earlier(c, slice)} with G${slice.g}.`]
      : [];
  const request = asked ? [`${narrate(asked)?.text ?? ''}, ${earlier(c, asked)}.`] : [];
  switch (e.sub) {
    case StopReason.preemptedAsync:
      return {
        why: [
          ...request,
          'It did not call a function, where it would have noticed; so it was stopped where it was.',
          ...ran,
          ...shared,
        ],
        unknown: asked ? [] : missing(c),
        read: goSources('asyncPreempt2', 'gopreempt_m'),
      };
    case StopReason.preemptedCooperative:
      return {
        why: [
          ...request,
          'Each call of a function checks whether the stack is large enough; to preempt a goroutine the runtime lets that check fail.',
          ...ran,
          ...shared,
        ],
        unknown: asked ? [] : missing(c),
        read: goSources('newstack', 'gopreempt_m'),
      };
    case StopReason.goyield:
      return {
        why: [
          `It let the others of P${e.p} go first: unlike with runtime.Gosched it goes to the tail of the P’s own queue.`,
          ...ran,
        ],
        read: goSources('goyield'),
      };
    default:
      return {
        why: [
          'runtime.Gosched gives up the P without waiting for anything: the goroutine goes to the tail of the global queue.',
          ...ran,
        ],
        read: goSources('Gosched', 'goschedImpl'),
      };
  }
}

function asked(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const obeyed = after(
    tape,
    index,
    (at) =>
      tape.g(at) === e.g &&
      [
        EventType.goStop as number,
        EventType.goPark,
        EventType.goDestroy,
        EventType.syscallEnter,
      ].includes(tape.type(at)),
    50_000,
  );
  const why =
    e.sub === PreemptWhy.sysmonSlice
      ? [
          `P${e.p}’s schedtick had not moved for ${formatMicroseconds(e.a)}: one time slice, longer than ${sliceMaxMs} ms. sysmon asks; it cannot take the P from a goroutine that runs.`,
        ]
      : e.sub === PreemptWhy.exit
        ? ['The program ends: whatever still runs has to stop.']
        : [
            'Every P has to stand still, so every running goroutine is asked to yield at its next safe place.',
          ];
  if (obeyed)
    why.push(`It took ${gap(e, obeyed)}: ${narrate(obeyed)?.text ?? ''} (event ${obeyed.seq}).`);
  return { why, read: goSources('retake', 'preemptone') };
}

function enter(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const mine = (at: number): boolean => tape.g(at) === e.g;
  const exit = after(
    tape,
    index,
    (at) => mine(at) && tape.type(at) === EventType.syscallExit,
    50_000,
  );
  const retake = after(
    tape,
    index,
    (at) => mine(at) && tape.type(at) === EventType.procRetake,
    50_000,
  );
  const taken = retake !== null && (exit === null || retake.seq < exit.seq);
  return {
    why: [
      `The system may block M${e.m}. ${e.p === noId ? 'It' : `P${e.p}`} stays with it for now, because most calls are short; if this one is not, sysmon takes the P away.`,
      taken
        ? `It did so after ${formatMicroseconds(retake.c)} (event ${retake.seq}).`
        : exit
          ? `It was back after ${formatMicroseconds(exit.a)} (event ${exit.seq}), before anybody took the P.`
          : 'It has not come back yet.',
    ],
    read: goSources('entersyscall', 'retake'),
  };
}

function exit(c: Case): Told {
  const { e, scene, index } = c;
  const { tape } = scene;
  const entered = before(tape, index, EventType.syscallEnter, (at) => tape.g(at) === e.g);
  const retake = before(
    tape,
    index,
    EventType.procRetake,
    (at) => tape.g(at) === e.g && (!entered || tape.seq(at) > entered.seq),
  );
  const lost = retake ? [`sysmon had taken P${retake.p} from it (event ${retake.seq}).`] : [];
  const why: Record<number, string[]> = {
    [SyscallExit.keptP]: ['Nobody had taken its P: it simply goes on.'],
    [SyscallExit.oldP]: [
      ...lost,
      `P${e.p}, which it had before, was free: it takes that, whose caches still have its data.`,
    ],
    [SyscallExit.idleP]: [...lost, `Its own was busy, but P${e.p} was idle.`],
    [SyscallExit.queued]: [
      ...lost,
      'No P was idle: there are as many goroutines running as GOMAXPROCS allows. It goes to the global queue, and its M to sleep.',
    ],
  };
  return {
    why: why[e.sub] ?? [],
    facts: [{ label: 'In the call', text: formatMicroseconds(e.a) }],
    line: entered ? lineOf(entered.c) : null,
    read: goSources('exitsyscall'),
  };
}

function disabled(c: Case): Told {
  return {
    why: [
      'In Gopark user goroutines do not run while the collector marks, which Go does only when asked to. It is kept aside until then.',
    ],
    facts: [{ label: 'Kept aside', text: `${several(c.e.a, 'goroutine')} before it` }],
    read: goSources('schedEnableUser'),
  };
}

/** goroutineExplainers are those of the events of goroutines. */
export const goroutineExplainers: Partial<Record<EventName, (c: Case) => Told>> = {
  goCreate: created,
  goDestroy: ended,
  goPark: park,
  goUnpark: readied,
  goStop: stopped,
  goPreemptRequest: asked,
  goDisabled: disabled,
  syscallEnter: enter,
  syscallExit: exit,
  goLeak: () => ({
    why: [
      'A collection found that nothing else in the program can reach what it waits on: nobody will ever ready it.',
    ],
    read: goSources('findGoroutineLeaks'),
  }),
};
