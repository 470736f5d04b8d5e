// The page: toolbar, editor and output on the left, the machine and its decisions on the right; on a
// phone one of them at a time, chosen at the bottom.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Board } from '../views/board/board';
import { Decisions } from '../views/decisions';
import { Divider } from '../views/divider';
import { Editor } from '../views/editor';
import { Keys } from '../views/keys';
import { lazily } from '../views/lazily';
import { LowerPanel, type LowerPart } from '../views/lower_panel';
import { Narrator } from '../views/narrator';
import { Output } from '../views/output';
import { Toolbar } from '../views/toolbar';
import { Branches } from '../views/sim/branches';
import { Choices } from '../views/sim/choices';
import { MachineTab } from '../views/sim/machine_tab';
import { Question } from '../views/sim/question';
import { Transport } from '../views/sim/transport';
import { WorkloadForm } from '../views/sim/workload_form';
import { decisionKinds } from '../model/narrate';
import { defaultPanes, paneNames, type PaneName, type Panes as Shares } from '../model/panes';
import { transportKey } from '../model/transport';
import { workloadPresets } from '../model/workload';
import type { Keeping } from './keeping';
import type { LabDoor } from './lab_door';
import { type Dialog, fileName, type Lab, type PanelTab, type Tab, tabs } from './lab';
import { simProps } from './sim_view';
import { Answer, useSourcePlaces, WhyPart } from './why_view';

// A part of the panel below the board that has not come yet has the panel's head all the same.
function unloaded(head: ComponentChildren, words: string) {
  return (
    <section class="panel">
      <header class="panel-head">{head}</header>
      <p class="hint unloaded">{words}</p>
    </section>
  );
}

const Timeline = lazily(
  async () => (await import('../views/timeline/timeline')).Timeline,
  ({ title }, words) => unloaded(title, words),
);
const Goroutines = lazily(
  async () => (await import('../views/goroutines/goroutines')).Goroutines,
  ({ tabs }, words) => unloaded(tabs, words),
);
const ComparisonView = lazily(
  async () => (await import('../views/sim/comparison')).ComparisonView,
  (_, words) => unloaded(null, words),
);
const Gallery = lazily(
  async () => (await import('../views/gallery')).Gallery,
  () => null,
);
const SettingsDialog = lazily(
  async () => (await import('../views/settings')).SettingsDialog,
  () => null,
);

export interface PageProps {
  readonly lab: Lab;
  readonly keeping: Keeping;
  readonly labs: LabDoor;
}

const paneLabels: Record<PaneName, string> = {
  lab: 'Width of the lab',
  left: 'Width of the program',
  code: 'Height of the program',
  board: 'Height of the board',
};

const tabTitles: Record<Tab, string> = {
  lab: 'Lab',
  code: 'Code',
  board: 'Board',
  output: 'Output',
  why: 'Details',
};

const buttonLike = ['radio', 'checkbox', 'range'].map((type) => `:not([type=${type}])`).join('');

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches(`input${buttonLike},select,textarea`))
  );
}

// The arrows and Space belong to a control that has the focus, Space to a button as well.
function takesArrows(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input');
}

function takesSpace(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('button,summary,a[href]');
}

function useKeys(lab: Lab, onKey: (event: KeyboardEvent, lab: Lab) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      // What is behind an open dialog must not move.
      if (document.querySelector('dialog:modal')) return;
      onKey(event, lab);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [lab]);
}

// Space plays and pauses, the arrows step: in a simulated run, from anywhere but a field.
function pressTransport(event: KeyboardEvent, lab: Lab): void {
  if (!lab.simulated.value) return;
  const key = transportKey(event);
  if (key === null || takesArrows(event.target)) return;
  if (key === 'toggle' && takesSpace(event.target)) return;
  event.preventDefault();
  if (key === 'toggle') lab.sim.toggle();
  else if (key === 'forward') lab.sim.step();
  else lab.sim.stepBack();
}

// Shift+Enter and Ctrl+Enter run from anywhere; the editor has its own binding for them.
function pressRun(event: KeyboardEvent, lab: Lab): void {
  if (event.key !== 'Enter' || (!event.shiftKey && !event.ctrlKey && !event.metaKey)) return;
  event.preventDefault();
  void lab.start();
}

// `?` opens the list of keys from anywhere but a field.
function pressHelp(event: KeyboardEvent, lab: Lab): void {
  if (event.key !== '?') return;
  event.preventDefault();
  lab.keysShown.value = true;
}

