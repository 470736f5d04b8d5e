// Figures: what the checks ask about one run, as a fold of its events. Goroutines of the runtime
// itself are left out, but for the plain counts of events.
import { EventType, StopReason, SyscallExit } from '../engine/event_types';
import { RecordReader } from '../engine/records';
import type { Machine, Quantity } from './lab';

export type State = 'runnable' | 'running' | 'syscall' | 'waiting';

interface Goroutine {
  state: State;
  sinceNs: number;
}

const typeCount = 256;

export class Figures {
  private readonly goroutines = new Map<number, Goroutine>();
  private readonly system = new Set<number>();
  private readonly byType = new Uint32Array(typeCount);
  // By type * 256 + sub.
  private readonly byKind = new Map<number, number>();
  private readonly parksBy = new Map<number, number>();
  private readonly waits: number[] = [];
  private running = 0;
  private runningMax = 0;
  private aliveMax = 0;
  private created = 0;
  private sliceMax = 0;
  private busyNs = 0;
  private threadsMax = 1;
  private spinningMax = 0;
  private localMax = 0;
  private globalMax = 0;
  private steals = 0;
  private stolen = 0;
  private preemptions = 0;
  private parks = 0;
  private switches = 0;
  private syscalls = 0;
  private leaks = 0;
  private timers = 0;
  private nowNs = 0;
  private endNs: number | null = null;
  deadlock = false;

  /** take folds further records of the run in. */
  take(bytes: Uint8Array): void {
    const reader = new RecordReader(bytes);
    for (let index = 0; index < reader.count; index++) this.record(reader.at(index));
  }

  /** finish says that the run is over: whoever is runnable then has waited until then. */
  finish(): void {
    const now = this.endNs ?? this.nowNs;
    for (const gp of this.goroutines.values()) {
      if (gp.state === 'runnable') this.waits.push(Math.max(0, now - gp.sinceNs));
      if (gp.state === 'running') this.ran(gp, now);
    }
    this.goroutines.clear();
    this.waits.sort((a, b) => a - b);
  }

  /** of is a quantity of the run, after finish(). */
  of(quantity: Quantity, machine: Machine, stdout: string): number {
    const { event, sub: kind } = quantity;
    switch (quantity.name) {
      case 'runnable wait':
        return this.waits.at(-1) ?? 0;
      case 'p99 runnable wait':
        return this.waits[Math.max(0, Math.ceil(this.waits.length * 0.99) - 1)] ?? 0;
      case 'slice':
        return this.sliceMax;
      case 'virtual time':
        return this.endNs ?? this.nowNs;
      case 'utilisation': {
        const time = (this.endNs ?? this.nowNs) * machine.procs;
        return time > 0 ? (100 * this.busyNs) / time : 0;
      }
      case 'parallelism':
        return this.runningMax;
      case 'goroutines':
        return this.aliveMax;
      case 'goroutines created':
        return this.created;
      case 'leaks':
        return this.leaks;
      case 'threads':
        return this.threadsMax;
      case 'spinning':
        return this.spinningMax;
      case 'local queue':
        return this.localMax;
      case 'global queue':
        return this.globalMax;
      case 'overflows':
        return this.count(EventType.runqOverflow);
      case 'steals':
        return this.steals;
      case 'stolen':
        return this.stolen;
      case 'preemptions':
        return this.preemptions;
      case 'parks':
        return typeof quantity.reason === 'number'
          ? (this.parksBy.get(quantity.reason) ?? 0)
          : this.parks;
      case 'switches':
        return this.switches;
      case 'syscalls':
        return this.syscalls;
      case 'handoffs':
        return this.count(EventType.procHandoff) + this.count(EventType.procRetake);
      case 'retakes':
        return this.count(EventType.procRetake);
      case 'timers':
        return this.timers;
      case 'output lines':
        return stdout.split('\n').length - (stdout.endsWith('\n') || stdout === '' ? 1 : 0);
      case 'events':
        if (event === undefined) return 0;
        return this.count(EventType[event], kind ?? null);
      default:
        throw new Error(`no such quantity: ${quantity.name}`);
    }
  }

  /** count is how many events of a type there were, or of one kind of it. */
  count(type: number, kind: number | null = null): number {
    return kind === null ? (this.byType[type] ?? 0) : (this.byKind.get(type * 256 + kind) ?? 0);
  }

  /** stateOf is the state of a goroutine of the program now, null: it has ended. */
  stateOf(g: number): State | null {
    return this.goroutines.get(g)?.state ?? null;
  }

