// The simulated half of the lab as its views see it: values and calls, no signals.
import type { SimProps } from '../views/sim/sim_props';
import type { Lab } from './lab';

/** simProps reads the signals; whoever calls it while drawing is drawn again when they change. */
export function simProps(lab: Lab): SimProps {
  const { sim } = lab;
  return {
    batch: sim.batch.value,
    choices: sim.choices.value,
    settings: lab.settings.value,
    loading: sim.loaded.value === 'loading',
    edited: lab.edited.value,
    notice: sim.notice.value,
    breakpoints: sim.breakpoints.value,
    breakpointFaults: sim.breakpointFaults.value,
    breakpointsUsed: sim.useBreakpoints.value,
    asking: sim.asking.value,
    asked: sim.askKinds.value,
    costs: sim.costs.value,
    changedCosts: sim.costChanges.value,
    scheduleFault: sim.scheduleFault.value,
    act: {
      change: (changed) => lab.change(changed),
      toggle: () => sim.toggle(),
      step: () => sim.step(),
      stepBack: () => sim.stepBack(),
      seek: (to) => sim.seek(to),
      toEnd: () => sim.toEnd(),
      toBreakpoint: () => sim.toBreakpoint(),
      tick: () => lab.tick(),
      choose: (decision, alternative) => sim.choose(decision, alternative),
      fault: (text) => sim.fault(text),
      runSeed: (seed) => void sim.runSeed(seed),
      replay: (schedule) => void sim.replay(schedule),
      setBreakpoints: (list) => sim.setBreakpoints(list),
      useBreakpoints: (use) => (sim.useBreakpoints.value = use),
      ask: (on) => sim.ask(on),
      askKinds: (kinds) => sim.ask(sim.asking.value, kinds),
      branch: (id) => sim.goToBranch(id),
      compare: (a, b) => void sim.compare(a, b),
      costChanges: (changes) => (sim.costChanges.value = changes),
    },
  };
}
