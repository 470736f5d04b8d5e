// A simulated machine small enough to see through, for tests of the simulator: every bit of its state
// lies in one memory, as in the engine, so that restoring that memory is all there is to going back.
// Each event changes a number; every tenth asks a choice that changes it, too.
import type { WasmSimModule, WasmSimOptions, WasmSimSession } from '../../web/engine/module';
import { EventType } from '../../web/engine/event_types';
import { recordBytes } from '../../web/engine/records';
import type {
  Choice,
  RunTarget,
  RunWhy,
  SimPosition,
  StepKind,
} from '../../web/engine/sim_protocol';

export const lastEvent = 2_000;
const nsPerEvent = 1_000;
const eventsPerSlice = 7;
const eventsPerChoice = 10;
const alternatives = 3;

// Words of the memory.
const at = { events: 0, state: 1, taken: 2, asked: 3, written: 4, faults: 5 } as const;
const overridesAt = 100;
const statesAt = 1_000;

function mix(a: number, b: number): number {
  let h = Math.imul(a ^ (b + 0x9e3779b9), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export class FakeModule {
  HEAPU8: Uint8Array = new Uint8Array(64 * 1024);
  /** How many calls ran the machine: the price of what was done. */
  driven = 0;
  readonly asModule: WasmSimModule;

  constructor() {
    const memory = (): Uint8Array => this.HEAPU8;
    const make = (options: WasmSimOptions) => this.session(options);
    this.asModule = {
      get HEAPU8() {
        return memory();
      },
      // A plain function that is called with `new`, as Embind's classes are.
      Session: function Session(options: WasmSimOptions) {
        return make(options);
      } as unknown as WasmSimModule['Session'],
      costs: () => [],
      settings: () => [],
      presets: () => [],
      breakpointFaults: (list) => list.map((text) => (text === 'nonsense' ? 'not understood' : '')),
      parseSchedule: (text) => ({ error: text.startsWith('v1') ? '' : 'not a schedule' }),
      formatSchedule: ({ seed }) => `v1,seed=${seed ?? 1}`,
    };
  }

  private session(options: WasmSimOptions): Partial<WasmSimSession> {
    const words = (): Uint32Array => new Uint32Array(this.HEAPU8.buffer);
    const get = (index: number): number => words()[index] ?? 0;
    const set = (index: number, value: number): void => {
      words()[index] = value;
    };
    const seed = Number(/seed=(\d+)/.exec(options.schedule)?.[1] ?? 1);
    set(at.state, mix(seed, 1));

    const choice = (index: number): Choice => {
      const events = index * eventsPerChoice;
      const override = get(overridesAt + index);
      return {
        index,
        kind: index % 2 === 0 ? 'stealOrder' : 'selectCase',
        events,
        timeNs: events * nsPerEvent,
        m: 0,
        g: 1,
        n: alternatives,
        chosen: override > 0 ? override - 1 : mix(get(statesAt + events), 7) % alternatives,
        overridden: override > 0,
        question: 'Which?',
        alternatives: ['a', 'b', 'c'],
      };
    };
    const asked = (): number => Math.floor(get(at.events) / eventsPerChoice);
    const advance = (): void => {
      const events = get(at.events);
      set(statesAt + events, get(at.state));
      const answer = events % eventsPerChoice === 0 ? choice(events / eventsPerChoice).chosen : 0;
      set(at.state, mix(get(at.state), answer + get(at.faults)));
      set(at.events, events + 1);
      set(statesAt + events + 1, get(at.state));
    };
    const reached = (target: RunTarget): boolean =>
      get(at.events) >= (target.events ?? Infinity) ||
      get(at.events) >= (target.tick ?? Infinity) ||
      (get(at.events) + 1) * nsPerEvent > (target.timeNs ?? Infinity);

    return {
      start: (source) =>
        source.includes('wrong')
          ? [{ file: 'prog.go', line: 1, column: 1, message: 'it is wrong' }]
          : [],
      simRun: (target): RunWhy => {
        this.driven += 1;
        for (let i = 0; i < eventsPerSlice; i++) {
          if (reached(target)) return 'reached';
          if (get(at.events) >= lastEvent) return 'ended';
          advance();
        }
        return 'budget';
      },
      simStep: (kind: StepKind): RunWhy => {
        this.driven += 1;
        const every = kind === 'turn' ? 5 : kind === 'decision' ? eventsPerChoice : 1;
        do {
          if (get(at.events) >= lastEvent) return 'ended';
          advance();
        } while (get(at.events) % every !== 0);
        return 'reached';
      },
      simPosition: (): SimPosition => {
        const events = get(at.events);
        return {
          events,
          tick: events,
          machineEvents: events,
          timeNs: events * nsPerEvent,
          decisions: Math.ceil(events / eventsPerChoice),
          m: 0,
          g: 1,
          line: 1 + (events % 9),
          ended: events >= lastEvent,
        };
      },
      simBreakpoints: (list) => list.map(() => ''),
      simBreakReason: () => '',
      simDecision: choice,
      simTakeDecisions: () => {
        const from = get(at.asked);
        set(at.asked, asked() + 1);
        return Array.from({ length: asked() + 1 - from }, (_, index) => choice(from + index));
      },
      simOverride: (index, alternative) => {
        if (index * eventsPerChoice < get(at.events)) return false;
        set(overridesAt + index, alternative + 1);
        return true;
      },
      simFault: (text) => {
        if (text !== 'gc') return `no fault '${text}'`;
        set(at.faults, get(at.faults) + 1);
        return '';
      },
      simSchedule: () => {
        const overrides = [...words().subarray(overridesAt, overridesAt + 300)]
          .map((value, index) => (value > 0 ? `${index}:${value - 1}` : ''))
          .filter((text) => text !== '');
        const faults = get(at.faults);
        return [
          `v1,seed=${seed}`,
          ...(overrides.length > 0 ? [`o=${overrides.join('+')}`] : []),
          ...(faults > 0 ? [`f=${faults}`] : []),
        ].join(',');
      },
      takeEvents: (max) => {
        const from = Math.max(get(at.taken), get(at.events) - max);
        const count = get(at.events) - from;
        set(at.taken, get(at.events));
        const bytes = new Uint8Array(count * recordBytes);
        const view = new DataView(bytes.buffer);
        for (let i = 0; i < count; i++) {
          const seq = from + i + 1;
          view.setBigUint64(i * recordBytes, BigInt(seq), true);
          view.setBigInt64(i * recordBytes + 8, BigInt(seq * nsPerEvent), true);
          view.setUint32(i * recordBytes + 16, get(statesAt + seq), true);
          view.setUint8(i * recordBytes + 24, EventType.goStart);
        }
        return bytes;
      },
      takeOutput: () => {
        // One byte per hundred events: which state it was.
        const due = Math.floor(get(at.events) / 100);
        const from = get(at.written);
        set(at.written, due);
        const bytes = Uint8Array.from({ length: due - from }, (_, index) => {
          return 65 + (get(statesAt + (from + index + 1) * 100) % 26);
        });
        return bytes.length > 0 ? [{ stream: 1, bytes, events: get(at.events) }] : [];
      },
      picture: () => {
        const words = new Uint32Array(43); // The header and three empty lists.
        words[0] = 2;
        words[2] = get(at.events) * nsPerEvent;
        words[15] = get(at.state); // What the page takes for the runnable goroutines.
        return words;
      },
      functionName: () => '',
      exitCode: () => 0,
    };
  }
}
