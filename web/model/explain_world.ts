// The whole machine: stops of the world, collections, stacks, deadlock, the end.
import { type EventName, EventType, StwReason } from '../engine/event_types';
import { type Case, gap, type Told } from './explain_case';
import { several } from './explanation';
import { goSources } from './go_sources';
import { after, before } from './near_events';

function stopWords(reason: number): string {
  if (reason === StwReason.gomaxprocs) return 'The number of Ps changes, so none may be in use.';
  if (reason === StwReason.gc) return 'A collection begins from a state in which nothing moves.';
  if (reason === StwReason.gcMarkTermination) {
    return 'Everything reachable is marked; the last steps need a machine at rest.';
  }
  return 'Something has to see or change all Ps at once.';
}

function begin(c: Case): Told {
  const { e, scene, index } = c;
  const stopped = after(scene.tape, index, (at) => scene.tape.type(at) === EventType.stwStopped);
  return {
    why: [
      stopWords(e.sub),
      'Idle Ps and those in system calls are simply taken; running goroutines are asked to yield, and the last one to do so decides how long it takes.',
      ...(stopped ? [`It took ${gap(e, stopped)} (event ${stopped.seq}).`] : []),
    ],
    read: goSources('stopTheWorldWithSema', 'preemptone'),
  };
}

function end(c: Case): Told {
  const { scene, index } = c;
  const stopped = before(scene.tape, index, EventType.stwBegin);
  return {
    why: [
      'Ps with work get an M, the others become idle.',
      ...(stopped
        ? [`The stop had lasted ${gap(stopped, c.e)} (since event ${stopped.seq}).`]
        : []),
    ],
    facts: [{ label: 'GOMAXPROCS', text: String(c.e.a) }],
    read: goSources('startTheWorldWithSema', 'procresize'),
  };
}

/** worldExplainers are those of the events of the whole machine. */
export const worldExplainers: Partial<Record<EventName, (c: Case) => Told>> = {
  stwBegin: begin,
  stwStopped: (c) => ({
    why: [stopWords(c.e.sub), 'No goroutine of the program runs until the world goes on.'],
    read: goSources('stopTheWorldWithSema'),
  }),
  stwEnd: end,
  gcBegin: (c) => ({
    why: [
      `The heap had reached ${c.e.a} KiB, its limit, or the program asked for it. Workers, which are goroutines like others, mark what is reachable: ${several(c.e.b, 'dedicated one')}, and up to ${several(c.e.c, 'idle P')} may help.`,
    ],
    read: goSources('gcStart'),
  }),
  gcWorker: () => ({
    why: [
      'A worker is an ordinary goroutine: the scheduler picks it like one, and gives it a quarter of the Ps’ time.',
    ],
    read: goSources('findRunnableGCWorker', 'gcBgMarkWorker'),
  }),
  gcEnd: (c) => ({
    why: [`${c.e.b} KiB were not reachable and are free again; ${c.e.a} KiB are live.`],
    read: goSources('gcMarkTermination'),
  }),
  stackGrow: (c) => ({
    why: [
      'A function’s frame did not fit. Stacks begin small and double: all of it is copied to a new place, and the pointers into it are adjusted.',
    ],
    facts: [{ label: 'Size', text: `${c.e.a} → ${c.e.b} bytes` }],
    read: goSources('newstack', 'copystack'),
  }),
  stackShrink: (c) => ({
    why: ['It used less than a quarter of its stack, so a collection gave half of it back.'],
    facts: [{ label: 'Size', text: `${c.e.a} → ${c.e.b} bytes` }],
    read: goSources('shrinkstack'),
  }),
  procsChange: (c) => ({
    why: [
      `There are ${several(c.e.a, 'P')} from now on: so many goroutines run at the same time, at most.`,
    ],
    read: goSources('procresize'),
  }),
  deadlock: (c) => ({
    why: [
      `No M runs, no timer is set, and ${several(c.e.a, 'goroutine')} wait: nothing could ever ready one. The last M that was about to sleep noticed.`,
    ],
    read: goSources('checkdead'),
  }),
  eventsLost: (c) => ({
    why: [
      `An M wrote events faster than they could be read: ${c.e.a} are missing. The picture is corrected by a snapshot that follows.`,
    ],
  }),
  machineExit: (c) => ({
    why: [
      c.e.a === 0
        ? 'main returned, or the program called os.Exit. Goroutines that were still there are not waited for.'
        : `The program ended itself, or was ended, with status ${c.e.a}.`,
    ],
  }),
};
