// The bar at the top: what to run, how, and on which engine.
import type { BuildChoice } from '../engine/builds';
import type { ProgramMenu } from '../model/programs';
import {
  type EngineMode,
  engineModes,
  leakChecks,
  preemptModes,
  procsChoices,
  type Settings,
  swapModes,
  themes,
} from '../model/settings';
import { workloadPresets } from '../model/workload';
import { Popover, Segments } from './controls';
import {
  AutoIcon,
  GalleryIcon,
  LabsIcon,
  Logo,
  MoonIcon,
  PlayIcon,
  SlidersIcon,
  StopIcon,
  SunIcon,
} from './icons';
import { Share, type ShareProps } from './share';

export interface ToolbarProps {
  readonly menu: ProgramMenu;
  readonly chosen: string;
  readonly settings: Settings;
  readonly build: BuildChoice;
  readonly running: boolean;
  readonly stopping: boolean;
  readonly onChoose: (id: string) => void;
  readonly onChange: (changed: Partial<Settings>) => void;
  readonly share: ShareProps;
  readonly onRun: () => void;
  readonly onStop: () => void;
  /** Opens the dialog of all programs. */
  readonly onGallery: () => void;
  /** Opens the dialog of all settings. */
  readonly onSettings: () => void;
  /** Opens the list of labs. */
  readonly onLabs: () => void;
  /** Opens the list of keys. */
  readonly onKeys: () => void;
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

const leakTitles: Record<Settings['leaks'], string> = {
  none: 'Goroutines that wait for ever are not looked for',
  mark: 'They are looked for when main returns, and shown on the board',
  report: 'They are also printed, as Go’s goroutine leak profile is',
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
        {chosen.startsWith('lab:') && <option value={chosen}>Lab: {chosen.slice(4)}</option>}
        {chosen === 'file:' && <option value="file:">Your program</option>}
        {menu.groups.map((group) => (
          <optgroup key={group.id} label={group.title}>
            {menu.programs
              .filter((p) => p.group === group.id)
              .map((p) => (
                <option key={p.id} value={`go:${p.id}`} title={p.about}>
                  {p.title}
                </option>
              ))}
          </optgroup>
        ))}
        <optgroup label="Without writing code">
          {workloadPresets.map((plan) => (
            <option key={plan.name} value={`plan:${plan.name}`}>
              {plan.name}
            </option>
          ))}
          {chosen === 'plan:' && <option value="plan:">Your workload</option>}
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

const engineTitles: Record<EngineMode, string> = {
  live: 'Real threads where the page may use them, real time',
  simulated: 'Virtual cores and virtual time: repeatable, and you can step and go back',
};

// On a phone there is no room for it in the bar: there it heads the machine's settings.
function EngineSwitch({
  settings,
  running,
  onChange,
  narrow = false,
}: ToolbarProps & { readonly narrow?: boolean }) {
  return (
    <div class={narrow ? 'engine-switch narrow' : 'engine-switch'}>
      <Segments
        label={narrow ? 'Run it' : 'Run'}
        value={settings.engine}
        choices={engineModes}
        titles={engineTitles}
        disabled={running}
        onChange={(engine) => onChange({ engine })}
      />
    </div>
  );
}

// What is simulated and what is real, in the badge's place.
function SimulatedBadge() {
  return (
    <Popover
      class="engine"
      label="Engine: sim virtual cores"
      button={
        <>
          <span class="lamp sim" aria-hidden="true" />
          <span class="engine-name">sim</span> <span class="engine-what">virtual cores</span>
        </>
      }
    >
      <p>
        <b>Real:</b> the scheduler. Every queue, steal, park and wake-up is the work of the same
        code that runs live, and your program is compiled and executed as it is there.
      </p>
      <p>
        <b>Simulated:</b> the computer. Cores, the operating system that puts Ms on them, and time,
        which goes on by a stated cost for each operation. What chance decides, the seed does.
      </p>
      <p class="hint">
        So a run can be repeated, stepped, taken back and changed; its times are those of the cost
        table, not of this device. It needs neither threads nor isolation.
      </p>
    </Popover>
  );
}

const buildTitles: Record<Settings['build'], string> = {
  auto: 'Threads where the page may use them',
  mt: 'Every M on a Web Worker of its own',
  st: 'All Ms take turns on one Worker; works everywhere',
};

function EngineBadge(props: ToolbarProps) {
  const { build, settings, running, onChange } = props;
  const name = build.build === 'mt' ? 'mt' : 'st';
  const threads = build.build === 'mt' ? 'threads' : 'one thread';
  return (
    <Popover
      class="engine"
      label={`Engine: ${name} ${threads}. ${build.why}`}
      button={
        <>
          <span class={`lamp ${build.build}`} aria-hidden="true" />
          <span class="engine-name">{name}</span> <span class="engine-what">{threads}</span>
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

const themeTitles: Record<Settings['theme'], string> = {
  auto: 'As the system has it',
  light: 'Light',
  dark: 'Dark',
};

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
    </>
  );
}

// What is rarely changed is in the panel on every screen.
function MoreSettings({ settings, running, onChange, onSettings }: ToolbarProps) {
  const turned = Object.keys(settings.knobs).length;
  return (
    <>
      <Segments
        label="Swap"
        value={settings.swap}
        choices={swapModes}
        titles={swapTitles}
        disabled={running}
        onChange={(swap) => onChange({ swap })}
      />
      <Segments
        label="Leaks"
        value={settings.leaks}
        choices={leakChecks}
        titles={leakTitles}
        disabled={running}
        onChange={(leaks) => onChange({ leaks })}
      />
      <div class="theme-choice">
        <Segments
          label="Theme"
          value={settings.theme}
          choices={themes}
          titles={themeTitles}
          disabled={false}
          onChange={(theme) => onChange({ theme })}
        />
      </div>
      <button type="button" class="small-button" onClick={onSettings}>
        {turned === 0 ? 'All scheduler settings' : `All scheduler settings (${turned} changed)`}
      </button>
    </>
  );
}

/** Toolbar shows the settings and the two buttons. On smaller screens all settings are in the panel. */
export function Toolbar(props: ToolbarProps) {
  const { settings, running, stopping, onRun, onStop, onLabs, onKeys } = props;
  const turned = Object.keys(settings.knobs).length;
  return (
    <header class="toolbar">
      <h1 aria-label="Gopark">
        <Logo />
        <span>Gopark</span>
      </h1>
      <ProgramMenuSelect {...props} />
      <button
        type="button"
        class="quiet gallery"
        aria-label="Programs: look through them"
        title="Look through the programs"
        onClick={props.onGallery}
      >
        <GalleryIcon />
      </button>
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
      <EngineSwitch {...props} />
      <div class="machine-settings wide">
        <MachineSettings {...props} />
      </div>
      <span class="spacer" />
      <button
        type="button"
        class="quiet labs"
        aria-label="Labs"
        title="Labs: a course"
        onClick={onLabs}
      >
        <LabsIcon />
        <span>Labs</span>
      </button>
      <Share {...props.share} />
      <Popover
        class="settings"
        label="Machine settings"
        title="Machine settings"
        button={
          <>
            <SlidersIcon />
            {turned > 0 && (
              <span class="count-mark" title={`${turned} scheduler settings changed`}>
                {turned}
              </span>
            )}
          </>
        }
      >
        <EngineSwitch {...props} narrow />
        <div class="machine-settings narrow">
          <MachineSettings {...props} />
        </div>
        <MoreSettings {...props} />
      </Popover>
      {settings.engine === 'live' ? <EngineBadge {...props} /> : <SimulatedBadge />}
      <ThemeButton {...props} />
      <button type="button" class="quiet help" aria-label="Keys" title="Keys (?)" onClick={onKeys}>
        ?
      </button>
    </header>
  );
}
