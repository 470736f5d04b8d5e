// LabDoor: the little of the labs that every visitor loads. It knows whether a lab was asked for, and
// fetches the rest of the code then.
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { isLabLink, labLink, ownLab, readLabLink } from '../model/lab_address';
import type { Lab } from './lab';
import type { LabRoom } from './lab_room';

/** LabParts draws what the labs add to the page. */
export interface LabParts {
  readonly room: LabRoom;
  readonly Pane: () => VNode | null;
  readonly List: () => VNode;
}

export class LabDoor {
  /** null until somebody wants a lab. */
  readonly parts = signal<LabParts | null>(null);
  private loading: Promise<LabParts | null> | null = null;

  constructor(private readonly page: Lab) {}

  /** begin opens the lab that the page's address names, now and whenever it changes. */
  begin(): void {
    const follow = () => {
      if (isLabLink(location.hash)) void this.openLink(location.hash);
    };
    addEventListener('hashchange', follow);
    follow();
  }

  /** openLink opens the lab a fragment names, or says why not. */
  async openLink(fragment: string): Promise<void> {
    const address = readLabLink(fragment, document.baseURI);
    if ('message' in address) {
      this.page.notice.value = address.message;
      return;
    }
    const parts = await this.load();
    await parts?.room.open(address);
  }

  /** openOwn opens a lab of the course. */
  openOwn(name: string): void {
    void this.openLink(labLink(ownLab(name)));
  }

  /** showList opens the course. */
  async showList(): Promise<void> {
    const parts = await this.load();
    parts?.room.showList();
  }

  private load(): Promise<LabParts | null> {
    this.loading ??= import('./lab_pane').then(
      ({ labParts }) => {
        const parts = labParts(this.page);
        this.parts.value = parts;
        return parts;
      },
      () => {
        this.loading = null;
        this.page.notice.value = 'The labs could not be loaded: the network failed.';
        return null;
      },
    );
    return this.loading;
  }
}
