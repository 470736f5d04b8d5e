// LabRoom: an open lab and what is done in it. It puts the lab's programs into the page's editor and
// its runs into the page's stepper, keeps what the person writes, and gives everything back when the
// lab is closed.
import { batch, computed, effect, signal } from '@preact/signals';
import {
  type Check,
  type Lab as LabFile,
  type Level,
  type LabProgram,
  type Machine,
  type Part,
  programOf,
  type Question,
  scheduleOf,
  type Step,
} from '../labs/lab';
import { parseLab } from '../labs/parse';
import { type LabAddress, labLink, ownLab, readLabLink } from '../model/lab_address';
import {
  emptyRecord,
  exportProgress,
  importProgress,
  type LabRecord,
  loadProgress,
  mergeProgress,
  type Progress,
  progressBytesMax,
  saveProgress,
} from '../model/lab_progress';
import type { Settings } from '../model/settings';
import type { Lab } from './lab';
import { fetchLab } from './lab_fetch';

/** OpenLab is a lab and where it came from. */
export interface OpenLab {
  readonly address: LabAddress;
  readonly file: LabFile;
  readonly text: string;
}

/** CourseLab is an entry of public/labs/index.json. */
export interface CourseLab {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
}

// What the page showed before the lab, to be given back.
interface Before {
  readonly chosen: string;
  readonly source: string;
  readonly settings: Pick<Settings, 'engine' | 'procs' | 'preempt' | 'cores' | 'seed' | 'pace'>;
}

const saveAfterMs = 300;
/** Further than any run goes: its end. */
export const toTheEnd = Number.MAX_SAFE_INTEGER;

/** programKey is what the page's menu knows a lab's program by. */
const programKey = (name: string) => `lab:${name}`;

/** questionsOf and its kin pick the parts of a step that are to be done. */
export const questionsOf = (parts: readonly Part[]): Question[] =>
  parts.flatMap((part) => (part.kind === 'question' ? [part.question] : []));
export const levelsOf = (parts: readonly Part[]): Level[] =>
  parts.flatMap((part) => (part.kind === 'level' ? [part.level] : []));
export const checksOf = (parts: readonly Part[], starter?: string): Check[] =>
  parts.flatMap((part) =>
    part.kind === 'check' && (starter === undefined || part.check.program === starter)
      ? [part.check]
      : [],
  );

/** stepDone says whether everything a step asks for is done; a step to read is done at once. */
export function stepDone(step: Pick<Step, 'parts'>, record: LabRecord): boolean {
  return (
    questionsOf(step.parts).every(({ id }) => record.answers[id]?.right === true) &&
    levelsOf(step.parts).every(({ id }) => record.levels[id] !== undefined) &&
    checksOf(step.parts).every(({ program }) => record.passed[program] !== undefined)
  );
}

export class LabRoom {
  readonly course = signal<readonly CourseLab[]>([]);
  readonly listShown = signal(false);
  readonly fault = signal('');
  readonly opened = signal<OpenLab | null>(null);
  readonly busy = signal(false);
  /** 0 is the introduction. */
  readonly page = signal(0);
  readonly progress = signal<Progress>(loadProgress());
  readonly record = computed<LabRecord>(
    () => this.progress.value[this.opened.value?.address.key ?? ''] ?? emptyRecord,
  );
  /** The lab's program that is in the editor, or null. */
  readonly inEditor = computed<LabProgram | null>(() => {
    const { file } = this.opened.value ?? {};
    const chosen = this.host.chosen.value;
    return file?.programs.find(({ name }) => programKey(name) === chosen) ?? null;
  });

