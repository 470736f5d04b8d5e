// <go-park>: a Go program on a page, with the scheduler that runs it to look at. The element itself is
// small: it shows the program and keeps room for the views. What draws and what runs is fetched when
// somebody first runs it. The program stays in the page (the light tree), for readers without script.
import tokens from '../app/style/tokens.css?inline';
import { attributeNames, type Options, parseOptions, runAttributes } from './options';
import type {
  GoParkEvents,
  Moment,
  PlayerHost,
  PlayerPart,
  PlayState,
  Shown,
} from './player_types';
import { programOf } from './program_text';
import { Shell } from './shell';
import shellStyle from './style/shell.css?inline';
import { isDark, watchPage } from './theme';

const baseStyle = new CSSStyleSheet();
// The page's colours, for a shadow tree: what is :root there is the frame here.
baseStyle.replaceSync(tokens.replaceAll(':root', '.gp') + shellStyle);

/** Address of the folder this file was loaded from: everything else lies there too. */
export const siteBase = new URL(/* @vite-ignore */ './', import.meta.url).href;

const runNames: ReadonlySet<string> = new Set(runAttributes);
const sourceNames: ReadonlySet<string> = new Set(['program', 'for', 'src']);
const drawnLater: ReadonlySet<string> = new Set(['expect', 'speed', 'step-by']);

const atRest: Shown = {
  state: 'idle',
  status: '',
  tone: '',
  line: null,
  events: 0,
  timeNs: 0,
  schedule: '',
};

/** So much of it in view counts as seen. */
const seenPx = 100;

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('textarea,input,select');

export class GoPark extends HTMLElement {
  static readonly observedAttributes: readonly string[] = attributeNames;

  private readonly shell: Shell;
  private options: Options = parseOptions(() => null);
  private text = '';
  /** A program set from a script or typed in; null: the page's. */
  private own: string | null = null;
  private shown = atRest;
  private player: Promise<PlayerPart> | null = null;
  private running: PlayerPart | null = null;
  private fetching = 0;
  private updating = 0;
  private dirty = { source: false, run: false, frame: false };
  private looked = false;
  private autoplayed = false;
  private linkFor = '';
  private stops: (() => void)[] = [];

  constructor() {
    super();
    this.shell = new Shell({
      toggle: () => this.toggle(),
      step: () => this.may('step') && void this.step(),
      back: () => this.may('back') && void this.back(),
      again: () => this.may('back') && void this.seek(0),
      edit: (program) => this.edit(program),
      style: (sheet) => this.adopt(sheet),
      link: (event) => void this.follow(event),
    });
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [baseStyle];
    root.append(this.shell.probe, this.shell.element);
    this.shell.element.addEventListener('keydown', (event) => this.press(event));
  }

  // --- For scripts ---

  /** code is the whole program, hidden lines included. */
  get code(): string {
    return this.text;
  }
  set code(program: string) {
    this.own = program;
    this.refresh('source');
  }

  /** schedule names the run: what was loaded, or what the attribute asks for. */
  get schedule(): string {
    return this.shown.schedule || (this.getAttribute('schedule') ?? '');
  }
  set schedule(schedule: string) {
    this.setAttribute('schedule', schedule);
  }

  get state(): PlayState {
    return this.shown.state;
  }

  /** moment is where the run stands, in events; setting it is setting the attribute. */
  get moment(): number {
    return this.shown.events;
  }
  set moment(events: number) {
    this.setAttribute('moment', String(events));
  }

  /** run goes on, or begins; it resolves when the program runs. */
  async run(): Promise<void> {
    await (await this.wake()).run();
  }

  pause(): void {
    this.running?.pause();
  }

  async step(count = 1): Promise<void> {
    await (await this.wake()).step(count);
  }

  async back(count = 1): Promise<void> {
    await (await this.wake()).back(count);
  }

  /** seek goes to an event by its number, or to a moment of virtual time. */
  async seek(to: number | Moment): Promise<void> {
    await (await this.wake()).seek(typeof to === 'number' ? { events: to } : to);
  }

  /** reset forgets the run and what was edited. */
  reset(): void {
    this.own = null;
    this.refresh('source');
    this.update();
  }

  // --- Life ---

