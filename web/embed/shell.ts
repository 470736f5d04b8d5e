// The frame of an embed, there before anything is loaded: the program, the controls, and room for the
// views, so that nothing on the page moves when they come.
import { h, icon, icons } from './dom';
import { byLine, coloured, highlight } from './highlight';
import type { Options, ViewName } from './options';
import type { PlayState, Shown } from './player_types';
import { linesOf } from './program_text';

export interface ShellActions {
  toggle(): void;
  step(): void;
  back(): void;
  again(): void;
  edit(program: string): void;
  /** Adds a style sheet that came later. */
  style(sheet: CSSStyleSheet): void;
  /** The link is about to be used. */
  link(event: Event): void;
}

type RootName = Exclude<ViewName, 'code'> | 'slider';

const runWords: Record<PlayState, string> = {
  idle: 'Run',
  loading: 'Loading',
  running: 'Pause',
  paused: 'Play',
  ended: 'Again',
  rejected: 'Run',
  failed: 'Run',
};

const viewTitles: Record<Exclude<ViewName, 'code'>, string> = {
  board: 'Machine',
  output: 'Output',
  decisions: 'Decisions',
};

export class Shell {
  readonly element = h('div', { class: 'gp', part: 'base' });
  readonly roots = new Map<RootName, HTMLElement>();
  /** Colour of an empty page, to compare with. */
  readonly probe = h('span', { class: 'gp-probe', 'aria-hidden': 'true' });
  readonly link = h('a', { class: 'gp-lab', part: 'lab', target: '_blank', rel: 'noopener' });
  private readonly status = h('p', { class: 'gp-status', part: 'status', role: 'status' });
  private readonly program = h('div', { class: 'gp-code', part: 'code' });
  private readonly run = h('button', { type: 'button', class: 'gp-run', part: 'button run' });
  private readonly back = this.button('back', 'Step back');
  private readonly step = this.button('step', 'Step forward');
  private readonly again = this.button('again', 'Back to the start');
  private allShown = false;
  private now: HTMLElement | undefined;
  private options: Options | null = null;
  private text = '';

  constructor(private readonly act: ShellActions) {
    this.run.onclick = () => act.toggle();
    this.back.onclick = () => act.back();
    this.step.onclick = () => act.step();
    this.again.onclick = () => act.again();
    this.link.setAttribute('aria-label', 'Open in lab');
    this.link.append(h('span', { class: 'gp-wide' }, 'Open in '), 'lab ↗');
    for (const type of ['pointerenter', 'focus', 'click']) {
      this.link.addEventListener(type, (event) => act.link(event));
    }
  }

  /** arrange builds the frame anew for other options. */
  arrange(options: Options, label: string): void {
    this.options = options;
    this.roots.clear();
    const { controls, views } = options;
    const has = (name: (typeof controls)[number]) => controls.includes(name);
    const buttons = [
      ...(has('run') ? [this.run] : []),
      ...(has('step') ? [this.again, this.back, this.step] : []),
    ];
    const bar = h(
      'div',
      { class: 'gp-bar', part: 'controls', role: 'group', 'aria-label': `Controls of ${label}` },
      ...buttons,
      this.status,
      ...(has('lab') ? [this.link] : []),
    );
    const slider = h('div', { class: 'gp-slider', part: 'slider' });
    const parts = views.map((view) => (view === 'code' ? this.program : this.view(view)));
    // Controls stand below the program where there is one, above everything else.
    const at = views.indexOf('code') + 1;
    const withSlider = has('slider') && views.some((view) => view !== 'code');
    if (withSlider) this.roots.set('slider', slider);
    const control = controls.length === 0 ? [] : [bar, ...(withSlider ? [slider] : [])];
    this.element.replaceChildren(...parts.slice(0, at), ...control, ...parts.slice(at));
    this.program.setAttribute('aria-label', label);
  }

  private view(view: Exclude<ViewName, 'code'>): HTMLElement {
    const root = h('section', {
      class: `gp-view gp-${view}`,
      part: view,
      'aria-label': viewTitles[view],
    });
    this.roots.set(view, root);
    return root;
  }

