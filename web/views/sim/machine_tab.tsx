// The machine that is simulated: its schedule, a text that names the run, and what things cost.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CostInfo } from '../../engine/sim_protocol';
import { nodesChoices, quotaChoices } from '../../model/settings';
import type { SimProps } from './sim_props';

function ScheduleField({ batch, scheduleFault, loading, act }: SimProps) {
  const schedule = batch?.schedule ?? '';
  const [text, setText] = useState(schedule);
  const [copied, setCopied] = useState(false);
  useEffect(() => setText(schedule), [schedule]);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    });
  };
  return (
    <form
      class="schedule"
      onSubmit={(event) => {
        event.preventDefault();
        act.replay(text);
      }}
    >
      <label>
        <span>Schedule</span>
        <input
          type="text"
          class="mono"
          value={text}
          spellcheck={false}
          autocomplete="off"
          placeholder="v1,procs=4,seed=12"
          title="The program and this text are the whole run: paste one and press Enter"
          aria-invalid={scheduleFault !== ''}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="button" class="small-button" disabled={text === ''} onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </button>
      <button type="submit" class="small-button" disabled={loading || text.trim() === ''}>
        Replay
      </button>
      {scheduleFault !== '' && (
        <p class="bad" role="alert">
          {scheduleFault}
        </p>
      )}
    </form>
  );
}

function Hardware({ settings, act }: SimProps) {
  return (
    <div class="hardware">
      <label title="A goroutine that comes to another node pays for remote memory">
        <span>NUMA nodes</span>
        <select
          value={settings.nodes}
          onChange={(event) => act.change({ nodes: Number(event.currentTarget.value) })}
        >
          {nodesChoices.map((n) => (
            <option key={n} value={n}>
              {n}
            </option>
          ))}
        </select>
      </label>
      <label title="What all cores together may work in each 100 ms, as a container's limit has it">
        <span>CPU quota</span>
        <select
          value={settings.quota}
          onChange={(event) => act.change({ quota: Number(event.currentTarget.value) })}
        >
          {quotaChoices.map((percent) => (
            <option key={percent} value={percent}>
              {percent === 0 ? 'none' : `${percent / 100} cores`}
            </option>
          ))}
        </select>
      </label>
      <span class="faint">from the next run on</span>
    </div>
  );
}

function CostRow({ cost, changedCosts, act }: SimProps & { readonly cost: CostInfo }) {
  const value = changedCosts[cost.name] ?? cost.defaultNs;
  const set = (input: HTMLInputElement) => {
    const text = input.value.trim();
    if (!/^\d{1,12}$/.test(text)) {
      input.value = String(value);
      return;
    }
    const next = Object.entries(changedCosts).filter(([name]) => name !== cost.name);
    if (Number(text) !== cost.defaultNs) next.push([cost.name, Number(text)]);
    act.costChanges(Object.fromEntries(next));
  };
  return (
    <tr class={value === cost.defaultNs ? '' : 'changed'}>
      <th scope="row">{cost.what}</th>
      <td>
        <input
          type="text"
          inputMode="numeric"
          value={value}
          aria-label={`${cost.name}, nanoseconds`}
          onChange={(event) => set(event.currentTarget)}
        />
      </td>
      <td class="source">{cost.source}</td>
    </tr>
  );
}

/** MachineTab shows the schedule, the hardware and the cost table; changed costs hold from the next run on. */
export function MachineTab(props: SimProps & { readonly tabs: ComponentChildren }) {
  const { costs, changedCosts, act, tabs } = props;
  const changes = Object.keys(changedCosts).length;
  return (
    <section class="panel decisions machine-tab" aria-label="Simulated machine">
      <header class="panel-head">
        {tabs}
        <span class="aside">
          {changes === 0 ? 'default costs' : `${changes} changed, from the next run on`}
        </span>
        <button
          type="button"
          class="small-button"
          disabled={changes === 0}
          onClick={() => act.costChanges({})}
        >
          Reset costs
        </button>
      </header>
      <ScheduleField {...props} />
      <Hardware {...props} />
      <div class="cost-table" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">What is paid for</th>
              <th scope="col">ns</th>
              <th scope="col" class="source">
                Where the number comes from
              </th>
            </tr>
          </thead>
          <tbody>
            {costs.map((cost) => (
              <CostRow key={cost.name} cost={cost} {...props} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
