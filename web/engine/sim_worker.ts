// The simulator's Worker: the st build on a thread of its own. It turns messages into calls of the
// Simulator, gives it its slices, and hands the page a batch at the display's rate at most.
import { knobTable, loadModule, type WasmSimModule } from './module';
import { Simulator } from './simulator';
import type { SimAnswer, SimRequest } from './sim_protocol';

const frameMs = 16;
/** A motion that takes longer than this shows how far it is. */
const patienceMs = 250;
/** A run waits for the page when so many events have still to be sent, and sends at every frame. */
const backlogMax = 1_000_000;
const backlogSome = 30_000;

const scope = globalThis as unknown as {
  postMessage(message: SimAnswer, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<SimRequest>) => void) | null;
};

let module: WasmSimModule | null = null;
let simulator: Simulator | null = null;
let run = 0;
let awaitingAck = false;
let lastBatchMs = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

// A message to oneself comes back after whatever else is waiting, without the clamp of setTimeout.
const turnstile = new MessageChannel();
turnstile.port1.onmessage = turn;

function turn(): void {
  clearTimeout(timer);
  if (!simulator) return;
  if (simulator.backlog > backlogMax && awaitingAck) {
    timer = setTimeout(turn, frameMs);
    return;
  }
  const waitMs = simulator.work();
  handOver();
  if (waitMs === 0) turnstile.port2.postMessage(null);
  else if (waitMs !== null) timer = setTimeout(turn, waitMs);
}

function handOver(): void {
  if (!simulator?.pending || awaitingAck) return;
  const since = performance.now() - lastBatchMs;
  const patient = simulator.moving && simulator.backlog < backlogSome;
  if (since < (patient ? patienceMs : frameMs) && simulator.busy) return;
  const batch = simulator.takeBatch();
  lastBatchMs = performance.now();
  awaitingAck = true;
  scope.postMessage({ type: 'batch', run, batch }, [
    batch.picture.buffer as ArrayBuffer,
    batch.events.buffer as ArrayBuffer,
  ]);
}

async function receive(request: SimRequest): Promise<void> {
  switch (request.type) {
    case 'init': {
      const loaded = await loadModule('st', request.base, fail);
      module = loaded as unknown as WasmSimModule;
      simulator = new Simulator(module, {
        refuse: (message) => scope.postMessage({ type: 'refused', run, message }),
      });
      scope.postMessage({ type: 'ready', costs: module.costs(), table: knobTable(module) });
      return;
    }
    case 'ack':
      awaitingAck = false;
      handOver();
      return;
    case 'parseSchedule': {
      if (!module) throw new Error('the simulator is not loaded');
      const { error, ...fields } = module.parseSchedule(request.text);
      scope.postMessage({ type: 'parsed', id: request.id, error, fields });
      return;
    }
    case 'load': {
      if (!simulator) throw new Error('the simulator is not loaded');
      run = request.run;
      const { program, schedule, limits } = request;
      const diagnostics = simulator.load(program, schedule, limits);
      scope.postMessage({ type: 'loaded', run, diagnostics });
      break;
    }
    case 'breakpoints': {
      if (!simulator) throw new Error('the simulator is not loaded');
      const messages = simulator.setBreakpoints(request.list);
      scope.postMessage({ type: 'breakpoints', run: request.run, messages });
      return;
    }
    case 'command':
      if (request.run === run) simulator?.command(request.command);
      break;
    case 'compare':
      if (request.run !== run) return;
      simulator?.compare(request.a, request.b, (comparison) => {
        scope.postMessage({ type: 'compared', run, comparison });
      });
      break;
  }
  turn();
}

function fail(message: string): void {
  scope.postMessage({ type: 'failed', message });
}

scope.onmessage = ({ data }) => {
  receive(data).catch((error: unknown) =>
    fail(error instanceof Error ? error.message : String(error)),
  );
};
