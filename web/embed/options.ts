// What an embed is asked for, by attributes of <go-park> or in the address of embed.html. Values come
// from anywhere: what cannot be understood counts as absent.
export const viewNames = ['code', 'board', 'output', 'decisions'] as const;
export type ViewName = (typeof viewNames)[number];

export const controlNames = ['run', 'step', 'slider', 'lab'] as const;
export type ControlName = (typeof controlNames)[number];

export type EmbedTheme = 'auto' | 'light' | 'dark';

/** Where the program comes from, most important first; without any of them: what is inside. */
export const sourceAttributes = ['program', 'for', 'src'] as const;

/** Those that make another run. */
export const runAttributes = ['procs', 'cores', 'seed', 'schedule', 'moment', 'preempt'] as const;

/** Those that change how a run is shown. */
export const viewAttributes = [
  'view',
  'controls',
  'autoplay',
  'theme',
  'editable',
  'expect',
  'speed',
  'step-by',
  'label',
  'lab',
] as const;

export const attributeNames = [...sourceAttributes, ...runAttributes, ...viewAttributes] as const;
export type AttributeName = (typeof attributeNames)[number];

/** Options are the part of them that is needed before anything runs. */
export interface Options {
  readonly views: readonly ViewName[];
  readonly controls: readonly ControlName[];
  readonly theme: EmbedTheme;
  readonly autoplay: boolean;
  readonly editable: boolean;
  /** Ps shown before the first run. */
  readonly procs: number;
  readonly seed: number;
}

export const procsMax = 64;

function listOf<T extends string>(text: string | null, names: readonly T[]): T[] | null {
  if (text === null) return null;
  const words = text.toLowerCase().split(/[\s,]+/);
  return words.filter((word, index): word is T => {
    return names.includes(word as T) && words.indexOf(word) === index;
  });
}

/** wholeOf reads a whole number; `fallback` for anything else. */
export function wholeOf(text: string | null, max: number, fallback: number): number {
  return text !== null && /^\d{1,15}$/.test(text.trim()) && Number(text) <= max
    ? Number(text)
    : fallback;
}

/** isOn reads an attribute that stands for yes by being there. */
export function isOn(text: string | null): boolean {
  return text !== null && text !== 'false';
}

/** procsOf is the number of Ps a run will have: the schedule's where there is one. */
function procsOf(schedule: string | null, procs: string | null): number {
  const named = /(?:^|,)procs=(\d+)/.exec(schedule ?? '')?.[1];
  return Math.max(1, wholeOf(named ?? procs, procsMax, 4));
}

/** parseOptions reads the attributes through `get`. */
export function parseOptions(get: (name: AttributeName) => string | null): Options {
  const theme = get('theme');
  const usual: readonly ViewName[] =
    get('for') === null ? ['code', 'board', 'output'] : ['board', 'output'];
  const views = listOf(get('view'), viewNames) ?? [];
  return {
    views: views.length > 0 ? views : usual,
    controls: listOf(get('controls'), controlNames) ?? controlNames,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    autoplay: isOn(get('autoplay')),
    editable: isOn(get('editable')),
    procs: procsOf(get('schedule'), get('procs')),
    seed: wholeOf(get('seed'), Number.MAX_SAFE_INTEGER, 1),
  };
}