  connectedCallback(): void {
    const watch = new IntersectionObserver(
      (entries) => {
        const { isIntersecting = false, intersectionRect } = entries.at(-1) ?? {};
        this.seen(isIntersecting);
        // A glimpse of its edge is not yet somebody looking at it.
        this.looked ||= (intersectionRect?.height ?? 0) > seenPx;
        this.autoplay();
      },
      { threshold: [0, 0.1, 0.25, 0.5] },
    );
    watch.observe(this);
    // The parser may still be adding the program; editors of pages change it later.
    const inside = new MutationObserver(() => {
      if (!this.getAttribute('program')) this.refresh('source');
    });
    inside.observe(this, { childList: true, characterData: true, subtree: true });
    const stopTheme = watchPage(() => this.colour());
    this.stops = [() => watch.disconnect(), () => inside.disconnect(), stopTheme];
    this.refresh('frame', 'source');
    this.update();
  }

  disconnectedCallback(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    const { player } = this;
    this.player = this.running = null;
    void player?.then((part) => part.dispose());
    this.shown = atRest;
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || !this.isConnected) return;
    if (sourceNames.has(name)) {
      this.own = null;
      this.refresh('source', 'frame');
    } else if (runNames.has(name)) this.refresh('run', 'frame');
    else if (name === 'theme') this.colour();
    else if (!drawnLater.has(name)) this.refresh('frame');
  }

  // Several changes made together count as one.
  private refresh(...what: (keyof GoPark['dirty'])[]): void {
    for (const one of what) this.dirty[one] = true;
    if (this.updating !== 0) return;
    this.updating = 1;
    queueMicrotask(() => this.update());
  }

  private update(): void {
    this.updating = 0;
    const { source, run, frame } = this.dirty;
    this.dirty = { source: false, run: false, frame: false };
    if (!this.isConnected) return;
    if (frame) {
      this.options = parseOptions((name) => this.getAttribute(name));
      const label = this.getAttribute('label');
      this.shell.arrange(this.options, label ?? 'Go program');
      this.shell.rest(this.options);
      this.shell.write(this.text);
      this.colour();
    }
    if (run || source) this.running?.reset();
    if (source) void this.read();
    this.show(run || source ? atRest : this.shown);
    this.running?.redraw();
    if (frame) this.autoplay();
  }

  // Finds the program and shows it.
  private async read(): Promise<void> {
    const id = ++this.fetching;
    const named = this.getAttribute('program');
    const src = this.getAttribute('src');
    const target = this.getAttribute('for');
    if (this.own !== null) this.take(this.own);
    else if (named !== null) this.take(named);
    else if (target !== null) {
      const element = (this.getRootNode() as Document | ShadowRoot).getElementById(target);
      if (element) this.take(programOf(element));
      else this.complain(`There is no element with the id ${target} here.`);
    } else if (src !== null) {
      try {
        const response = await fetch(new URL(src, document.baseURI));
        if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
        const program = await response.text();
        if (id === this.fetching) this.take(program);
      } catch (error) {
        if (id === this.fetching) this.complain(`${src}: ${(error as Error).message}`);
      }
    } else this.take(programOf(this));
  }

  private take(program: string): void {
    if (program === this.text && program === '') return;
    this.text = program;
    this.shell.write(program);
    this.emit('ready', { code: program });
    this.autoplay();
  }

  private complain(status: string): void {
    this.show({ ...atRest, state: 'failed', status, tone: 'bad' });
  }

  private edit(program: string): void {
    this.own = this.text = program;
    if (this.shown.state === 'idle') return;
    this.running?.reset();
  }

  // --- The part that is loaded on demand ---

  private wake(): Promise<PlayerPart> {
    if (this.dirty.source || this.dirty.run || this.dirty.frame) this.update();
    this.player ??= this.load();
    return this.player;
  }

  private async load(): Promise<PlayerPart> {
    this.show({ ...atRest, state: 'loading', status: 'Loading the engine' });
    try {
      const { startPlayer, viewStyle } = await import('./lazy/start');
      this.adopt(viewStyle);
      for (const root of this.shell.roots.values()) root.replaceChildren();
      this.running = startPlayer(this.host());
      return this.running;
    } catch (error) {
      this.player = null;
      this.complain(`The engine could not be loaded: ${(error as Error).message}`);
      throw error;
    }
  }

  private adopt(sheet: CSSStyleSheet): void {
    const sheets = this.shadowRoot?.adoptedStyleSheets;
    if (sheets && !sheets.includes(sheet)) sheets.push(sheet);
  }

  private host(): PlayerHost {
    return {
      base: siteBase,
      attribute: (name) => this.getAttribute(name),
      program: () => this.text,
      root: (view) => this.shell.roots.get(view) ?? null,
      show: (shown) => this.show(shown),
      emit: (name, detail) => this.emit(name, detail),
      point: (line) => this.shell.mark(line),
    };
  }

  private emit<K extends keyof GoParkEvents>(name: K, detail: GoParkEvents[K]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  // --- Showing ---

  private show(shown: Shown): void {
    this.shown = shown;
    const { procs, seed } = this.options;
    const resting = this.hasAttribute('schedule')
      ? 'Go’s scheduler, simulated, on a fixed schedule'
      : `Go’s scheduler, simulated: ${procs} ${procs === 1 ? 'P' : 'Ps'}, seed ${seed}`;
    this.shell.show(shown, resting);
    if (!this.shell.link.href) this.shell.link.href = this.labBase();
  }

  private colour(): void {
    const { theme } = parseOptions((name) => this.getAttribute(name));
    const dark = theme === 'auto' ? isDark(this, this.shell.probe) : theme === 'dark';
    const name = dark ? 'dark' : 'light';
    if (this.shell.element.dataset['theme'] === name) return;
    this.shell.element.dataset['theme'] = name;
    this.running?.redraw();
  }

  private seen(visible: boolean): void {
    this.running?.seen(visible);
  }

  private autoplay(): void {
    if (this.autoplayed || !this.options.autoplay || !this.looked || this.text === '') return;
    this.autoplayed = true;
    void this.wake()
      .then((part) => part.free())
      .then(() => (['idle', 'loading'].includes(this.shown.state) ? this.run() : undefined))
      .catch(() => undefined);
  }

  // --- Controls ---

  private may(what: 'step' | 'back'): boolean {
    const { state, events } = this.shown;
    if (state === 'loading') return false;
    return what === 'step' ? state !== 'ended' : events > 0;
  }

  private toggle(): void {
    if (this.shown.state === 'running') this.pause();
    else if (this.shown.state !== 'loading') void this.run();
  }

  // Keys act while something of the embed has the focus, and the page does not hear of those that did.
  // Nor does it hear anything that is typed into a field: a letter must not be its shortcut.
  private press(event: KeyboardEvent): void {
    const typing = isField(event.target);
    if (typing && (event.target as Element).matches('textarea')) event.stopPropagation();
    if (event.isComposing || event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && (command || event.shiftKey)) {
      if (this.shown.state !== 'loading') void this.run();
    } else if (typing || command || event.shiftKey) return;
    else if (event.key === 'ArrowRight') {
      if (this.may('step')) void this.step();
    } else if (event.key === 'ArrowLeft') {
      if (this.may('back')) void this.back();
    } else if (event.key === ' ' && !(event.target as Element).matches('button,a,summary')) {
      this.toggle();
    } else {
      // A button's own keys: they press it, and do nothing else on the page.
      const own = event.key === ' ' || event.key === 'Enter';
      if (own && (event.target as Element).matches('button')) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private labBase(): string {
    return new URL(this.getAttribute('lab') ?? siteBase, document.baseURI).href.replace(/#.*/s, '');
  }

  // The link is made when somebody is about to use it: packing a program takes a moment, which a
  // click that comes first waits for.
  private async follow(event: Event): Promise<void> {
    const { link } = this.shell;
    const { schedule, events } = this.shown;
    const key = JSON.stringify([this.text, schedule, events, this.getAttribute('lab')]);
    const ready = this.linkFor === key;
    const clicked = event.type === 'click';
    if (ready) return;
    if (clicked) event.preventDefault();
    const { labFragment } = await import('./lazy/lab_link');
    const get = (name: Parameters<PlayerHost['attribute']>[0]) => this.getAttribute(name);
    link.href = this.labBase() + (await labFragment(get, this.text, schedule, events));
    this.linkFor = key;
    if (clicked) open(link.href, '_blank', 'noopener');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'go-park': GoPark;
  }
}
