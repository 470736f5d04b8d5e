// Finding the moment of a computed question in a run, and standing there.
import { EventType, eventInfo } from '../engine/event_types';
import { noId, RecordReader } from '../engine/records';
import { type Picture, readPicture } from '../engine/picture';
import type { Diagnostic } from '../engine/protocol';
import { OneRun } from '../engine/sim_once';
import type { RunTarget, RunWhy } from '../engine/sim_protocol';
import { Figures } from './figures';
import type { Moment } from './lab';
import { type LabEngine, OutputText } from './run_once';

/** Runs of questions are small: a person looks at them. */
const ticksMax = 20_000_000;
const occurrencesMax = 500;
const listedMax = 4096;

/** Place is where a run stands: at an event, and where the machine is within its turn. */
export interface Place {
  readonly events: number;
  readonly tick: number;
  readonly timeNs: number;
  /** The goroutine, P and M it is about; null: none. */
  readonly g: number | null;
  readonly p: number | null;
  readonly m: number | null;
  /** 0: not at a line. */
  readonly line: number;
}

/** ProgramRefused: the program of a question does not compile, or its machine cannot be had. */
export class ProgramRefused extends Error {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join('; '));
  }
}

/** Standing is a run that stands at the moment, with its past. */
export class Standing {
  readonly figures = new Figures();
  readonly output = new OutputText();
  /** Records that were taken last. */
  fresh: Uint8Array = new Uint8Array();

  constructor(
    readonly run: OneRun,
    private readonly engine: LabEngine,
  ) {}

  /** go runs to a target, or until `each` (called with every slice's records) wants no more. */
  async go(target: RunTarget, each: () => boolean = () => true): Promise<RunWhy> {
    for (;;) {
      const why = this.run.run({ ...target, tick: Math.min(target.tick ?? Infinity, ticksMax) });
      this.collect();
      if (!each() || why !== 'budget') return why;
      await this.pause();
    }
  }

  pause(): Promise<void> {
    return this.engine.pause();
  }

  /** collect takes in what the last slice or step brought. */
  collect(): void {
    this.fresh = this.run.takeEvents();
    this.figures.take(this.fresh);
    this.output.take(this.run);
  }

  get picture(): Picture {
    return readPicture(this.run.picture(listedMax));
  }

  place(line = 0): Place {
    const { events, tick, timeNs, m, g, line: here } = this.run.position;
    const p = m < 0 ? null : (this.picture.threads.find(({ id }) => id === m)?.p ?? null);
    return {
      events,
      tick,
      timeNs,
      line: line > 0 ? line : here,
      g: g === 0 ? null : g,
      p,
      m: m < 0 ? null : m,
    };
  }
}

export interface Found {
  readonly standing: Standing;
  readonly place: Place;
}

// Spreads seeds over the occurrences.
function pick(seed: number, count: number): number {
  let hash = (seed ^ 0x9e3779b9) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) % count;
}

type Wanted = Extract<Moment, { kind: 'event' }>;

function matches(r: RecordReader, wanted: Wanted, figures: Figures): boolean {
  if (r.type !== EventType[wanted.event]) return false;
  if (wanted.sub !== null && r.sub !== wanted.sub) return false;
  return r.g === 0 || !figures.isSystem(r.g);
}

const ofGoroutine = (type: number): boolean => (eventInfo[type]?.g ?? '') !== '';

interface Start {
  readonly engine: LabEngine;
  readonly source: string;
  readonly schedule: string;
}

async function standAt<T>(start: Start, then: (standing: Standing) => Promise<T>): Promise<T> {
  const { engine, source, schedule } = start;
  const run = OneRun.start(engine.module, { source, schedule, keepEvents: true });
  if (!(run instanceof OneRun)) throw new ProgramRefused(run);
  try {
    return await then(new Standing(run, engine));
  } finally {
    run.end();
  }
}

