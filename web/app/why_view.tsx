// The explanations as the page shows them: the Why part of the lower panel, and the line that says
// what is selected where another part is open.
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Picture } from '../engine/picture';
import type { SimPosition } from '../engine/sim_protocol';
import { explain, recentEvents } from '../model/explain';
import { type Explanation, globalTickDefault, type Scene } from '../model/explanation';
import { type At, goroutinesByLine } from '../model/source_places';
import { useSampled } from '../views/sampled';
import { AnswerLine } from '../views/why/answer_line';
import { Why } from '../views/why/why';
import type { Lab } from './lab';

const recentShown = 40;

/** sceneOf is what is known of the run at the moment the page marks. */
export function sceneOf(lab: Lab): Scene {
  const picture = lab.picture.peek();
  const tape = lab.decisions.known;
  // Pictures of some engines tell it.
  const { globalTick = 0 } = (picture ?? {}) as Partial<Picture> & { readonly globalTick?: number };
  return {
    tape,
    picture,
    names: lab.names.peek(),
    choices: lab.sim.choices.peek(),
    simulated: lab.simulated.peek(),
    nowNs: lab.cursorNs.peek() ?? Math.max(picture?.timeNs ?? 0, tape.lastTimeNs),
    globalTick: globalTick > 0 ? globalTick : globalTickDefault,
  };
}

function useTold(lab: Lab): Explanation | null {
  const selection = lab.selected.value;
  const sampled = useSampled(lab.frame.value, lab.running.value);
  const choices = lab.sim.choices.value;
  const cursor = lab.cursorNs.value;
  return useMemo(
    () => (selection ? explain(selection, sceneOf(lab)) : null),
    [selection, sampled, choices, cursor],
  );
}

const nowhere: ReadonlyMap<number, readonly At[]> = new Map();
/** Following a running program by so many goroutines at most: more would only flicker. */
const followedMax = 2_000;

interface SourcePlaces {
  readonly lines: ReadonlyMap<number, readonly At[]>;
  readonly selected: number | null;
}

/** useSourcePlaces is who is at which line, and the line of what is selected. */
export function useSourcePlaces(lab: Lab): SourcePlaces {
  const running = lab.running.value;
  const sampled = useSampled(lab.frame.value, running);
  const told = useTold(lab);
  const shown = lab.sim.batch.value;
  const at = lab.simulated.value && shown?.activity === 'rest' ? shown.position : null;
  const stale = lab.changedSinceRun.value || lab.workload.value !== null;
  const lines = useMemo(() => {
    const { history } = lab;
    if (stale || (running && history.goroutineCount > followedMax)) return nowhere;
    // What a program that has ended was at says nothing any more.
    return lab.picture.peek()?.exited === true ? nowhere : goroutinesByLine(history, at);
  }, [sampled, stale, running, at]);
  return { lines, selected: stale ? null : (told?.line ?? lineOfRunning(lab, at)) };
}

// The goroutine whose instruction is next is the one of those that run whose line is known.
function lineOfRunning(lab: Lab, at: SimPosition | null): number | null {
  const selection = lab.selected.value;
  if (selection?.kind !== 'g' || at?.g !== selection.id || at.line === 0) return null;
  return at.line;
}

/** WhyPart is the Why part of the lower panel. */
export function WhyPart({ lab, tabs }: { readonly lab: Lab; readonly tabs: ComponentChildren }) {
  const selection = lab.selected.value;
  const told = useTold(lab);
  const recent = useMemo(
    () => (selection ? recentEvents(selection, sceneOf(lab), recentShown) : []),
    [told],
  );
  const { steps, at } = lab.why.trail.value;
  const seeks = lab.simulated.value && lab.sim.loaded.value === 'yes';
  return (
    <Why
      selection={selection}
      told={told}
      recent={recent}
      canGoBack={at > 0}
      canGoForth={at < steps.length - 1}
      tabs={tabs}
      onBack={() => lab.why.step(-1)}
      onForth={() => lab.why.step(1)}
      onSelect={(to) => lab.why.mark(to)}
      onLine={(line) => lab.goTo(line, 1)}
      onSeek={seeks ? (events) => lab.sim.seek({ events }) : null}
    />
  );
}

/** Answer is the line about what is selected; nothing when Why itself is open. */
export function Answer({ lab }: { readonly lab: Lab }) {
  const told = useTold(lab);
  if (!told) return null;
  return <AnswerLine told={told} onWhy={() => lab.why.ask()} onClear={() => lab.why.mark(null)} />;
}