function PaneDivider({ lab, name }: { readonly lab: Lab; readonly name: PaneName }) {
  return (
    <Divider
      label={paneLabels[name]}
      orientation={name === 'left' || name === 'lab' ? 'vertical' : 'horizontal'}
      share={lab.panes.value[name]}
      usual={defaultPanes[name]}
      onShare={(share) => lab.divide({ [name]: share })}
    />
  );
}

function useTheme(lab: Lab): void {
  const { theme } = lab.settings.value;
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}

// What went wrong with a link or a file, until somebody has read it.
function Notice({ lab }: { readonly lab: Lab }) {
  const text = lab.notice.value;
  return (
    <div class="notice" role="alert" hidden={text === ''}>
      <p>{text}</p>
      <button type="button" class="small-button" onClick={() => (lab.notice.value = '')}>
        Dismiss
      </button>
    </div>
  );
}

function Workload({ lab }: { readonly lab: Lab }) {
  const workload = lab.menu.value.workloads.find((w) => w.id === lab.workload.value);
  return (
    <div class="workload">
      <h2>{workload?.title}</h2>
      <p>{workload?.about}</p>
      <p class="hint">
        It is written in C++ against the runtime’s own API and built into the engine, so there is no
        Go source to show.
      </p>
    </div>
  );
}

function StatusBar({ lab }: { readonly lab: Lab }) {
  const outcome = lab.outcome.value;
  const bad =
    outcome !== null &&
    (outcome.kind !== 'exited' || (outcome.exitCode !== 0 && outcome.cause === 'none'));
  const state = lab.running.value ? 'busy' : outcome === null ? 'rest' : bad ? 'bad' : 'good';
  return (
    <p class={`status ${state}`} role="status" aria-live="polite">
      <span class="lamp" aria-hidden="true" />
      {lab.status.value}
    </p>
  );
}

function OutputPanel({ lab }: { readonly lab: Lab }) {
  return (
    <section class="panel output-panel" aria-label="Program output">
      <header class="panel-head">
        <h2>Output</h2>
        <StatusBar lab={lab} />
      </header>
      <Output
        log={lab.output}
        version={lab.frame.value}
        fileName={fileName}
        empty={
          lab.running.value
            ? ''
            : lab.outcome.value
              ? 'No output.'
              : 'Run the program to see what it prints.'
        }
        onPlace={(line, column) => lab.goTo(line, column)}
      />
    </section>
  );
}

function MachinePanel({ lab }: { readonly lab: Lab }) {
  const compared = lab.sim.compared.value;
  if (compared && lab.simulated.value) {
    const branches = lab.sim.batch.value?.branches ?? [];
    return (
      <ComparisonView
        comparison={lab.sim.comparison.value}
        left={branches.find((one) => one.id === compared[0])}
        right={branches.find((one) => one.id === compared[1])}
        onClose={() => lab.sim.closeComparison()}
      />
    );
  }
  return (
    <Board
      picture={lab.picture.value}
      names={lab.names.value}
      procs={lab.settings.value.procs}
      selected={lab.selected.value}
      onSelect={(selection) => (lab.selected.value = selection)}
    />
  );
}

// The parts of the panel below the board: those of every run, then those only a simulated one has.
function lowerParts(lab: Lab): LowerPart<PanelTab>[] {
  const { decisions, frame, running } = lab;
  const parts: LowerPart<PanelTab>[] = [
    {
      name: 'Timeline',
      render: (head) => (
        <Timeline
          history={lab.history}
          version={frame.value}
          names={lab.names.value}
          procs={lab.settings.value.procs}
          selected={lab.selected.value}
          cursorNs={lab.cursorNs.value}
          onSelect={(selection) => (lab.selected.value = selection)}
          onCursor={(ns) => (lab.cursorNs.value = ns)}
          onGoTo={lab.simulated.value ? (to) => lab.sim.seek(to) : null}
          title={head}
        />
      ),
    },
    {
      name: 'Decisions',
      render: (head) => (
        <Decisions
          log={decisions}
          version={frame.value}
          running={running.value}
          title={head}
          selected={lab.selected.value}
          onSelect={(selection) => lab.why.mark(selection)}
          onWhy={() => lab.why.ask()}
        />
      ),
    },
    {
      name: 'Goroutines',
      render: (head) => (
        <Goroutines
          history={lab.history}
          tape={decisions.known}
          names={lab.names.value}
          version={frame.value}
          running={running.value}
          tabs={head}
          selected={lab.selected.value}
          onSelect={(selection) => lab.why.mark(selection)}
          onWhy={() => lab.why.ask()}
        />
      ),
    },
    { name: 'Why', render: (head) => <WhyPart lab={lab} tabs={head} /> },
  ];
  if (!lab.simulated.value) return parts;
  const props = simProps(lab);
  return [
    ...parts,
    {
      name: 'Choices',
      render: (head) => (
        <Choices
          {...props}
          tabs={head}
          selected={lab.selected.value}
          onSelect={(selection) => lab.why.mark(selection)}
          onWhy={() => lab.why.ask()}
        />
      ),
    },
    {
      name: 'Branches',
      count: props.batch?.branches.length ?? 0,
      render: (head) => <Branches {...props} tabs={head} />,
    },
    { name: 'Machine', render: (head) => <MachineTab {...props} tabs={head} /> },
  ];
}

