// A choice of a simulated run explained: what was asked, what was answered and by whom, and what
// came of it.
import type { Choice, ChoiceKind } from '../engine/sim_protocol';
import { sentenceOf } from './explain_event';
import { type Explanation, explanation, type Scene } from './explanation';
import { formatClock } from './format';
import { goSources } from './go_sources';

interface Rule {
  readonly why: string;
  readonly read: readonly string[];
}

const rules: Record<ChoiceKind, Rule> = {
  stealOrder: {
    why: 'A thief visits the other Ps in a random order, anew on each of its four passes, so that no P is everybody’s first victim.',
    read: ['stealWork'],
  },
  selectCase: {
    why: 'When several cases of a select can go on, one of them is taken at random: a program must not rely on their order.',
    read: ['selectgo'],
  },
  mapIteration: {
    why: 'Ranging over a map begins at a random place, so that nobody relies on an order the language does not promise.',
    read: [],
  },
  program: { why: 'The program itself asked for a random number.', read: [] },
  preemptHere: {
    why: 'A goroutine that was asked to yield does so a little later on a real machine: when the signal arrives, or at its next function call.',
    read: ['preemptone', 'asyncPreempt2'],
  },
  coreNext: {
    why: 'There are fewer cores than Ms that want to run: the system decides which goes on, and the scheduler cannot know.',
    read: [],
  },
  wakeLatency: {
    why: 'How long the system takes to wake a thread varies; meanwhile others may have done the work it was woken for.',
    read: ['startm', 'wakep'],
  },
  runNext: {
    why: 'Ms run at the same time. Which of them takes the next step first is a race, which the simulation decides.',
    read: [],
  },
  runLength: {
    why: 'How far one M gets before another’s next step is part of that race.',
    read: [],
  },
};

/** explainChoice explains the choice with this index; null when it is not known. */
export function explainChoice(index: number, scene: Scene): Explanation | null {
  const choice = scene.choices.find((one) => one.index === index);
  if (!choice) return null;
  const rule = rules[choice.kind];
  const after = resultOf(choice, scene);
  const answer = choice.alternatives[choice.chosen] ?? `alternative ${choice.chosen + 1}`;
  const others = choice.alternatives.filter((_, at) => at !== choice.chosen);
  return explanation({
    title: `Choice ${index}`,
    kind: choice.overridden ? 'yours' : 'chance',
    lead: `${choice.question} ${answer.charAt(0).toUpperCase()}${answer.slice(1)}.`,
    why: [
      rule.why,
      choice.overridden
        ? 'This answer was given by hand.'
        : 'The seed decided it: the same seed gives the same answer again.',
      ...after,
    ],
    whyNot:
      others.length === 0
        ? []
        : [
            `It could have been ${others.slice(0, 6).join('; ')}${others.length > 6 ? ' …' : ''}. Take another answer and the run forks there.`,
          ],
    facts: [
      { label: 'When', text: `${formatClock(choice.timeNs)} ms, after event ${choice.events}` },
    ],
    read: goSources(...rule.read),
    seq: choice.events,
  });
}

// What the M did next.
function resultOf(choice: Choice, scene: Scene): string[] {
  const { tape } = scene;
  const from = tape.indexOf(choice.events + 1);
  if (from >= tape.length) return [];
  for (let at = from; at < Math.min(from + 200, tape.length); at++) {
    if (choice.m >= 0 && tape.m(at) !== choice.m) continue;
    const e = tape.at(at);
    return [`Next on M${e.m}: ${sentenceOf(e)} (event ${e.seq})`];
  }
  return [];
}
