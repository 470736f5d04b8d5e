// "Without writing code": how many goroutines of each kind, on how many Ps. Every change writes the
// program anew into the editor, where it can be read.
import { procsChoices } from '../../model/settings';
import { workloadCountMax, type WorkloadPlan, workloadPresets } from '../../model/workload';

export interface WorkloadFormProps {
  readonly plan: WorkloadPlan;
  readonly onPlan: (plan: WorkloadPlan) => void;
}

type Counted = 'cpu' | 'yielding' | 'blocking' | 'channel';

const counts: readonly (readonly [Counted, string, string])[] = [
  ['cpu', 'CPU-bound', 'They only compute'],
  ['yielding', 'Yielding', 'They call runtime.Gosched after each unit of work'],
  ['blocking', 'Blocking', 'They sleep between units of work'],
  ['channel', 'Channel-bound', 'They exchange a value after each unit, in pairs'],
];

function NumberField(props: {
  readonly label: string;
  readonly title: string;
  readonly value: number;
  readonly max: number;
  readonly onValue: (value: number) => void;
}) {
  return (
    <label class="field" title={props.title}>
      <span>{props.label}</span>
      <input
        type="number"
        min={0}
        max={props.max}
        value={props.value}
        onChange={(event) => {
          const value = Math.round(Number(event.currentTarget.value));
          props.onValue(Math.min(props.max, Math.max(0, Number.isFinite(value) ? value : 0)));
        }}
      />
    </label>
  );
}

/** WorkloadForm edits a plan. */
export function WorkloadForm({ plan, onPlan }: WorkloadFormProps) {
  const preset = workloadPresets.find((one) => one.name === plan.name);
  const change = (changed: Partial<WorkloadPlan>) => {
    onPlan({ ...plan, ...changed, name: 'Your own' });
  };
  return (
    <div class="workload-form" role="group" aria-label="Without writing code">
      <label class="field preset">
        <span>Preset</span>
        <select
          value={preset ? plan.name : ''}
          onChange={(event) => {
            const chosen = workloadPresets.find((one) => one.name === event.currentTarget.value);
            if (chosen) onPlan(chosen);
          }}
        >
          {workloadPresets.map((one) => (
            <option key={one.name} value={one.name}>
              {one.name}
            </option>
          ))}
          {!preset && <option value="">Your own</option>}
        </select>
      </label>
      {counts.map(([kind, label, title]) => (
        <NumberField
          key={kind}
          label={label}
          title={title}
          value={plan[kind]}
          max={workloadCountMax}
          onValue={(value) => change({ [kind]: value })}
        />
      ))}
      <label class="field">
        <span>Ps</span>
        <select
          value={plan.procs}
          onChange={(event) => change({ procs: Number(event.currentTarget.value) })}
        >
          {procsChoices.map((n) => (
            <option key={n} value={n}>
              {n}
            </option>
          ))}
        </select>
      </label>
      <NumberField
        label="Seed"
        title="How the work is shared out at first, and what chance decides later"
        value={plan.seed}
        max={999_999}
        onValue={(seed) => change({ seed })}
      />
    </div>
  );
}
