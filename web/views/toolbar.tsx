// The bar at the top: what to run, how, and on which engine.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { BuildChoice } from '../engine/builds';
import type { ProgramMenu } from '../model/programs';
import { preemptModes, procsChoices, type Settings, swapModes, themes } from '../model/settings';
import { AutoIcon, Logo, MoonIcon, PlayIcon, SlidersIcon, StopIcon, SunIcon } from './icons';

export interface ToolbarProps {
  readonly menu: ProgramMenu;
  readonly chosen: string;
  readonly settings: Settings;
  readonly build: BuildChoice;
  readonly running: boolean;
  readonly stopping: boolean;
  readonly onChoose: (id: string) => void;
  readonly onChange: (changed: Partial<Settings>) => void;
  readonly onRun: () => void;
  readonly onStop: () => void;
}

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly T[];
  readonly titles: Record<T, string>;
  readonly disabled: boolean;
  readonly onChange: (value: T) => void;
}

// A radio group drawn as one control: arrow keys move inside it, as radio buttons do by themselves.
function Segments<T extends string>(props: SegmentsProps<T>) {
  const { label, value, choices, titles, disabled, onChange } = props;
  return (
    <fieldset class="field segments" disabled={disabled}>
      <legend>{label}</legend>
      <div class="options">
        {choices.map((choice) => (
          <label key={choice} title={titles[choice]} class={choice === value ? 'on' : ''}>
            <input
              type="radio"
              name={label}
              value={choice}
              checked={choice === value}
              onChange={() => onChange(choice)}
            />
            {choice}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const preemptTitles: Record<Settings['preempt'], string> = {
  none: 'A running goroutine is never interrupted',
  cooperative: 'At function calls only, as before Go 1.14',
  async: 'At function calls and inside loops, as since Go 1.14',
};
const swapTitles: Record<Settings['swap'], string> = {
  auto: 'Go goroutines own no native stack; C++ ones are swapped by context switch',
  context: 'Every goroutine owns a native stack and is swapped by a context switch',
};

function ProgramMenuSelect({ menu, chosen, running, onChoose }: ToolbarProps) {
  return (
    <label class="field program">
      <span class="sr-only">Program</span>
      <select
        value={chosen}
        disabled={running}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        <optgroup label="Go programs">
          {menu.programs.map((p) => (
            <option key={p.id} value={`go:${p.id}`} title={p.about}>
              {p.title}
            </option>
          ))}
        </optgroup>
        <optgroup label="Built-in C++ workloads">
          {menu.workloads.map((w) => (
            <option key={w.id} value={`cpp:${w.id}`} title={w.about}>
              {w.title}
            </option>
          ))}
        </optgroup>
      </select>
    </label>
  );
}

// A button with a panel below it; Escape and a click elsewhere close it.
function Popover(props: {
  readonly button: ComponentChildren;
  readonly class: string;
  readonly label: string;
  readonly children: ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('keydown', escape);
    };
  }, [open]);
  return (
    <div class={`popover ${props.class}`} ref={root}>
      <button
        type="button"
        class="quiet"
        aria-expanded={open}
        aria-label={props.label}
        onClick={() => setOpen(!open)}
      >
        {props.button}
      </button>
      {open && <div class="popover-panel">{props.children}</div>}
    </div>
  );
}

const buildTitles: Record<Settings['build'], string> = {
  auto: 'Threads where the page may use them',
  mt: 'Every M on a Web Worker of its own',
  st: 'All Ms take turns on one Worker; works everywhere',
};

function EngineBadge({ build, settings, running, onChange }: ToolbarProps) {
  const name = build.build === 'mt' ? 'mt' : 'st';
  return (
    <Popover
      class="engine"
      label={`Engine: ${name}. ${build.why}`}
      button={
        <>
          <span class={`lamp ${build.build}`} aria-hidden="true" />
          <span class="engine-name">{name}</span>
          <span class="engine-what">{build.build === 'mt' ? 'threads' : 'one thread'}</span>
        </>
      }
    >
      <p>{build.why}</p>
      <Segments
        label="Engine"
        value={settings.build}
        choices={['auto', 'mt', 'st']}
        titles={buildTitles}
        disabled={running}
        onChange={(value) => onChange({ build: value })}
      />
      <p class="hint">
        {build.threads
          ? 'Both engines are built from the same source.'
          : 'Serve the page with COOP: same-origin and COEP: require-corp to use threads.'}
      </p>
    </Popover>
  );
}

function ThemeButton({ settings, onChange }: ToolbarProps) {
  const next = themes[(themes.indexOf(settings.theme) + 1) % themes.length] ?? 'auto';
  const icons = { auto: <AutoIcon />, light: <SunIcon />, dark: <MoonIcon /> };
  return (
    <button
      type="button"
      class="quiet theme"
      aria-label={`Theme: ${settings.theme}. Change to ${next}`}
      title={`Theme: ${settings.theme}`}
      onClick={() => onChange({ theme: next })}
    >
      {icons[settings.theme]}
    </button>
  );
}

function MachineSettings({ settings, running, onChange }: ToolbarProps) {
  return (
    <>
      <label class="field gomaxprocs">
        <span>GOMAXPROCS</span>
        <select
          value={settings.procs}
          disabled={running}
          onChange={(event) => onChange({ procs: Number(event.currentTarget.value) })}
        >
          {procsChoices.map((n) => (
            <option key={n} value={n}>
              {n}
            </option>
          ))}
        </select>
      </label>
      <Segments
        label="Preemption"
        value={settings.preempt}
        choices={preemptModes}
        titles={preemptTitles}
        disabled={running}
        onChange={(preempt) => onChange({ preempt })}
      />
      <Segments
        label="Swap"
        value={settings.swap}
        choices={swapModes}
        titles={swapTitles}
        disabled={running}
        onChange={(swap) => onChange({ swap })}
      />
    </>
  );
}

/** Toolbar shows the settings and the two buttons. On a phone the settings move into a panel. */
export function Toolbar(props: ToolbarProps) {
  const { running, stopping, onRun, onStop } = props;
  return (
    <header class="toolbar">
      <h1>
        <Logo />
        <span>Gopark</span>
      </h1>
      <ProgramMenuSelect {...props} />
      {running ? (
        <button type="button" class="primary stop" onClick={onStop} disabled={stopping}>
          <StopIcon />
          <span>Stop</span>
        </button>
      ) : (
        <button type="button" class="primary" onClick={onRun} title="Shift+Enter or Ctrl+Enter">
          <PlayIcon />
          <span>Run</span>
        </button>
      )}
      <div class="machine-settings wide">
        <MachineSettings {...props} />
      </div>
      <span class="spacer" />
      <Popover class="narrow settings" label="Machine settings" button={<SlidersIcon />}>
        <MachineSettings {...props} />
      </Popover>
      <EngineBadge {...props} />
      <ThemeButton {...props} />
    </header>
  );
}