function Lower({ lab }: { readonly lab: Lab }) {
  return (
    <div class="lower">
      <LowerPanel
        parts={lowerParts(lab)}
        chosen={lab.panel.value}
        onChoose={(name) => (lab.panel.value = name)}
      />
      {lab.panel.value !== 'Why' && <Answer lab={lab} />}
    </div>
  );
}

function Bar({ lab, keeping, labs }: PageProps) {
  return (
    <Toolbar
      menu={lab.menu.value}
      chosen={lab.chosen.value}
      settings={lab.settings.value}
      build={lab.build.value}
      running={lab.running.value}
      stopping={lab.state.value === 'stopping'}
      onChoose={(id) => void lab.choose(id)}
      onChange={(changed) => lab.change(changed)}
      share={{
        onLink: () => keeping.link(),
        onOpen: (file) => void keeping.openFile(file),
        onSave: () => keeping.save(),
        saves: lab.workload.value === null,
      }}
      onRun={() => void lab.start()}
      onStop={() => lab.stop()}
      onGallery={() => (lab.dialog.value = 'gallery')}
      onSettings={() => (lab.dialog.value = 'settings')}
      onLabs={() => void labs.showList()}
      onKeys={() => (lab.keysShown.value = true)}
    />
  );
}

function Dialogs({ lab }: { readonly lab: Lab }) {
  const shown = lab.dialog.value;
  const close = () => (lab.dialog.value = null);
  // One that was opened stays, so that it gives the focus back where it was.
  const opened = useRef(new Set<Dialog>());
  if (shown) opened.current.add(shown);
  return (
    <>
      {opened.current.has('gallery') && (
        <Gallery
          open={shown === 'gallery'}
          menu={lab.menu.value}
          chosen={lab.chosen.value}
          running={lab.running.value}
          onChoose={(id) => {
            close();
            void lab.choose(id);
          }}
          onClose={close}
        />
      )}
      {opened.current.has('settings') && (
        <SettingsDialog
          open={shown === 'settings'}
          table={lab.knobs.value}
          settings={lab.settings.value}
          onChange={(changed) => lab.change(changed)}
          onCosts={() => lab.showCosts()}
          onClose={close}
        />
      )}
    </>
  );
}

const everyKind = new Set(decisionKinds);

// While a simulated run plays, or a live one runs, the counts are told; else the newest decision.
function Telling({ lab }: { readonly lab: Lab }) {
  const running = lab.running.value;
  return (
    <Narrator
      version={lab.frame.value}
      running={running}
      scene={() => ({
        running,
        latest: lab.decisions.latest(1, everyKind)[0]?.text ?? '',
        picture: lab.picture.value,
      })}
    />
  );
}

function CodePanel({ lab }: { readonly lab: Lab }) {
  const workload = lab.workload.value !== null;
  const plan = lab.plan.value;
  const { sim } = lab;
  const places = useSourcePlaces(lab);
  return (
    <section class="panel code-panel" aria-label="Program">
      <header class="panel-head">
        <h2>{workload ? 'C++ workload' : fileName}</h2>
        <span class="aside">
          {workload ? '' : lab.readOnly.value ? 'to read; Shift+Enter runs' : 'Shift+Enter runs'}
        </span>
        <button
          type="button"
          class="small-button"
          aria-pressed={plan !== null}
          onClick={() => {
            if (plan) lab.plan.value = null;
            else if (workloadPresets[0]) lab.generate(workloadPresets[0]);
          }}
        >
          Without writing code
        </button>
      </header>
      {plan && <WorkloadForm plan={plan} onPlan={(changed) => lab.generate(changed)} />}
      {workload && <Workload lab={lab} />}
      <div class="editor-slot" hidden={workload}>
        <Editor
          source={lab.source.value}
          version={lab.sourceVersion.value}
          readOnly={lab.readOnly.value}
          diagnostics={lab.diagnostics.value}
          jump={lab.jump.value}
          nowLine={lab.simulated.value && !lab.edited.value ? sim.nowLine.value : null}
          breakpoints={lab.simulated.value ? sim.breakpointLines.value : null}
          onBreakpoint={(line) => sim.toggleLine(line)}
          goroutines={places.lines}
          selectedLine={places.selected}
          onGoroutine={(g) => (lab.selected.value = { kind: 'g', id: g })}
          onChange={(source) => (lab.source.value = source)}
          onRun={() => void lab.start()}
        />
      </div>
    </section>
  );
}

