import { describe, expect, it } from 'vitest';
import {
  EventType,
  eventInfo,
  GcWorkerMode,
  PickBranch,
  StwReason,
} from '../../web/engine/event_types';
import { decodeRecords } from '../../web/engine/records';
import { DecisionLog } from '../../web/model/decision_log';
import { decisionKinds, narrate } from '../../web/model/narrate';
import { encodeEvents, type SyntheticEvent } from '../browser/harness/synthetic';

function say(event: SyntheticEvent): string | undefined {
  const [record] = decodeRecords(encodeEvents([event]));
  return record && narrate(record)?.text;
}

describe('narrate', () => {
  it('has words for every kind of event but the snapshot’s parts and a quiet sysmon', () => {
    const silent = eventInfo
      .map((info, type) => ({ info, said: say({ type, g: 1, m: 1, p: 1 }) }))
      .filter(({ said }) => said === undefined)
      .map(({ info }) => info.name);
    expect(silent).toEqual(['snapshot', 'goStatus', 'procStatus', 'sysmonTick']);
  });

  it('never says undefined, whatever the sub is', () => {
    for (let type = 0; type < eventInfo.length; type++) {
      for (let sub = 0; sub < 16; sub++) {
        const said = say({ type, sub, g: 1, m: 1, p: 1 }) ?? '';
        expect(said, `${eventInfo[type]?.name} ${sub}`).not.toMatch(/NaN|null/);
      }
    }
    for (const sub of Object.values(PickBranch)) {
      expect(say({ type: EventType.goStart, g: 1, m: 1, p: 1, sub })).not.toContain('undefined');
    }
  });

  it('says which branch picked a goroutine', () => {
    const start = { type: EventType.goStart, g: 22, m: 1, p: 1 };
    expect(say({ ...start, sub: PickBranch.stolen, a: 3 })).toBe(
      'P1 runs G22 that it stole from P3',
    );
    expect(say({ ...start, sub: PickBranch.runnext, c: 1 })).toBe(
      'P1 runs G22 from its runnext slot, in the same time slice',
    );
    expect(say({ ...start, sub: PickBranch.global61 })).toContain('61st tick');
  });

  it('says why a goroutine parked and who woke it', () => {
    expect(say({ type: EventType.goPark, g: 4, sub: 19 })).toBe('G4 parked: chan receive');
    expect(say({ type: EventType.goUnpark, g: 4, b: 9, sub: 19 })).toBe(
      'G9 readied G4 (chan receive)',
    );
  });

  it('names the workers of a collection as Go does', () => {
    const worker = { type: EventType.gcWorker, g: 18, m: 1, p: 2 };
    expect(say({ ...worker, sub: GcWorkerMode.dedicated })).toBe('G18 marks on P2: GC (dedicated)');
    expect(say({ ...worker, sub: GcWorkerMode.idle })).toBe('G18 marks on P2: GC (idle)');
    expect(say({ type: EventType.goDisabled, g: 7 })).toContain('G7 may not run');
    expect(say({ type: EventType.stwBegin, g: 7, sub: StwReason.gcMarkTermination })).toBe(
      'G7 stops the world: the garbage collection has marked everything',
    );
  });

  it('tells cooperative from asynchronous preemption', () => {
    expect(say({ type: EventType.goStop, g: 7, sub: 1 })).toContain('function call');
    expect(say({ type: EventType.goStop, g: 7, sub: 2 })).toContain('async');
  });
});

describe('DecisionLog', () => {
  const events = encodeEvents(
    Array.from({ length: 5_000 }, (_, i) => ({ type: EventType.goPark, g: i + 1, sub: 19 })),
  );

  it('keeps the newest decisions and counts all', () => {
    const log = new DecisionLog();
    log.add(events, 1_000);
    expect(log.total).toBe(6_000);
    const latest = log.latest(3, new Set(decisionKinds));
    expect(latest.map((entry) => entry.record.g)).toEqual([4_998, 4_999, 5_000]);
  });

  it('shows only the chosen kinds', () => {
    const log = new DecisionLog();
    log.add(events, 0);
    expect(log.latest(10, new Set(['steal']))).toEqual([]);
  });

  it('stays bounded', () => {
    const log = new DecisionLog();
    for (let i = 0; i < 50; i++) log.add(events, 0);
    expect(log.latest(1_000_000, new Set(decisionKinds)).length).toBeLessThanOrEqual(4_000);
  });
});
