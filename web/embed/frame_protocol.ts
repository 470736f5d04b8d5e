// What embed.html and the page around its frame say to each other. Messages are plain objects with
// `gopark: 1`; what arrives is read field by field, for anybody may send anything.
import { type AttributeName, attributeNames } from './options';
import type { GoParkEvents, PlayState } from './player_types';

/** protocolVersion is the value of `gopark` in every message. */
export const protocolVersion = 1;

/** Attributes that a host may set: all but the one that points into its own page. */
export const frameAttributes = attributeNames.filter((name) => name !== 'for');

export type FrameCommand =
  /** Introduces the host: from then on it hears the events. */
  | { readonly type: 'hello' }
  | { readonly type: 'run' }
  | { readonly type: 'pause' }
  | { readonly type: 'reset' }
  | { readonly type: 'step' | 'back'; readonly count: number }
  | { readonly type: 'seek'; readonly events?: number; readonly timeNs?: number }
  | { readonly type: 'set'; readonly name: AttributeName; readonly value: string | null }
  | { readonly type: 'code'; readonly code: string }
  /** Answered by `state`. */
  | { readonly type: 'get' };

export interface FrameState {
  readonly state: PlayState;
  readonly code: string;
  readonly schedule: string;
  readonly moment: number;
}

export type FrameMessage =
  /** Sent to anybody, before and after the greeting: it holds nothing of the program. */
  | { readonly type: 'height'; readonly height: number }
  | { readonly type: 'loaded' }
  | { readonly type: 'welcome' }
  | ({ readonly type: 'state'; readonly id: unknown } & FrameState)
  | { readonly type: 'error'; readonly message: string }
  | {
      [K in keyof GoParkEvents]: { readonly type: K; readonly detail: GoParkEvents[K] };
    }[keyof GoParkEvents];

const countMax = 1_000;

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** readCommand reads a message; null: it is none of ours, or damaged. */
export function readCommand(data: unknown): FrameCommand | null {
  if (typeof data !== 'object' || data === null) return null;
  const fields = data as Record<string, unknown>;
  if (fields['gopark'] !== protocolVersion) return null;
  switch (fields['type']) {
    case 'hello':
    case 'run':
    case 'pause':
    case 'reset':
    case 'get':
      return { type: fields['type'] };
    case 'step':
    case 'back': {
      const count = numberOf(fields['count'] ?? 1);
      if (count === null || count < 1) return null;
      return { type: fields['type'], count: Math.min(countMax, Math.floor(count)) };
    }
    case 'seek': {
      const events = numberOf(fields['events']);
      if (events !== null) return { type: 'seek', events };
      const timeNs = numberOf(fields['timeNs']);
      return timeNs === null ? null : { type: 'seek', timeNs };
    }
    case 'set': {
      const name = frameAttributes.find((one) => one === fields['name']);
      const { value } = fields;
      if (name === undefined || (typeof value !== 'string' && value !== null)) return null;
      return { type: 'set', name, value };
    }
    case 'code':
      return typeof fields['code'] === 'string' ? { type: 'code', code: fields['code'] } : null;
    default:
      return null;
  }
}

/** allowedOrigins reads the `allow` option: origins that may command; null: any embedding page. */
export function allowedOrigins(text: string | null): readonly string[] | null {
  if (text === null || text.trim() === '') return null;
  return text.split(/[\s,]+/).filter((origin) => origin !== '');
}

/** mayCommand tells whether a page of this origin may command the frame. */
export function mayCommand(origin: string, allowed: readonly string[] | null): boolean {
  return allowed === null || allowed.includes(origin);
}

/** frameOptions reads the address: the part behind `#` counts more than the query. */
export function frameOptions(query: string, fragment: string): URLSearchParams {
  const options = new URLSearchParams();
  for (const text of [query.replace(/^\?/, ''), fragment.replace(/^#/, '')]) {
    for (const [name, value] of new URLSearchParams(text)) options.set(name, value);
  }
  return options;
}