// The events that match, each as its place in the stream and what it is about.
async function eventPlaces(standing: Standing, wanted: Wanted, most: number): Promise<Place[]> {
  const places: Place[] = [];
  let events = 0;
  await standing.go({}, () => {
    const reader = new RecordReader(standing.fresh);
    for (let index = 0; index < reader.count && places.length < most; index++) {
      const r = reader.at(index);
      events += 1;
      if (!matches(r, wanted, standing.figures)) continue;
      places.push({
        events,
        tick: 0,
        timeNs: r.timeNs,
        line: 0,
        g: r.g > 0 && ofGoroutine(r.type) ? r.g : null,
        p: r.p === noId ? null : r.p,
        m: r.m === noId ? null : r.m,
      });
    }
    return places.length < most;
  });
  return places;
}

async function arrive(standing: Standing, line: number, times: number): Promise<number> {
  standing.run.setBreakpoints([`line ${line}`]);
  for (let count = 0; count < times; count++) {
    if ((await standing.go({ breakpoints: true })) !== 'breakpoint') return count;
  }
  return times;
}

// Goes on until the goroutine is done with the line; the answer is where that is.
async function leave(standing: Standing, { g, line, p, m }: Place): Promise<Place> {
  const { run } = standing;
  const leaving: readonly number[] = [EventType.goPark, EventType.goStop, EventType.goDestroy];
  run.setBreakpoints([]);
  let { events } = run.position;
  for (;;) {
    const why = run.step('line');
    standing.collect();
    if (why === 'budget') await standing.pause();
    const reader = new RecordReader(standing.fresh);
    for (let index = 0; index < reader.count; index++) {
      events += 1;
      const r = reader.at(index);
      if (r.g === g && leaving.includes(r.type)) {
        return { events, tick: 0, timeNs: r.timeNs, g, p, m, line };
      }
    }
    const here = run.position;
    const over = why === 'ended' || why === 'stuck' || here.tick >= ticksMax;
    if (over || (here.g === g && here.line !== line && here.line !== 0)) {
      return { ...standing.place(line), g, p, m };
    }
  }
}

/**
 * atMoment lets `then` look at a run that stands at the moment, and go on from there. It gives null
 * when the moment does not come, and throws ProgramRefused.
 */
export async function atMoment<T>(
  start: Start,
  at: Moment,
  seed: number,
  then: (found: Found) => Promise<T>,
): Promise<T | null> {
  switch (at.kind) {
    case 'end':
    case 'time':
      return standAt(start, async (standing) => {
        const why = await standing.go(at.kind === 'time' ? { timeNs: at.ns } : {});
        if (at.kind === 'end' ? why !== 'ended' : why !== 'reached') return null;
        return then({ standing, place: standing.place() });
      });
    case 'event': {
      const most = at.occurrence > 0 ? at.occurrence : occurrencesMax;
      const places = await standAt(start, (standing) => eventPlaces(standing, at, most));
      const index = at.occurrence > 0 ? at.occurrence - 1 : pick(seed, Math.max(1, places.length));
      const place = places[index];
      return place ? goTo(start, place, then) : null;
    }
    case 'line': {
      let times = at.occurrence;
      if (times === 0) {
        const count = await standAt(start, (standing) => arrive(standing, at.line, occurrencesMax));
        if (count === 0) return null;
        times = 1 + pick(seed, count);
      }
      const arrived = await standAt(start, async (standing): Promise<Place | null> => {
        if ((await arrive(standing, at.line, times)) < times) return null;
        const place = standing.place(at.line);
        return at.after ? leave(standing, place) : place;
      });
      return arrived && goTo(start, arrived, then);
    }
  }
}

// Goes to a place in a run of its own: the one that found it may be past it.
async function goTo<T>(
  start: Start,
  place: Place,
  then: (found: Found) => Promise<T>,
): Promise<T | null> {
  return standAt(start, async (standing) => {
    const target = place.tick > 0 ? { tick: place.tick } : { events: place.events };
    if ((await standing.go(target)) !== 'reached') return null;
    return then({ standing, place });
  });
}