  /** numberIn counts the program's goroutines now, all of them or those in a state. */
  numberIn(state: State | null): number {
    if (state === null) return this.goroutines.size;
    return [...this.goroutines.values()].filter((gp) => gp.state === state).length;
  }

  /** isSystem says that a goroutine is one of the runtime's own. */
  isSystem(g: number): boolean {
    return this.system.has(g);
  }

  private record(r: RecordReader): void {
    const { type, sub: kind, timeNs, g } = r;
    this.byType[type] = (this.byType[type] ?? 0) + 1;
    const key = type * 256 + kind;
    this.byKind.set(key, (this.byKind.get(key) ?? 0) + 1);
    this.nowNs = Math.max(this.nowNs, timeNs);
    switch (type) {
      case EventType.goCreate:
        this.create(g, kind !== 0, timeNs);
        break;
      case EventType.mStart:
        this.threadsMax = Math.max(this.threadsMax, r.a);
        break;
      case EventType.spinStart:
        this.spinningMax = Math.max(this.spinningMax, r.a);
        break;
      case EventType.runqPut:
        if (r.c === 0) this.localMax = Math.max(this.localMax, r.a + 1);
        break;
      case EventType.globrunqPut:
        this.globalMax = Math.max(this.globalMax, r.a + 1);
        break;
      case EventType.machineExit:
        this.endNs ??= timeNs;
        break;
      case EventType.deadlock:
        this.deadlock = true;
        break;
      case EventType.timerFire:
        // A ticker's wakes no goroutine of its own.
        if (!this.system.has(g)) this.timers += 1;
        break;
      default:
        if (g !== 0 && !this.system.has(g)) this.ofGoroutine(r, g, timeNs);
    }
  }

  private create(g: number, system: boolean, timeNs: number): void {
    if (system) {
      this.system.add(g);
      return;
    }
    // Numbers of goroutines of the runtime that ended may come again.
    this.system.delete(g);
    this.goroutines.set(g, { state: 'runnable', sinceNs: timeNs });
    this.created += 1;
    this.aliveMax = Math.max(this.aliveMax, this.goroutines.size);
  }

  private ofGoroutine(r: RecordReader, g: number, timeNs: number): void {
    const gp = this.goroutines.get(g);
    switch (r.type) {
      case EventType.goStart:
        if (gp?.state === 'runnable') this.waits.push(Math.max(0, timeNs - gp.sinceNs));
        this.switches += 1;
        this.enter(gp, 'running', timeNs);
        break;
      case EventType.goPark:
        this.parks += 1;
        this.parksBy.set(r.sub, (this.parksBy.get(r.sub) ?? 0) + 1);
        this.enter(gp, 'waiting', timeNs);
        break;
      case EventType.goStop:
        if (r.sub === StopReason.preemptedAsync || r.sub === StopReason.preemptedCooperative) {
          this.preemptions += 1;
        }
        this.enter(gp, 'runnable', timeNs);
        break;
      case EventType.goUnpark:
        this.enter(gp, 'runnable', timeNs);
        break;
      case EventType.syscallEnter:
        this.syscalls += 1;
        this.enter(gp, 'syscall', timeNs);
        break;
      case EventType.syscallExit:
        this.enter(gp, r.sub === SyscallExit.queued ? 'runnable' : 'running', timeNs);
        break;
      case EventType.goDestroy:
        this.enter(gp, 'waiting', timeNs);
        this.goroutines.delete(g);
        break;
      case EventType.steal:
        this.steals += 1;
        this.stolen += r.b;
        break;
      case EventType.goLeak:
        this.leaks += 1;
        break;
    }
  }

  private enter(gp: Goroutine | undefined, state: State, timeNs: number): void {
    if (!gp) return;
    if (gp.state === 'running' && state !== 'running') {
      this.ran(gp, timeNs);
      this.running -= 1;
    } else if (gp.state !== 'running' && state === 'running') {
      this.running += 1;
      this.runningMax = Math.max(this.runningMax, this.running);
    }
    // A goroutine that is made runnable stays so until it runs, whichever queues it passes.
    if (gp.state === state && state === 'runnable') return;
    gp.state = state;
    gp.sinceNs = timeNs;
  }

  private ran(gp: Goroutine, timeNs: number): void {
    const time = Math.max(0, timeNs - gp.sinceNs);
    this.busyNs += time;
    this.sliceMax = Math.max(this.sliceMax, time);
  }
}