  private before: Before | null = null;
  private fetching = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly host: Lab) {
    effect(() => this.watch(this.inEditor.value, this.host.source.value));
    addEventListener('pagehide', () => this.keepDraft());
  }

  /** showList opens the course. */
  showList(): void {
    this.fault.value = '';
    this.listShown.value = true;
    void this.loadCourse();
  }

  /** open fetches a lab and shows it, or says why not. */
  async open(given: LabAddress): Promise<void> {
    this.fetching.abort();
    this.fetching = new AbortController();
    const { signal: wanted } = this.fetching;
    this.busy.value = true;
    const address = await this.located(given);
    const fetched = await fetchLab(address, wanted);
    if (wanted.aborted) return;
    this.busy.value = false;
    if (!fetched.ok) this.refuse(fetched.message);
    else this.take(address, fetched.text);
  }

  /** close gives the page back what it showed before. */
  close(): void {
    this.keepDraft();
    const { before, host } = this;
    this.before = null;
    batch(() => {
      this.opened.value = null;
      host.sim.ask(false);
      host.labName.value = '';
      if (host.tab.value === 'lab') host.tab.value = 'code';
    });
    history.replaceState(null, '', location.href.replace(/#.*/s, ''));
    if (!before) return;
    host.sim.unload();
    host.sim.costChanges.value = {};
    host.change(before.settings);
    if (before.chosen.startsWith('cpp:')) void host.choose(before.chosen);
    else host.adopt(before.chosen, before.source);
  }

  /** turn goes to a page of the lab; its program comes into the editor. */
  async turn(page: number): Promise<void> {
    const { file } = this.opened.value ?? {};
    if (!file) return;
    const wanted = Math.min(Math.max(page, 0), file.steps.length);
    this.page.value = wanted;
    this.note({ page: wanted });
    const parts = this.partsOf(wanted);
    const first =
      parts.find((part) => part.kind === 'starter') ??
      parts.find((part) => part.kind === 'program');
    if (first && (first.kind === 'starter' || first.kind === 'program')) {
      await this.edit(first.name);
    }
  }

  /** partsOf is what stands on a page. */
  partsOf(page: number): readonly Part[] {
    const { file } = this.opened.value ?? {};
    return (page === 0 ? file?.intro : file?.steps[page - 1]?.parts) ?? [];
  }

  /** edit puts a program of the lab into the editor, as it was left. */
  async edit(name: string, machine?: Machine, seed?: number): Promise<void> {
    const { file } = this.opened.value ?? {};
    if (!file) return;
    this.keepDraft();
    const program = programOf(file, name);
    this.host.sim.ask(false);
    this.host.adopt(programKey(name), this.draftOf(program));
    await this.load(scheduleOf(machine ?? this.machineOf(name), seed ?? file.seed), 0);
  }

  /** show opens a run of a lab's program in the stepper, at an event. */
  async show(name: string, source: string, schedule: string, events: number): Promise<void> {
    this.keepDraft();
    if (this.host.chosen.value !== programKey(name) || this.host.source.value !== source) {
      this.host.adopt(programKey(name), source);
    }
    await this.load(schedule, events);
    if (this.host.tab.value === 'lab') this.host.tab.value = 'board';
  }

  /** draftOf is a program as the person has written it. */
  draftOf(program: LabProgram): string {
    if (program.kind === 'program') return program.source;
    return this.record.value.drafts[program.name] ?? program.source;
  }

  /** startOver takes the lab's own text of a program again. */
  async startOver(name: string): Promise<void> {
    await this.replace(name, undefined);
  }

  /** replace puts a text in the place of the person's own; undefined: the lab's. */
  async replace(name: string, source: string | undefined): Promise<void> {
    clearTimeout(this.timer);
    const others = Object.entries(this.record.value.drafts).filter(([key]) => key !== name);
    const mine = source === undefined ? [] : [[name, source] as const];
    this.note({ drafts: Object.fromEntries([...others, ...mine]) });
    this.host.chosen.value = 'file:';
    await this.edit(name);
  }

  /** note changes the open lab's record. */
  note(changed: Partial<LabRecord>): void {
    const { address, file } = this.opened.value ?? {};
    if (!address || !file) return;
    const record = { ...this.record.value, ...changed };
    const done = file.steps.every((step) => stepDone(step, record));
    this.progress.value = { ...this.progress.value, [address.key]: { ...record, done } };
    saveProgress(this.progress.value);
  }

  /** base is what the lab's relative links are relative to. */
  get base(): string {
    return new URL(this.opened.value?.address.url ?? '', document.baseURI).href;
  }

  /** openText opens a lab by what somebody typed: a name or an address. */
  async openText(text: string): Promise<void> {
    const address = readLabLink(`#lab=${encodeURIComponent(text)}`, document.baseURI);
    if ('message' in address) this.refuse(address.message);
    else await this.open(address);
  }

  /** download hands everything done to the browser as a file. */
  download(): void {
    this.keepDraft();
    const blob = new Blob([exportProgress(this.progress.value)], { type: 'application/json' });
    const url = URL.createObjectURL(blob);
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = 'gopark-labs.json';
    anchor.click();
    // The browser has taken its reference by the next task.
    setTimeout(() => URL.revokeObjectURL(url));
  }

  /** importFile takes in what another browser exported. */
  async importFile(file: File): Promise<void> {
    const imported =
      file.size > progressBytesMax
        ? ({ ok: false, message: 'The file is too large to be one of ours.' } as const)
        : importProgress(await file.text());
    this.fault.value = imported.ok ? '' : imported.message;
    if (!imported.ok) return;
    this.progress.value = mergeProgress(this.progress.value, imported.progress);
    saveProgress(this.progress.value);
  }

  /** keepDraft keeps what is being written now. */
  keepDraft(): void {
    clearTimeout(this.timer);
    const program = this.inEditor.value;
    if (program?.kind !== 'starter') return;
    const source = this.host.source.value;
    if (source === this.draftOf(program)) return;
    this.note({ drafts: { ...this.record.value.drafts, [program.name]: source } });
  }

  // The machine that a program's first check or level wants; else the lab's.
  private machineOf(name: string): Machine {
    const { file } = this.opened.value ?? {};
    const parts = file?.steps.flatMap((step) => step.parts) ?? [];
    const [check] = checksOf(parts, name);
    const machine = check?.machine ?? file?.machine;
    if (!machine) throw new Error('no lab is open');
    return machine;
  }

  private async load(schedule: string, events: number): Promise<void> {
    const { host } = this;
    host.change({ engine: 'simulated' });
    await host.sim.open(schedule, events);
    if (host.sim.scheduleFault.value !== '') {
      host.notice.value = `The lab’s machine is not understood: ${host.sim.scheduleFault.value}`;
    }
  }

  private take(address: LabAddress, text: string): void {
    const { lab, mistakes } = parseLab(text);
    if (!lab) {
      const [first] = mistakes;
      const why = first ? ` (line ${first.line}: ${first.message})` : '';
      this.refuse(`That is no lab this page can read${why}.`);
      return;
    }
    const { host } = this;
    this.keepDraft();
    if (!this.before) {
      const { engine, procs, preempt, cores, seed, pace } = host.settings.value;
      this.before = {
        chosen: host.chosen.value,
        source: host.source.value,
        settings: { engine, procs, preempt, cores, seed, pace },
      };
    }
    batch(() => {
      this.opened.value = { address, file: lab, text };
      this.fault.value = '';
      this.listShown.value = false;
      host.notice.value = '';
      host.labName.value = lab.title;
      host.tab.value = 'lab';
    });
    history.replaceState(null, '', labLink(address));
    void this.turn(this.record.value.page);
  }

  private refuse(message: string): void {
    if (this.listShown.value) this.fault.value = message;
    else this.host.notice.value = message;
  }

  private async located(address: LabAddress): Promise<LabAddress> {
    if (address.url !== ownLab(address.key).url) return address;
    await this.loadCourse();
    const found = this.course.value.find(({ id }) => id === address.key);
    return found ? ownLab(found.id, found.file) : address;
  }

  private async loadCourse(): Promise<void> {
    if (this.course.value.length > 0) return;
    try {
      const response = await fetch('labs/index.json');
      const { labs } = (await response.json()) as { labs: readonly CourseLab[] };
      this.course.value = labs;
    } catch {
      this.fault.value = 'The list of labs could not be loaded: the network failed.';
    }
  }

  private watch(program: LabProgram | null, source: string): void {
    clearTimeout(this.timer);
    if (program?.kind !== 'starter' || source === this.draftOf(program)) return;
    this.timer = setTimeout(() => this.keepDraft(), saveAfterMs);
  }
}
