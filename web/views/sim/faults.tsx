// Faults: things that go wrong at a moment of one's choosing. Each becomes part of the schedule.
import { useState } from 'preact/hooks';
import { Popover } from '../controls';
import type { SimProps } from './sim_props';

interface Parameter {
  readonly label: string;
  readonly initial: string;
  readonly optional?: boolean;
}

interface FaultForm {
  /** As simFault() reads it. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly parameters: readonly Parameter[];
}

const forms: readonly FaultForm[] = [
  {
    name: 'preempt',
    title: 'Preempt a P',
    about: 'Its goroutine is asked to yield.',
    parameters: [{ label: 'P', initial: '0' }],
  },
  {
    name: 'gc',
    title: 'Collect garbage',
    about: 'With its two stops of the world.',
    parameters: [],
  },
  {
    name: 'slow-syscall',
    title: 'Slow system call',
    about: 'The next one takes longer.',
    parameters: [{ label: 'by', initial: '5ms' }],
  },
  {
    name: 'delay-wake',
    title: 'Late wake-up',
    about: 'The next M to be woken comes later.',
    parameters: [{ label: 'by', initial: '1ms' }],
  },
  {
    name: 'stop-core',
    title: 'Stop a core',
    about: 'It executes nothing; no time: for good.',
    parameters: [
      { label: 'core', initial: '0' },
      { label: 'for', initial: '10ms', optional: true },
    ],
  },
  {
    name: 'refuse-m',
    title: 'Refuse a thread',
    about: 'The next new M cannot be had.',
    parameters: [],
  },
  {
    name: 'jump-clock',
    title: 'Jump the clock',
    about: 'Ahead on every core: timers are due.',
    parameters: [{ label: 'by', initial: '1s' }],
  },
];

function Form({ form, act, loading }: SimProps & { readonly form: FaultForm }) {
  const [values, setValues] = useState(form.parameters.map((one) => one.initial));
  const missing = form.parameters.some(
    (one, index) => one.optional !== true && values[index]?.trim() === '',
  );
  return (
    <li class="fault">
      <div class="fault-words">
        <b>{form.title}</b>
        <span>{form.about}</span>
      </div>
      {form.parameters.map((one, index) => (
        <label key={one.label} class="field">
          <span>{one.label}</span>
          <input
            type="text"
            value={values[index]}
            aria-label={`${form.title}: ${one.label}`}
            onInput={(event) => {
              const { value } = event.currentTarget;
              setValues(values.map((old, i) => (i === index ? value : old)));
            }}
          />
        </label>
      ))}
      <button
        type="button"
        class="small-button"
        disabled={loading || missing}
        aria-label={`Insert: ${form.title}`}
        onClick={() => act.fault([form.name, ...values].join(' ').trim())}
      >
        Insert
      </button>
    </li>
  );
}

/** Faults is the menu. */
export function Faults(props: SimProps) {
  return (
    <Popover class="faults" label="Faults" button="Faults" title="Let something go wrong now">
      <p class="hint">Inserted where the run stands, and written into its schedule.</p>
      <ul class="fault-list">
        {forms.map((form) => (
          <Form key={form.name} form={form} {...props} />
        ))}
      </ul>
      {props.notice !== '' && <p class="bad">{props.notice}</p>}
    </Popover>
  );
}
