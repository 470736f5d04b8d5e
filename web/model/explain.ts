// The answer to "why?" for anything that can be selected, and the events it went through lately.
import { EventType } from '../engine/event_types';
import type { EventRecord } from '../engine/records';
import type { KnownEvents } from './known_events';
import { explainChoice } from './explain_choice';
import { explainEvent, goneEvent } from './explain_event';
import { explainG } from './explain_g';
import { explainM, explainP } from './explain_p';
import { type Explanation, explanation, type Scene } from './explanation';
import { explainObject, speaksOf } from './object_story';
import { narrate } from './narrate';
import type { Selection } from './selection';

/** explain answers for a selection. */
export function explain(selection: Selection, scene: Scene): Explanation {
  switch (selection.kind) {
    case 'g':
      return explainG(selection.id, scene);
    case 'p':
      return explainP(selection.id, scene);
    case 'm':
      return explainM(selection.id, scene);
    case 'object':
      return explainObject(selection.id, scene);
    case 'event':
      return explainEvent(selection.seq, scene) ?? goneEvent(selection.seq);
    case 'decision':
      return (
        explainChoice(selection.index, scene) ??
        explanation({
          title: `Choice ${selection.index}`,
          kind: 'choice',
          lead: 'This choice is not known on this branch.',
        })
      );
  }
}

/** nameOf is what a selection is called where it is one of many. */
export function nameOf(selection: Selection): string {
  switch (selection.kind) {
    case 'g':
    case 'p':
    case 'm':
      return `${selection.kind.toUpperCase()}${selection.id}`;
    case 'object':
      return `#${selection.id}`;
    case 'event':
      return `event ${selection.seq}`;
    case 'decision':
      return `choice ${selection.index}`;
  }
}

const namesOther: ReadonlySet<number> = new Set([EventType.chanSend, EventType.chanRecv]);

/** concerns: the record is about what is selected, or was made by it. */
export function concerns(tape: KnownEvents, at: number, selection: Selection): boolean {
  const type = tape.type(at);
  switch (selection.kind) {
    case 'g': {
      const { id } = selection;
      if (tape.g(at) === id) return true;
      if (type === EventType.goCreate) return tape.a(at) === id;
      if (type === EventType.goUnpark) return tape.b(at) === id;
      return namesOther.has(type) && tape.c(at) === id;
    }
    case 'p': {
      const other = type === EventType.steal || type === EventType.stealTry;
      return tape.p(at) === selection.id || (other && tape.a(at) === selection.id);
    }
    case 'm': {
      const named =
        type === EventType.mUnpark ||
        type === EventType.procRetake ||
        type === EventType.procHandoff;
      return tape.m(at) === selection.id || (named && tape.a(at) === selection.id);
    }
    case 'object':
      return speaksOf(tape, at, selection.id);
    case 'event':
    case 'decision':
      return false;
  }
}

const searchMax = 100_000;

/** recentEvents are the latest events of what is selected before a moment, newest first. */
export function recentEvents(
  selection: Selection,
  scene: Pick<Scene, 'tape' | 'nowNs'>,
  limit: number,
): EventRecord[] {
  const { tape } = scene;
  const found: EventRecord[] = [];
  if (selection.kind === 'event') return aroundEvent(tape, selection.seq, limit);
  if (selection.kind === 'decision') return [];
  const until = tape.indexAfterTime(scene.nowNs);
  const stop = Math.max(0, until - searchMax);
  for (let at = until - 1; at >= stop && found.length < limit; at--) {
    if (!concerns(tape, at, selection)) continue;
    const e = tape.at(at);
    if (narrate(e)) found.push(e);
  }
  return found;
}

/** So many events after one that is explained are listed: few, so that it stays in view. */
const shownAfter = 4;

// The events of the same M around one.
function aroundEvent(tape: KnownEvents, seq: number, limit: number): EventRecord[] {
  const index = tape.indexOf(seq);
  if (index >= tape.length || tape.seq(index) !== seq) return [];
  const m = tape.m(index);
  const take = (step: 1 | -1, most: number): EventRecord[] => {
    const found: EventRecord[] = [];
    for (let at = index + step; at >= 0 && at < tape.length && found.length < most; at += step) {
      if (Math.abs(at - index) > 5_000) break;
      if (tape.m(at) !== m) continue;
      const e = tape.at(at);
      if (narrate(e)) found.push(e);
    }
    return found;
  };
  return [...take(1, shownAfter).reverse(), tape.at(index), ...take(-1, limit - shownAfter)];
}
