// The panel below the board in a simulated run: the events as they are, and what only such a run has.
import type { ComponentChildren } from 'preact';
import { Branches } from './branches';
import { Choices } from './choices';
import { MachineTab } from './machine_tab';
import type { SimProps } from './sim_props';

export const panelTabs = ['Decisions', 'Choices', 'Branches', 'Machine'] as const;
export type PanelTab = (typeof panelTabs)[number];

export interface SimPanelProps extends SimProps {
  readonly tab: PanelTab;
  readonly onTab: (tab: PanelTab) => void;
  /** The log of events, which a live run has too, with these tabs as its title. */
  readonly decisions: (tabs: ComponentChildren) => ComponentChildren;
}

/** SimPanel shows one of its tabs. */
export function SimPanel(props: SimPanelProps) {
  const { tab, onTab } = props;
  const count = props.batch?.branches.length ?? 0;
  const head = (
    <div class="panel-tabs" role="group" aria-label="Parts of this panel">
      {panelTabs.map((one) => (
        <button type="button" key={one} aria-pressed={one === tab} onClick={() => onTab(one)}>
          {one} {one === 'Branches' && count > 1 && <b class="badge">{count}</b>}
        </button>
      ))}
    </div>
  );
  switch (tab) {
    case 'Decisions':
      return <>{props.decisions(head)}</>;
    case 'Choices':
      return <Choices {...props} tabs={head} />;
    case 'Branches':
      return <Branches {...props} tabs={head} />;
    case 'Machine':
      return <MachineTab {...props} tabs={head} />;
  }
}
