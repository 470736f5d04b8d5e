// What outlives a run: the program being written, files, and links. Nothing here leaves the browser.
import { effect } from '@preact/signals';
import { loadDraft, saveDraft } from '../model/draft';
import { refusedFile, refusedText, savedName } from '../model/files';
import {
  decodeShared,
  encodeShared,
  isShared,
  settingsOf,
  type Shared,
  sharedState,
} from '../model/share';
import { type Lab, panelTabs, tabs } from './lab';

const saveAfterMs = 300;

// A generated program is a program like any other once it comes from elsewhere.
const adopted = (chosen: string) => (/^go:\w+$/.test(chosen) ? chosen : 'file:');

// A lab keeps its programs itself, and gives back what was here before it.
const isOfLab = (chosen: string) => chosen.startsWith('lab:');

export class Keeping {
  private timer: ReturnType<typeof setTimeout> | undefined;
  // What the link in the address bar says; null: none is there.
  private linked: string | null = null;

  constructor(private readonly lab: Lab) {}

  /** begin chooses the first program (the link's, the draft's or the menu's) and keeps what follows. */
  async begin(): Promise<void> {
    const draft = loadDraft();
    if (draft?.chosen.startsWith('cpp:')) await this.lab.choose(draft.chosen);
    else if (draft) this.lab.adopt(adopted(draft.chosen), draft.source);
    else await this.lab.choose('go:hello');
    if (isShared(location.hash)) await this.openLink(location.hash);
    effect(() => this.watch(this.lab.chosen.value, this.lab.source.value));
    addEventListener('pagehide', () => this.keep());
    addEventListener('hashchange', () => {
      if (isShared(location.hash)) void this.openLink(location.hash);
    });
  }

  /** link makes a link to what the page shows, and puts it into the address bar. */
  async link(): Promise<string> {
    const { lab } = this;
    const { sim } = lab;
    const shown = lab.simulated.value && !lab.edited.value ? sim.batch.value : null;
    const fragment = await encodeShared(
      sharedState({
        chosen: lab.chosen.value,
        source: lab.workload.value === null ? lab.source.value : '',
        settings: lab.settings.value,
        schedule: shown?.schedule ?? '',
        events: shown?.position.events ?? 0,
        breakpoints: lab.simulated.value ? sim.breakpoints.value : [],
        view: { tab: lab.tab.value, panel: lab.panel.value },
      }),
    );
    const bare = location.href.replace(/#.*/s, '');
    history.replaceState(null, '', bare + fragment);
    this.linked = lab.source.value;
    return bare + fragment;
  }

  /** openFile takes a file into the editor, or says why it does not. */
  async openFile(file: File): Promise<void> {
    const { lab } = this;
    const text = refusedFile(file) === '' ? await file.text() : '';
    const refused = refusedFile(file) || refusedText(file.name, text);
    if (refused === '') lab.adopt('file:', text);
    else lab.notice.value = refused;
  }

  /** save hands the program to the browser as a download. */
  save(): void {
    const source = this.lab.source.value;
    const url = URL.createObjectURL(new Blob([source], { type: 'text/plain' }));
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = savedName(source);
    anchor.click();
    // The browser has taken its reference by the next task.
    setTimeout(() => URL.revokeObjectURL(url));
  }

  private async openLink(fragment: string): Promise<void> {
    const decoded = await decodeShared(fragment);
    if (decoded.ok) await this.show(decoded.shared);
    else this.lab.notice.value = decoded.message;
  }

  private async show(shared: Shared): Promise<void> {
    const { lab } = this;
    const { sim } = lab;
    if (lab.running.value) lab.stop();
    lab.change(settingsOf(shared));
    sim.unload();
    if (shared.chosen.startsWith('cpp:')) await lab.choose(shared.chosen);
    else lab.adopt(adopted(shared.chosen), shared.source);
    this.linked = lab.source.value;
    lab.tab.value = tabs.find((one) => one === shared.view.tab && one !== 'lab') ?? 'code';
    lab.panel.value = panelTabs.find((one) => one === shared.view.panel) ?? 'Decisions';
    if (!lab.simulated.value) return;
    sim.setBreakpoints(shared.breakpoints);
    if (shared.schedule !== '') await sim.open(shared.schedule, shared.events);
    if (sim.scheduleFault.value !== '') {
      lab.notice.value = `The link’s schedule cannot be replayed: ${sim.scheduleFault.value}`;
    }
  }

  private watch(chosen: string, source: string): void {
    clearTimeout(this.timer);
    if (!isOfLab(chosen)) {
      this.timer = setTimeout(() => saveDraft({ chosen, source }), saveAfterMs);
    }
    // A link to something else must not stay: a reload would bring that back.
    if (this.linked === null || this.linked === source) return;
    this.linked = null;
    if (isShared(location.hash)) history.replaceState(null, '', location.href.replace(/#.*/s, ''));
  }

  private keep(): void {
    clearTimeout(this.timer);
    const { chosen, source } = this.lab;
    if (!isOfLab(chosen.value)) saveDraft({ chosen: chosen.value, source: source.value });
  }
}
