// The package's entry under Node: the engine's files lie beside it.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { makeGopark } from './api';
import type { CreateEngine } from './engine_module';

const require = createRequire(import.meta.url);
const folder = new URL(/* @vite-ignore */ import.meta.env.GOPARK_ENGINE, import.meta.url);

const fatal = ['uncaughtException', 'unhandledRejection'] as const;

// Emscripten's script listens for what nobody caught, anew for each instance. That is for programs; a
// library leaves it to them.
const quietly =
  (create: CreateEngine): CreateEngine =>
  (given) => {
    const before = fatal.map((name) => process.listeners(name as 'uncaughtException'));
    const made = create(given);
    fatal.forEach((name, index) => {
      for (const listener of process.listeners(name as 'uncaughtException')) {
        if (before[index]?.includes(listener) !== true) process.off(name, listener);
      }
    });
    return made;
  };

export const { run, simulate } = makeGopark({
  script: () =>
    Promise.resolve(quietly(require(fileURLToPath(new URL('gopark.js', folder))) as CreateEngine)),
  wasm: async () => WebAssembly.compile(await readFile(new URL('gopark.wasm', folder))),
});

export * from './api';
