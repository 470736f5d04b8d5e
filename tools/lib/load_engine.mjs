// Loads a wasm build under Node. GOPARK_WASM_DIR names the folder that holds `st` and `mt`;
// build/wasm of this checkout otherwise.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** modulePath is where the script of the module `name` of a build lies. */
export function modulePath(build, name = 'gopark') {
  return join(process.env.GOPARK_WASM_DIR ?? join(root, 'build', 'wasm'), build, `${name}.js`);
}

/**
 * loadModule instantiates the module `name` of `build`; resolves when it is ready. The bytes are
 * handed in because Emscripten 3.1.6 would fetch() them, which Node refuses for files.
 */
export async function loadModule(build, name, settings = {}) {
  const script = modulePath(build, name);
  if (!existsSync(script)) {
    throw new Error(`${script} is not built: npm run build, or cmake with -DGOPARK_WASM=${build}`);
  }
  const create = createRequire(import.meta.url)(script);
  return create({
    wasmBinary: readFileSync(script.replace(/\.js$/, '.wasm')),
    mainScriptUrlOrBlob: script,
    ...settings,
  });
}

/** loadEngine loads the engine of `build`; what it has to say goes to printErr, line by line. */
export function loadEngine(build, printErr = console.error) {
  return loadModule(build, 'gopark', { print: printErr, printErr });
}
