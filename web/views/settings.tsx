// The dialog of the scheduler's settings: every rule that can be turned, with its default and what Go
// uses.
import { useState } from 'preact/hooks';
import type { KnobInfo, Knobs, KnobTable } from '../engine/protocol';
import {
  allowsKnob,
  findKnobs,
  knobGroups,
  knobRange,
  knobText,
  presetOf,
  readKnob,
  turned,
} from '../model/knobs';
import type { Settings } from '../model/settings';
import { Dialog } from './dialog';

export interface SettingsDialogProps {
  readonly open: boolean;
  readonly table: KnobTable;
  readonly settings: Settings;
  readonly onChange: (changed: Partial<Settings>) => void;
  readonly onCosts: () => void;
  readonly onClose: () => void;
}

interface KnobProps {
  readonly info: KnobInfo;
  readonly value: number;
  readonly onValue: (value: number) => void;
}

function powersOfTwo(info: KnobInfo): number[] {
  const values = [];
  for (let value = info.min; value <= info.max; value *= 2) values.push(value);
  return values;
}

function Field({ info, value, onValue }: KnobProps) {
  const [fault, setFault] = useState('');
  const id = `knob-${info.name}`;
  if (info.kind === 'flag') {
    return (
      <label class="knob-flag">
        <input
          id={id}
          type="checkbox"
          checked={value !== 0}
          onChange={(event) => onValue(event.currentTarget.checked ? 1 : 0)}
        />
        <span class="sr-only">{info.title}</span>
        <span aria-hidden="true">{knobText(info, value)}</span>
      </label>
    );
  }
  if (info.kind === 'powerOfTwo') {
    return (
      <select
        id={id}
        aria-label={info.title}
        value={value}
        onChange={(event) => onValue(Number(event.currentTarget.value))}
      >
        {powersOfTwo(info).map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    );
  }
  const take = (input: HTMLInputElement) => {
    const read = readKnob(info, input.value);
    const good = read !== null && allowsKnob(info, read);
    setFault(good ? '' : `It takes ${knobRange(info)}.`);
    if (!good) return;
    input.value = knobText(info, read);
    onValue(read);
  };
  return (
    <>
      <input
        id={id}
        type="text"
        spellcheck={false}
        autocomplete="off"
        aria-label={info.title}
        aria-invalid={fault !== ''}
        aria-describedby={fault === '' ? undefined : `${id}-fault`}
        value={knobText(info, value)}
        onChange={(event) => take(event.currentTarget)}
      />
      {fault !== '' && (
        <p class="bad" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </>
  );
}

function Knob({ info, value, onValue }: KnobProps) {
  const changed = value !== info.usual;
  const reset = changed ? `Reset to ${knobText(info, info.usual)}` : 'Default';
  return (
    <li class={changed ? 'knob changed' : 'knob'}>
      <div class="knob-words">
        <h4>
          {info.title} <code>{info.name}</code>
          {changed && <span class="knob-mark">changed</span>}
        </h4>
        <p>{info.what}</p>
        <p class="hint">Go: {info.go}</p>
      </div>
      <div class="knob-value">
        {/* A field that was reset shows the value again, whatever stands in it. */}
        <Field key={value} info={info} value={value} onValue={onValue} />
        <button
          type="button"
          class="small-button"
          disabled={!changed}
          aria-label={`${reset}: ${info.title}`}
          onClick={() => onValue(info.usual)}
        >
          {reset}
        </button>
      </div>
    </li>
  );
}

function Presets({ table, settings, onChange }: SettingsDialogProps) {
  const now = presetOf(table, settings.knobs, settings.preempt);
  return (
    <label class="field knob-preset">
      <span>Scheduler</span>
      <select
        value={now?.name ?? ''}
        title={now?.about}
        onChange={(event) => {
          const chosen = table.presets.find((one) => one.name === event.currentTarget.value);
          if (chosen) onChange({ knobs: chosen.settings, preempt: chosen.preempt });
        }}
      >
        {now === undefined && <option value="">as turned here</option>}
        {table.presets.map((one) => (
          <option key={one.name} value={one.name} title={one.about}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Head(
  props: SettingsDialogProps & {
    readonly search: string;
    readonly onSearch: (search: string) => void;
  },
) {
  const { table, settings, onChange, search, onSearch } = props;
  const changes = Object.keys(settings.knobs).length;
  const preset = presetOf(table, settings.knobs, settings.preempt);
  return (
    <>
      <div class="sheet-tools">
        <input
          type="search"
          class="sheet-search"
          placeholder="Search"
          aria-label="Search the settings"
          value={search}
          onInput={(event) => onSearch(event.currentTarget.value)}
        />
        <Presets {...props} />
        <button
          type="button"
          class="small-button"
          disabled={changes === 0}
          onClick={() => onChange({ knobs: {} })}
        >
          Reset all
        </button>
      </div>
      <p class="hint" aria-live="polite">
        {changes === 0
          ? 'All as in Go 1.26.'
          : `${changes} changed, from the next run on; they are in links and schedules.`}
        {preset && changes > 0 ? ` ${preset.name}: ${preset.about}.` : ''}
      </p>
    </>
  );
}

function Groups({
  found,
  knobs,
  onKnobs,
}: {
  readonly found: readonly KnobInfo[];
  readonly knobs: Knobs;
  readonly onKnobs: (knobs: Knobs) => void;
}) {
  const groups = Object.entries(knobGroups)
    .map(([group, title]) => ({ title, list: found.filter((info) => info.group === group) }))
    .filter(({ list }) => list.length > 0);
  return (
    <>
      {groups.map(({ title, list }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul class="knobs">
            {list.map((info) => (
              <Knob
                key={info.name}
                info={info}
                value={knobs[info.name] ?? info.usual}
                onValue={(value) => onKnobs(turned(knobs, info, value))}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** SettingsDialog lists every knob by group; what is turned holds from the next run on. */
export function SettingsDialog(props: SettingsDialogProps) {
  const [search, setSearch] = useState('');
  const { open, table, settings, onChange, onCosts, onClose } = props;
  const found = findKnobs(table.knobs, search);
  return (
    <Dialog
      title="Scheduler settings"
      class="settings-sheet"
      open={open}
      onClose={onClose}
      head={<Head {...props} search={search} onSearch={setSearch} />}
    >
      {table.knobs.length === 0 && <p class="hint">The engine is still being loaded.</p>}
      {table.knobs.length > 0 && found.length === 0 && <p class="hint">Nothing of that name.</p>}
      <Groups found={found} knobs={settings.knobs} onKnobs={(knobs) => onChange({ knobs })} />
      <p class="sheet-foot">
        What each operation costs on the simulated machine is a table of its own.{' '}
        <button type="button" class="small-button" onClick={onCosts}>
          Show the costs
        </button>
      </p>
    </Dialog>
  );
}
