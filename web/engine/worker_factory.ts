// How the page makes an engine Worker: apart from engine.ts, so that tests can hand in their own.
import type { BuildName } from './builds';
import { Engine } from './engine';
import { SimClient, type SimSink } from './sim_client';
import simWorkerUrl from './sim_worker.ts?worker&url';

/** engineBase is the address of the folder with the two wasm builds. */
export function engineBase(): string {
  return new URL(`${import.meta.env.GOPARK_ENGINE}/`, document.baseURI).href;
}

/** createEngine makes an engine of the given build for this page. */
export function createEngine(build: BuildName): Engine {
  return new Engine({
    build,
    base: engineBase(),
    makeWorker: () =>
      new Worker(new URL('./worker.ts', import.meta.url), { name: 'gopark-engine' }),
  });
}

/** createSimClient makes the simulated machine of this page; its Worker starts with the first use. */
export function createSimClient(sink: SimSink): SimClient {
  return new SimClient({
    base: engineBase(),
    sink,
    makeWorker: () =>
      new Worker(new URL('./sim_worker.ts', import.meta.url), { name: 'gopark-simulator' }),
  });
}

// A Worker's script must be of the page's own origin, which a script of another origin gets around by
// a Worker of two words that imports it.
function embeddedWorker(): Worker {
  const url = new URL(simWorkerUrl, import.meta.url);
  const name = 'gopark-simulator';
  if (url.origin === self.origin) return new Worker(url, { name });
  const script = new Blob([`importScripts(${JSON.stringify(url.href)})`], {
    type: 'text/javascript',
  });
  const address = URL.createObjectURL(script);
  try {
    return new Worker(address, { name });
  } finally {
    // The Worker takes its script before the next task of this page but one.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}

// What a browser says of a Worker that a policy forbids is nothing, so it is said here.
function explained(message: string): string {
  const origin = new URL(simWorkerUrl, import.meta.url).origin;
  if (origin === self.origin || !/could not be loaded|Failed to construct/.test(message)) {
    return message;
  }
  return (
    `The engine of ${origin} could not be started here. If this page has a Content-Security-Policy, ` +
    `it must allow worker-src blob: and script-src ${origin} 'wasm-unsafe-eval'; ` +
    'or Gopark’s files must lie on this site.'
  );
}

/** createEmbeddedSimClient makes the simulated machine of a page that may be anybody's. */
export function createEmbeddedSimClient(base: string, sink: SimSink): SimClient {
  const failed = (message: string) => sink.failed(explained(message));
  return new SimClient({
    base: new URL(`${import.meta.env.GOPARK_ENGINE}/`, base).href,
    sink: { ...sink, failed },
    makeWorker: embeddedWorker,
  });
}

/** createLabWorker makes the Worker in which labs are checked. */
export function createLabWorker(): Worker {
  return new Worker(new URL('../labs/lab_worker.ts', import.meta.url), { name: 'gopark-labs' });
}
