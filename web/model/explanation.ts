// What an explanation is made of, and what it is made from. The texts are plain: sentence.ts turns
// what they name into links.
import type { Picture } from '../engine/picture';
import type { EventRecord } from '../engine/records';
import type { Choice } from '../engine/sim_protocol';
import type { KnownEvents } from './known_events';
import type { GoSource } from './go_sources';

/** Scene is everything known of the run at the moment somebody asks. */
export interface Scene {
  readonly tape: KnownEvents;
  readonly picture: Picture | null;
  /** Names of start functions. */
  readonly names: ReadonlyMap<number, string>;
  /** Known choices of a simulated run. */
  readonly choices: readonly Choice[];
  readonly simulated: boolean;
  readonly nowNs: number;
  /** At every so many ticks a P looks at the global queue first. */
  readonly globalTick: number;
}

/** globalTickDefault is Go's own number for Scene.globalTick. */
export const globalTickDefault = 61;

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** Explanation is the answer to "why?" about one thing. */
export interface Explanation {
  readonly title: string;
  /** What kind of thing or state it is, in a word or two. */
  readonly kind: string;
  /** The answer in a sentence. */
  readonly lead: string;
  /** Which rule of the scheduler it was, with this moment's numbers. */
  readonly why: readonly string[];
  /** Why it did not come otherwise. */
  readonly whyNot: readonly string[];
  readonly facts: readonly Fact[];
  readonly read: readonly GoSource[];
  /** What cannot be said, and why. */
  readonly unknown: readonly string[];
  /** The line of the program it speaks of. */
  readonly line: number | null;
  /** The event it is about, to go to its moment. */
  readonly seq: number | null;
}

/** explanation fills in what is left out. */
export function explanation(
  given: Partial<Explanation> & Pick<Explanation, 'title' | 'kind' | 'lead'>,
): Explanation {
  const rest = { why: [], whyNot: [], facts: [], read: [], unknown: [], line: null, seq: null };
  return { ...rest, ...given };
}

/** lineOf is the line of a source place as the events carry it; null when it is not in the program. */
export function lineOf(place: number): number | null {
  const line = place & 0xffff;
  return place === 0 || line === 0 || line === 0xffff ? null : line;
}

/** placeFunction is the function a source place lies in. */
export function placeFunction(place: number): number {
  return place >>> 16;
}

/** stopLineOf is the source line at which the event's goroutine stopped, when it carries one. */
export function stopLineOf(e: EventRecord): number | null {
  switch (e.name) {
    case 'goPark':
    case 'goStop':
    case 'syscallEnter':
    case 'goLeak':
    case 'chanMake':
    case 'selectBegin':
      return lineOf(e.c);
    default:
      return null;
  }
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** ordinal writes a place in an order, from 1. */
export function ordinal(n: number): string {
  return ordinals[n - 1] ?? nth(n);
}

/** nth writes a number as a place in an order: 61st, 12th. */
export function nth(n: number): string {
  const end = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${end}`;
}

/** several writes "1 goroutine", "3 goroutines". */
export function several(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** listed joins names: "G1", "G1 and G2", "G1, G2 and 5 more". */
export function listed(names: readonly string[], max = 4): string {
  const shown = names.slice(0, max);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.pop();
  if (last === undefined) return '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