function TransportArea({ lab }: { readonly lab: Lab }) {
  const props = simProps(lab);
  return (
    <div class="transport-area">
      <Transport {...props} />
      <Question {...props} />
    </div>
  );
}

// Each pane's share and the rest, for the grids.
function paneStyle(panes: Shares): Record<string, string> {
  return Object.fromEntries(
    paneNames.flatMap((name) => [
      [`--${name}`, `${panes[name]}fr`],
      [`--${name}-rest`, `${1 - panes[name]}fr`],
    ]),
  );
}

// The four panes.
function Panes({ lab }: { readonly lab: Lab }) {
  return (
    <main style={paneStyle(lab.panes.value)}>
      <div class="left">
        <CodePanel lab={lab} />
        <PaneDivider lab={lab} name="code" />
        <OutputPanel lab={lab} />
      </div>
      <PaneDivider lab={lab} name="left" />
      <div class="right">
        <MachinePanel lab={lab} />
        <PaneDivider lab={lab} name="board" />
        <Lower lab={lab} />
      </div>
    </main>
  );
}

// The course, once somebody has asked for it.
function LabsDialog({ labs }: { readonly labs: LabDoor }) {
  const parts = labs.parts.value;
  return parts && <parts.List />;
}

// Beside an open lab the panes have the rest of the room.
function WithLab(props: {
  readonly lab: Lab;
  readonly labs: LabDoor;
  readonly children: ComponentChildren;
}) {
  const { lab, labs, children } = props;
  const parts = labs.parts.value;
  if (lab.labName.value === '' || !parts) return <>{children}</>;
  return (
    <div class="lab-split" style={paneStyle(lab.panes.value)}>
      <section class="lab-side" aria-label="The lab and its width">
        <div class="lab-slot">
          <parts.Pane />
        </div>
        <PaneDivider lab={lab} name="lab" />
      </section>
      {children}
    </div>
  );
}

/** Page is the whole page. */
export function Page({ lab, keeping, labs }: PageProps) {
  const tab = lab.tab.value;
  useKeys(lab, pressRun);
  useKeys(lab, pressTransport);
  useKeys(lab, pressHelp);
  useTheme(lab);
  // On a phone a run is watched on the board, and a jump to a line is seen in the code.
  const running = lab.running.value;
  useEffect(() => {
    if (running) lab.tab.value = 'board';
  }, [lab, running]);
  const jump = lab.jump.value;
  useEffect(() => {
    if (jump) lab.tab.value = 'code';
  }, [lab, jump]);
  return (
    <div class="page" data-tab={tab} data-engine={lab.settings.value.engine}>
      <Bar lab={lab} keeping={keeping} labs={labs} />
      <Notice lab={lab} />
      {lab.simulated.value && <TransportArea lab={lab} />}
      <WithLab lab={lab} labs={labs}>
        <Panes lab={lab} />
      </WithLab>
      <div class="phone-answer">
        <Answer lab={lab} />
      </div>
      <div class="phone-status">
        <StatusBar lab={lab} />
      </div>
      <Dialogs lab={lab} />
      <LabsDialog labs={labs} />
      <Telling lab={lab} />
      <Keys open={lab.keysShown.value} onClose={() => (lab.keysShown.value = false)} />
      <nav class="tabs" aria-label="Parts of the page">
        {tabs
          .filter((id) => id !== 'lab' || lab.labName.value !== '')
          .map((id) => (
            <button
              type="button"
              key={id}
              aria-current={tab === id ? 'page' : undefined}
              onClick={() => (lab.tab.value = id)}
            >
              {tabTitles[id]}
            </button>
          ))}
      </nav>
    </div>
  );
}
