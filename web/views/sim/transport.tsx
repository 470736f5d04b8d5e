// The transport bar of a simulated run: play and step in both directions, pace, seed, faults,
// breakpoints, the time slider, and what comes next.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { stepKinds } from '../../engine/sim_protocol';
import { formatCount, formatNs } from '../../model/format';
import { coresChoices } from '../../model/settings';
import { nowWords, paces, paceWords, stepTitles, tickNs } from '../../model/transport';
import { Popover } from '../controls';
import {
  EndIcon,
  PauseIcon,
  PlayIcon,
  SlidersIcon,
  StartIcon,
  StepBackIcon,
  StepIcon,
} from '../icons';
import { Breakpoints } from './breakpoints';
import { Faults } from './faults';
import type { SimProps } from './sim_props';
import { TimeSlider } from './time_slider';

function RoundButton(props: {
  readonly label: string;
  readonly title?: string;
  readonly class?: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class={`round ${props.class ?? ''}`}
      aria-label={props.label}
      title={props.title ?? props.label}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

function Buttons({ batch, loading, act }: SimProps) {
  const playing = batch?.activity === 'play';
  const atStart = !batch || batch.position.events === 0;
  const ended = batch?.position.ended === true;
  return (
    <div class="transport-buttons" role="group" aria-label="Run control">
      <RoundButton
        label="Back to the start"
        disabled={atStart}
        onClick={() => act.seek({ events: 0 })}
      >
        <StartIcon />
      </RoundButton>
      <RoundButton
        label="Step back"
        title="Step back (←)"
        disabled={atStart}
        onClick={() => act.stepBack()}
      >
        <StepBackIcon />
      </RoundButton>
      <RoundButton
        class="play"
        label={playing ? 'Pause' : 'Play'}
        title={playing ? 'Pause (Space)' : 'Play (Space)'}
        disabled={loading}
        onClick={() => act.toggle()}
      >
        {playing ? <PauseIcon /> : <PlayIcon />}
      </RoundButton>
      <RoundButton
        label="Step forward"
        title="Step forward (→)"
        disabled={loading || ended}
        onClick={() => act.step()}
      >
        <StepIcon />
      </RoundButton>
      <RoundButton
        label="Run to the end"
        title="Run to the end, past breakpoints and questions"
        disabled={loading || ended}
        onClick={() => act.toEnd()}
      >
        <EndIcon />
      </RoundButton>
    </div>
  );
}

function StepSelect({ settings, act }: SimProps) {
  return (
    <label class="field step-kind">
      <span>Step</span>
      <select
        value={settings.stepKind}
        title={stepTitles[settings.stepKind]}
        onChange={(event) => {
          const kind = stepKinds.find((one) => one === event.currentTarget.value);
          if (kind) act.change({ stepKind: kind });
        }}
      >
        {stepKinds.map((kind) => (
          <option key={kind} value={kind} title={stepTitles[kind]}>
            {kind === 'line' ? 'Go line' : kind}
          </option>
        ))}
      </select>
    </label>
  );
}

function Pace({ settings, act }: SimProps) {
  const words = paceWords(settings.pace);
  return (
    <label class="field pace" title="Virtual time per second of real time">
      <span>Speed</span>
      <input
        type="range"
        min={0}
        max={paces.length - 1}
        value={settings.pace}
        aria-valuetext={words}
        onInput={(event) => act.change({ pace: Number(event.currentTarget.value) })}
      />
      <output>{words}</output>
    </label>
  );
}

function Seed({ settings, loading, act }: SimProps) {
  const [text, setText] = useState(String(settings.seed));
  useEffect(() => setText(String(settings.seed)), [settings.seed]);
  const run = () => {
    if (/^\d{1,15}$/.test(text)) act.runSeed(Number(text));
    else setText(String(settings.seed));
  };
  return (
    <span class="field seed">
      <label>
        <span>Seed</span>
        <input
          type="text"
          inputMode="numeric"
          value={text}
          disabled={loading}
          title="Decides what chance would; Enter runs with another"
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') run();
          }}
        />
      </label>
      <button
        type="button"
        class="small-button"
        title={`Run again with seed ${settings.seed + 1}`}
        disabled={loading}
        onClick={() => act.runSeed(settings.seed + 1)}
      >
        another
      </button>
    </span>
  );
}

function Cores({ settings, act }: SimProps) {
  return (
    <label class="field cores" title="Virtual cores; the next run has them">
      <span>Cores</span>
      <select
        value={settings.cores}
        onChange={(event) => act.change({ cores: Number(event.currentTarget.value) })}
      >
        {coresChoices.map((n) => (
          <option key={n} value={n}>
            {n === 0 ? 'one per P' : n}
          </option>
        ))}
      </select>
    </label>
  );
}

function Scheduler({ asking, act }: SimProps) {
  return (
    <button
      type="button"
      class="quiet you"
      aria-pressed={asking}
      aria-label="You are the scheduler"
      title="The run stops at each decision and you make it; the kinds are chosen under Choices"
      onClick={() => act.ask(!asking)}
    >
      <span class="switch" aria-hidden="true" />
      <span>You are the scheduler</span>
    </button>
  );
}

function TickButton({ loading, act }: SimProps) {
  return (
    <button
      type="button"
      class="small-button tick"
      disabled={loading}
      title={`Every P goes on by one tick: ${formatNs(tickNs)} of virtual time`}
      onClick={() => act.tick()}
    >
      Tick
    </button>
  );
}

function Now({ batch, edited, notice }: SimProps) {
  if (notice !== '') {
    return (
      <p class="now bad" role="alert">
        {notice}
      </p>
    );
  }
  if (!batch) return <p class="now">Play, step or tick begins the run.</p>;
  return (
    <p class="now">
      <span class="mono">event {formatCount(batch.position.events)}</span>
      <span>{batch.activity === 'rest' ? nowWords(batch) : 'running'}</span>
      {edited && <span class="edited">edited since: Run takes it in</span>}
    </p>
  );
}

/** Transport is the whole bar. On a phone its settings move into a panel. */
export function Transport(props: SimProps) {
  const settings = (
    <>
      <StepSelect {...props} />
      <Pace {...props} />
      <Seed {...props} />
      <Cores {...props} />
    </>
  );
  return (
    <section class="transport" aria-label="Transport">
      <div class="transport-row">
        <Buttons {...props} />
        <TickButton {...props} />
        <div class="transport-settings wide">{settings}</div>
        <span class="spacer" />
        <Scheduler {...props} />
        <Faults {...props} />
        <Breakpoints {...props} />
        <Popover class="narrow sim-settings" label="Run settings" button={<SlidersIcon />}>
          {settings}
        </Popover>
      </div>
      <div class="transport-row time">
        <TimeSlider {...props} />
        <Now {...props} />
      </div>
    </section>
  );
}
