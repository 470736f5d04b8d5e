// The branches of the run: its futures so far. Two of them can be compared.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { BranchInfo } from '../../engine/sim_protocol';
import { formatCount, formatNs } from '../../model/format';
import type { SimProps } from './sim_props';

function outcomeOf(branch: BranchInfo): string {
  if (branch.ended) return `exit status ${branch.exitCode} after ${formatNs(branch.endNs)}`;
  return `known up to ${formatNs(branch.endNs)}`;
}

function forkOf(branch: BranchInfo): string {
  if (!branch.fork) return 'what the schedule leads to';
  return `forked at ${formatNs(branch.fork.timeNs)}, event ${formatCount(branch.fork.events)}`;
}

function CompareWith(props: {
  readonly others: readonly BranchInfo[];
  readonly first: BranchInfo;
  readonly onCompare: (id: number) => void;
}) {
  const { others, first, onCompare } = props;
  const [chosen, setChosen] = useState<number | null>(null);
  const partner = others.find((one) => one.id === chosen) ?? first;
  return (
    <span class="compare-with">
      <label class="field">
        <span>with</span>
        <select
          value={partner.id}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
        >
          {others.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="small-button" onClick={() => onCompare(partner.id)}>
        Compare
      </button>
    </span>
  );
}

/** Branches lists them; the current one can be compared with another. */
export function Branches({ batch, act, tabs }: SimProps & { readonly tabs: ComponentChildren }) {
  const branches = batch?.branches ?? [];
  const current = batch?.branch ?? -1;
  const parent = branches.find((one) => one.id === current)?.fork?.parent;
  const others = branches.filter((one) => one.id !== current);
  const first = others.find((one) => one.id === parent) ?? others[0];
  return (
    <section class="panel decisions branches" aria-label="Branches">
      <header class="panel-head">
        {tabs}
        <span class="spacer" />
        {first && (
          <CompareWith others={others} first={first} onCompare={(id) => act.compare(id, current)} />
        )}
      </header>
      <ol class="decision-list" tabIndex={0}>
        {branches.map((branch) => (
          <li key={branch.id} class="branch">
            <button
              type="button"
              class="bare"
              aria-current={branch.id === current ? 'true' : undefined}
              onClick={() => act.branch(branch.id)}
            >
              <b>{branch.name}</b>
              <span>{forkOf(branch)}</span>
              <span class={branch.ended && branch.exitCode !== 0 ? 'bad' : ''}>
                {outcomeOf(branch)}
              </span>
            </button>
          </li>
        ))}
        {branches.length <= 1 && (
          <li class="empty">
            Choose otherwise under Choices, or insert a fault in the past: the old future stays here
            as a branch, and the two can be compared.
          </li>
        )}
      </ol>
    </section>
  );
}
