// An event explained: the sentence of narrate(), and what its kind of event adds.
import { type EventName, eventInfo } from '../engine/event_types';
import { type EventRecord, noId } from '../engine/records';
import { type Case, notKnown, type Told } from './explain_case';
import { goroutineExplainers } from './explain_goroutine_event';
import { explainPick } from './explain_pick';
import { queueExplainers } from './explain_queue';
import { syncExplainers } from './explain_sync';
import { threadExplainers } from './explain_thread';
import { worldExplainers } from './explain_world';
import { type Explanation, explanation, type Scene, stopLineOf } from './explanation';
import { formatClock } from './format';
import { narrate } from './narrate';

const explainers: Partial<Record<EventName, (c: Case) => Told>> = {
  ...queueExplainers,
  ...goroutineExplainers,
  ...threadExplainers,
  ...syncExplainers,
  ...worldExplainers,
  goStart: explainPick,
};

/** sentenceOf is the event in one sentence; also for those that the log leaves out. */
export function sentenceOf(e: EventRecord): string {
  const words = narrate(e)?.text ?? eventInfo[e.type]?.sentence.replace(/\.$/, '') ?? e.name;
  return `${words}.`;
}

/** explainEvent explains the event with this seq; null when it is not known any more. */
export function explainEvent(seq: number, scene: Scene): Explanation | null {
  const e = scene.tape.find(seq);
  if (!e) return null;
  const index = scene.tape.indexOf(seq);
  const told = explainers[e.name]?.({ scene, e, index }) ?? {};
  const by = [
    ...(e.m === noId ? [] : [`M${e.m}`]),
    ...(e.p === noId ? [] : [`P${e.p}`]),
    ...(e.g === 0 ? [] : [`G${e.g}`]),
  ];
  const when = {
    label: 'When',
    text: `${formatClock(e.timeNs)} ms, on ${by.join(', ') || 'no M'}`,
  };
  return explanation({
    title: `Event ${seq}`,
    kind: narrate(e)?.kind ?? 'picture',
    lead: sentenceOf(e),
    line: stopLineOf(e),
    ...told,
    why: (told.why ?? []).filter((text) => text !== ''),
    facts: [when, ...(told.facts ?? [])],
    seq,
  });
}

/** goneEvent is the answer for an event that is no longer here. */
export function goneEvent(seq: number): Explanation {
  return explanation({
    title: `Event ${seq}`,
    kind: 'event',
    lead: 'This event is no longer known.',
    unknown: [notKnown.earlier],
    seq,
  });
}
