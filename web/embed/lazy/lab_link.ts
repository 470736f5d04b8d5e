// The link from an embed to the lab: the same program, schedule and moment.
import { encodeShared, sharedState } from '../../model/share';
import { defaultSettings } from '../../model/settings';
import type { AttributeName } from '../options';
import { runOptions } from './run_options';

/** labFragment is what follows the lab's address; `schedule` is empty before the first run. */
export function labFragment(
  get: (name: AttributeName) => string | null,
  source: string,
  schedule: string,
  events: number,
): Promise<string> {
  const options = runOptions(get);
  const { procs, seed, preempt, moment, step } = options;
  return encodeShared(
    sharedState({
      chosen: 'file:',
      source,
      settings: { ...defaultSettings, engine: 'simulated', procs, seed, preempt, stepKind: step },
      schedule: schedule || options.schedule,
      events: schedule === '' ? moment : events,
      breakpoints: [],
      view: { tab: 'board', panel: 'Decisions' },
    }),
  );
}
