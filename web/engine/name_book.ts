// NameBook remembers which start functions the page has heard the name of, so that each is sent once.
import { EventType } from './event_types';
import { functionId, type GoList, readPicture } from './picture';
import { recordBytes } from './records';

export type NamedFunction = readonly [id: number, name: string];

export class NameBook {
  private readonly told = new Set<number>();

  constructor(private readonly nameOf: (id: number) => string) {}

  /** fresh returns the names that appear in this picture for the first time. */
  fresh(words: Uint32Array): NamedFunction[] {
    const found: NamedFunction[] = [];
    const lookAt = (marked: number): void => this.tell(functionId(marked), found);
    const look = (list: GoList): void => list.functions.forEach(lookAt);
    const picture = readPicture(words);
    for (const proc of picture.procs) {
      if (proc.g !== 0) lookAt(proc.gFunction);
      if (proc.runnext !== 0) lookAt(proc.runnextFunction);
      look(proc.queue);
    }
    for (const group of picture.groups) look(group.list);
    for (const list of [picture.global, picture.syscalls, picture.disabled]) look(list);
    return found;
  }

  /** created returns those of goroutines that these records create: they may live for an instant. */
  created(events: Uint8Array): NamedFunction[] {
    const found: NamedFunction[] = [];
    const view = new DataView(events.buffer, events.byteOffset, events.byteLength);
    for (let at = 0; at + recordBytes <= events.byteLength; at += recordBytes) {
      if (events[at + 24] !== EventType.goCreate) continue;
      const id = view.getUint32(at + 32, true);
      if (id !== 0) this.tell(id, found);
    }
    return found;
  }

  private tell(id: number, found: NamedFunction[]): void {
    if (this.told.has(id)) return;
    this.told.add(id);
    found.push([id, this.nameOf(id)]);
  }
}
