// Programs without writing code: counts of goroutines by what they do become an ordinary Go program,
// which is shown and run like any other. How the work is shared out over the Ps at first is drawn
// from a seed, so a workload has a name that gives the same program everywhere.
import { tickNs } from './transport';

export interface WorkloadPlan {
  readonly name: string;
  readonly procs: number;
  readonly seed: number;
  /** Goroutines that only compute, ... */
  readonly cpu: number;
  /** ... that call Gosched after each unit of work, ... */
  readonly yielding: number;
  /** ... that sleep between units, ... */
  readonly blocking: number;
  /** ... and that pass a value on over a channel after each unit, in pairs. */
  readonly channel: number;
}

/** The ready-made ones; the first is where a newcomer begins. */
export const workloadPresets: readonly WorkloadPlan[] = [
  { name: 'Seed 12', procs: 4, seed: 12, cpu: 18, yielding: 4, blocking: 6, channel: 4 },
  { name: 'Only computing', procs: 4, seed: 3, cpu: 32, yielding: 0, blocking: 0, channel: 0 },
  { name: 'Everybody yields', procs: 2, seed: 5, cpu: 0, yielding: 12, blocking: 0, channel: 0 },
  { name: 'Mostly asleep', procs: 4, seed: 8, cpu: 4, yielding: 0, blocking: 24, channel: 0 },
  { name: 'Talking in pairs', procs: 4, seed: 21, cpu: 0, yielding: 0, blocking: 0, channel: 16 },
];

export const workloadCountMax = 200;

/** Draws are the numbers of a seed: the well-known mulberry32 generator. */
class Draws {
  constructor(private state: number) {}

  /** below returns a whole number in [0, n). */
  below(n: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  }
}

type Kind = 'cpu' | 'yielding' | 'blocking' | 'channel';

interface Task {
  readonly kind: Kind;
  /** Units of work; a unit is a tick. */
  readonly units: number;
}

/** Shares is which tasks each P is given at first. */
export type Shares = readonly (readonly Task[])[];

/** shareOut draws the work of each P: uneven, because a P draws how much it attracts. */
export function shareOut(plan: WorkloadPlan): Shares {
  const draws = new Draws(plan.seed);
  const weights = Array.from({ length: plan.procs }, () => (draws.below(4) + 1) ** 2);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const shares: Task[][] = weights.map(() => []);
  const pick = (): Task[] => {
    let at = draws.below(all);
    const index = weights.findIndex((weight) => (at -= weight) < 0);
    return shares[index] ?? [];
  };
  const kinds: readonly (readonly [Kind, number])[] = [
    ['cpu', plan.cpu],
    ['yielding', plan.yielding],
    ['blocking', plan.blocking],
    ['channel', Math.ceil(plan.channel / 2)],
  ];
  for (const [kind, count] of kinds) {
    for (let i = 0; i < count; i++) pick().push({ kind, units: 1 + draws.below(6) });
  }
  // Otherwise all of one kind would stand in front of all of another.
  for (const share of shares) {
    for (let i = share.length - 1; i > 0; i--) {
      const j = draws.below(i + 1);
      const [a, b] = [share[i], share[j]];
      if (a && b) [share[i], share[j]] = [b, a];
    }
  }
  return shares;
}

const calls: Record<Kind, string> = {
  cpu: 'compute',
  yielding: 'yield',
  blocking: 'block',
  channel: 'talk',
};

/** One round of work() is so much virtual time: four instructions of 2 ns each. */
export const roundNs = 8;

/** workloadSource is the Go program of a plan. */
export function workloadSource(plan: WorkloadPlan): string {
  const shares = shareOut(plan);
  const uses = (kind: Kind): boolean => shares.some((share) => share.some((t) => t.kind === kind));
  const rows = shares.map((share, index) => {
    const items = share.map(({ kind, units }) => `{${calls[kind]}, ${units}}`).join(', ');
    return `\t{${items}}, // ${share.length} for P${index}`;
  });
  const imports = [
    uses('yielding') || plan.procs > 0 ? '"runtime"' : '',
    '"sync"',
    '"sync/atomic"',
    uses('blocking') ? '"time"' : '',
  ].filter((line) => line !== '');
  const kinds = [
    `// compute only computes.
func compute(units int) { work(units) }
`,
    uses('yielding')
      ? `
// yield lets others go first after each unit:
// Gosched puts it at the tail of the global queue.
func yield(units int) {
	for i := 0; i < units; i++ {
		work(1)
		runtime.Gosched()
	}
}
`
      : '',
    uses('blocking')
      ? `
// block sleeps between units: a sleeper is in
// no run queue at all.
func block(units int) {
	for i := 0; i < units; i++ {
		work(1)
		time.Sleep(3 * ${tickNs / 1000} * time.Microsecond)
	}
}
`
      : '',
    uses('channel')
      ? `
// talk starts a partner and exchanges a value
// with it after each unit.
func talk(units int) {
	there, back := make(chan int), make(chan int)
	all.Add(1)
	go func() {
		defer all.Done()
		for v := range there {
			work(1)
			back <- v + 1
		}
	}()
	for i := 0; i < units; i++ {
		work(1)
		there <- i
		<-back
	}
	close(there)
}
`
      : '',
  ].join('');
  return `// Workload "${plan.name}", written by the page:
// ${plan.cpu} computing, ${plan.yielding} yielding, ${plan.blocking} blocking and
// ${plan.channel} channel-bound goroutines on ${plan.procs} Ps, shared
// out unevenly by seed ${plan.seed}. A unit of work is one
// Tick: ${tickNs / 1000} µs of virtual time.
package main

import (
${imports.map((line) => `\t${line}`).join('\n')}
)

type task struct {
	do    func(units int)
	units int
}

// Each P begins with a row of its own.
var shares = [][]task{
${rows.join('\n')}
}

var (
	all     sync.WaitGroup
	arrived atomic.Int32
	sink    atomic.Int64
)

func main() {
	runtime.GOMAXPROCS(${plan.procs})
	all.Add(len(shares))
	for _, share := range shares {
		go fill(share)
	}
	all.Wait()
}

// fill waits until every P has a goroutine of its
// own, then fills the queue of the one it is on.
func fill(share []task) {
	defer all.Done()
	arrived.Add(1)
	for i := 1; arrived.Load() < int32(len(shares)); i++ {
		if i%50000 == 0 {
			runtime.Gosched()
		}
	}
	all.Add(len(share))
	for _, t := range share {
		go func() {
			defer all.Done()
			t.do(t.units)
		}()
	}
}

// work takes one Tick a unit: a round is four
// instructions of 2 ns.
func work(units int) {
	x := 0
	for i := 0; i < units*${Math.round(tickNs / roundNs)}; i++ {
		x += i
	}
	sink.Add(int64(x))
}

${kinds}`;
}
