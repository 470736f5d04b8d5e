// A link that holds everything: program, settings, schedule, moment and view, in the part after `#`,
// which browsers never send. Written as `#1.TEXT`: the version, and the JSON of Shared, deflated and
// base64url-encoded. Every version ever written stays readable (tests/web/share.test.ts holds one
// link of each). A link comes from anywhere, so nothing in it is trusted: it is bounded before it is
// unpacked, and every field that is not what it should be counts as absent.
import { sameKnobs } from './knobs';
import { pack, unpack } from './packing';
import { defaultSettings, parseSettings, type Settings } from './settings';
import { fieldsOf } from './storage';

/** The settings a link carries: those of the machine, not those of the person. */
export const sharedSettings = [
  'engine',
  'procs',
  'preempt',
  'swap',
  'leaks',
  'cores',
  'nodes',
  'quota',
  'seed',
  'stepKind',
  'knobs',
] as const satisfies readonly (keyof Settings)[];

export interface Shared {
  /** The menu's entry it was made from: `go:ID`, `cpp:ID`, or `file:` for a program of one's own. */
  readonly chosen: string;
  /** The program's text; empty for a built-in workload. */
  readonly source: string;
  readonly settings: Partial<Pick<Settings, (typeof sharedSettings)[number]>>;
  /** The simulated run, as its schedule string; empty: none was loaded. */
  readonly schedule: string;
  /** The event the simulated run stood at. */
  readonly events: number;
  readonly breakpoints: readonly string[];
  /** The part of the page shown on a phone, and the tab below the board. */
  readonly view: { readonly tab: string; readonly panel: string };
}

const version = 1;
const fragmentPattern = /^#?(\d{1,4})\.([\w-]*)$/;
const encodedMax = 400_000;
const decodedMax = 2_000_000;
const breakpointsMax = 100;

/** isShared tells whether a fragment wants to be a shared state, of whatever version. */
export function isShared(fragment: string): boolean {
  return /^#?\d{1,4}\./.test(fragment);
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

// Only what differs from the defaults is written, so that a link stays short.
function changedSettings(settings: Settings): Shared['settings'] {
  const changed = sharedSettings.filter((key) =>
    key === 'knobs'
      ? !sameKnobs(settings.knobs, defaultSettings.knobs)
      : settings[key] !== defaultSettings[key],
  );
  return Object.fromEntries(changed.map((key) => [key, settings[key]]));
}

/** sharedState gathers what a link holds; a default of a setting is left out. */
export function sharedState(
  state: Omit<Shared, 'settings'> & { readonly settings: Settings },
): Shared {
  return { ...state, settings: changedSettings(state.settings) };
}

/** encodeShared makes the fragment, with its `#`. */
export async function encodeShared(shared: Shared): Promise<string> {
  return `#${version}.${await pack(JSON.stringify(shared))}`;
}

/** settingsOf gives all the settings a link stands for: what it leaves out is the default. */
export function settingsOf(shared: Shared): Partial<Settings> {
  const defaults = sharedSettings.map((key) => [key, defaultSettings[key]] as const);
  return { ...Object.fromEntries(defaults), ...shared.settings };
}

export type Decoded =
  | { readonly ok: true; readonly shared: Shared }
  /** `message` says in plain words what is wrong with the link. */
  | { readonly ok: false; readonly message: string };

function readShared(value: unknown): Shared {
  const fields = fieldsOf(value);
  const stored = fieldsOf(fields['settings']);
  const known = Object.fromEntries(
    sharedSettings.filter((key) => key in stored).map((key) => [key, stored[key]]),
  );
  const { events, breakpoints } = fields;
  const view = fieldsOf(fields['view']);
  return {
    chosen: textOf(fields['chosen']),
    source: textOf(fields['source']),
    settings: changedSettings(parseSettings(JSON.stringify(known))),
    schedule: textOf(fields['schedule']),
    events: Number.isSafeInteger(events) && (events as number) > 0 ? (events as number) : 0,
    breakpoints: (Array.isArray(breakpoints) ? breakpoints : [])
      .filter((one): one is string => typeof one === 'string')
      .slice(0, breakpointsMax),
    view: { tab: textOf(view['tab']), panel: textOf(view['panel']) },
  };
}

/** decodeShared reads a fragment, with or without its `#`. */
export async function decodeShared(fragment: string): Promise<Decoded> {
  const refuse = (message: string): Decoded => ({ ok: false, message });
  if (fragment.length > encodedMax) return refuse('The link is too long to be one of ours.');
  const [, number, text] = fragmentPattern.exec(fragment) ?? [];
  if (number === undefined || text === undefined) {
    return refuse('The link is damaged: it holds characters that do not belong there.');
  }
  if (Number(number) !== version) {
    return refuse(
      `The link is of version ${number}, and this page reads version ${version}: it was made by another Gopark.`,
    );
  }
  try {
    const value: unknown = JSON.parse(await unpack(text, decodedMax));
    return { ok: true, shared: readShared(value) };
  } catch (error) {
    if (error instanceof RangeError)
      return refuse('The link unpacks to more than a program needs.');
    return refuse('The link is damaged: a part of it is missing or was changed.');
  }
}
