// How the page makes an engine Worker: apart from engine.ts, so that tests can hand in their own.
import type { BuildName } from './builds';
import { Engine } from './engine';
import { SimClient, type SimSink } from './sim_client';

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