  /** rest shows the views as they are before anything runs. */
  rest(options: Options): void {
    const cell = (title: string, text: string) =>
      h('div', { class: 'gp-cell' }, h('b', {}, title), text);
    const count = Math.min(options.procs, 8);
    const procs = Array.from({ length: count }, (_, id) => cell(`P${id}`, 'idle'));
    const machine = h(
      'div',
      { class: 'gp-rest' },
      h('div', { class: 'gp-procs' }, ...procs),
      cell('Global queue', 'runnable goroutines that belong to no P'),
      cell('Waiting', 'goroutines that wait for a channel, a lock or the time'),
    );
    this.roots.get('board')?.replaceChildren(machine);
    const hints: Record<string, string> = {
      output: 'Run the program to see what it prints.',
      decisions: 'Every decision of the scheduler appears here, with its reason.',
    };
    for (const [view, hint] of Object.entries(hints)) {
      this.roots.get(view as RootName)?.replaceChildren(h('p', { class: 'gp-hint' }, hint));
    }
  }

  /** write shows the program. */
  write(program: string): void {
    this.text = program;
    this.now = undefined;
    this.writeLines();
    if (this.options?.editable === true) void this.openEditor(program);
  }

  // The editor comes later than the program, and takes its place without a change of size.
  private async openEditor(program: string): Promise<void> {
    const { editorOf, editorStyle } = await import('./lazy/editor');
    if (this.text !== program || this.options?.editable !== true) return;
    const edited = (text: string) => {
      this.text = text;
      this.act.edit(text);
    };
    this.act.style(editorStyle);
    this.program.replaceChildren(editorOf(program, edited));
  }

  private writeLines(): void {
    const lines = linesOf(this.text);
    const pieces = byLine(highlight(this.text));
    const hidden = lines.filter((line) => line.hidden).length;
    const shown = lines.filter((line) => this.allShown || !line.hidden);
    const code = h('code', {});
    let last = 0;
    for (const { number, hidden } of shown) {
      const skipped = number > last + 1;
      last = number;
      const line = h('span', {
        class: `gp-line${hidden ? ' is-hidden' : ''}${skipped ? ' after-gap' : ''}`,
        'data-n': String(number),
      });
      line.append(...coloured(pieces[number - 1] ?? []));
      code.append(line);
    }
    const scroller = h('pre', { tabindex: '0', part: 'pre' }, code);
    this.program.replaceChildren(scroller);
    if (hidden === 0) return;
    const what = hidden === 1 ? '1 hidden line' : `${hidden} hidden lines`;
    const button = h('button', { type: 'button', class: 'gp-more', part: 'button more' });
    button.append(this.allShown ? `Hide ${what}` : `Show ${what}`);
    button.setAttribute('aria-expanded', String(this.allShown));
    button.onclick = () => {
      this.allShown = !this.allShown;
      this.writeLines();
      this.program.querySelector<HTMLElement>('.gp-more')?.focus();
    };
    this.program.append(button);
  }

  /** show brings controls, status and the mark of the line up to date. */
  show(shown: Shown, resting: string): void {
    const { state, status, tone, line, events } = shown;
    const loading = state === 'loading';
    this.element.dataset['state'] = state;
    this.element.setAttribute('aria-busy', String(loading));
    this.run.replaceChildren(
      icon(state === 'running' ? icons.pause : state === 'ended' ? icons.again : icons.run),
      h('span', {}, runWords[state]),
    );
    // A button that loses its focus by becoming disabled would lose the keys with it.
    for (const [button, off] of [
      [this.run, loading],
      [this.again, loading || events === 0],
      [this.back, loading || events === 0],
      [this.step, loading || state === 'ended'],
    ] as const) {
      button.setAttribute('aria-disabled', String(off));
    }
    const words = status === '' ? resting : status;
    if (this.status.textContent !== words) this.status.textContent = words;
    this.status.dataset['tone'] = tone;
    this.mark(line);
  }

  /** mark marks a line of the program; null: none. */
  mark(line: number | null): void {
    const next = line === null ? undefined : this.line(line);
    if (next === this.now) return;
    this.now?.classList.remove('is-now');
    this.now?.removeAttribute('aria-current');
    next?.classList.add('is-now');
    next?.setAttribute('aria-current', 'step');
    this.now = next;
  }

  private line(number: number): HTMLElement | undefined {
    return this.program.querySelector<HTMLElement>(`[data-n="${number}"]`) ?? undefined;
  }

  private button(name: 'back' | 'step' | 'again', label: string): HTMLButtonElement {
    const button = h(
      'button',
      {
        type: 'button',
        class: 'gp-button',
        part: `button ${name}`,
        'aria-label': label,
        title: label,
      },
      icon(icons[name]),
    );
    return button;
  }
}
