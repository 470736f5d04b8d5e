// The package's entry in browsers, pages and module Workers alike. A bundler moves this file, so it
// can be told where the engine's files are.
import { makeGopark } from './api';
import type { CreateEngine } from './engine_module';

let folder = new URL(/* @vite-ignore */ import.meta.env.GOPARK_ENGINE, import.meta.url);

/** useEngineAt says where `gopark.mjs` and `gopark.wasm` lie, before the first run. */
export function useEngineAt(address: string | URL): void {
  folder = new URL(String(address).endsWith('/') ? address : `${address}/`, location.href);
}

export const { run, simulate } = makeGopark({
  script: async () => {
    const module = (await import(/* @vite-ignore */ new URL('gopark.mjs', folder).href)) as {
      readonly default: CreateEngine;
    };
    return module.default;
  },
  wasm: async () => {
    const response = await fetch(new URL('gopark.wasm', folder));
    if (!response.ok) throw new Error(`gopark.wasm: ${response.status} ${response.statusText}`);
    return WebAssembly.compile(await response.arrayBuffer());
  },
});

export * from './api';
