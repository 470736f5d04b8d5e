// The event table exists once; what TypeScript sees is written from it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EventType, eventInfo, waitReasons } from '../../web/engine/event_types';
import { read, root } from './sources';

interface Generator {
  readonly eventTypesSource: () => Promise<string>;
}

describe('event_types.ts', () => {
  it('is what generate_events.mjs writes from the tables of the core', async () => {
    const script = pathToFileURL(join(root, 'scripts/generate_events.mjs')).href;
    const { eventTypesSource } = (await import(script)) as Generator;
    expect(read('web/engine/event_types.ts')).toBe(await eventTypesSource());
  });

  it('has a row for every GOPARK_EVENT', () => {
    const rows = read('core/events/event_types.def').match(/^GOPARK_EVENT\(/gm) ?? [];
    expect(eventInfo.length).toBe(rows.length);
    expect(Object.keys(EventType).length).toBe(rows.length);
  });

  it('has every wait reason in Go’s order', () => {
    const rows = read('core/runtime/wait_reasons.def').match(/^GOPARK_WAIT_REASON\(/gm) ?? [];
    expect(waitReasons.length).toBe(rows.length);
    expect(waitReasons.indexOf('sleep')).toBeLessThan(waitReasons.indexOf('chan receive'));
  });
});
