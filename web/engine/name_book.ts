// NameBook remembers which start functions the page has heard the name of, so that each is sent once.
import { functionId, type GoList, readPicture } from './picture';

export type NamedFunction = readonly [id: number, name: string];

export class NameBook {
  private readonly told = new Set<number>();

  constructor(private readonly nameOf: (id: number) => string) {}

  /** fresh returns the names that appear in this picture for the first time. */
  fresh(words: Uint32Array): NamedFunction[] {
    const found: NamedFunction[] = [];
    const lookAt = (marked: number): void => {
      const id = functionId(marked);
      if (this.told.has(id)) return;
      this.told.add(id);
      found.push([id, this.nameOf(id)]);
    };
    const look = (list: GoList): void => list.functions.forEach(lookAt);
    const picture = readPicture(words);
    for (const proc of picture.procs) {
      if (proc.g !== 0) lookAt(proc.gFunction);
      if (proc.runnext !== 0) lookAt(proc.runnextFunction);
      look(proc.queue);
    }
    for (const group of picture.groups) look(group.list);
    look(picture.global);
    look(picture.syscalls);
    return found;
  }
}
