// The engine for programs without a page: a fresh instance of the st module for every run, so that one
// that crashes takes nothing with it. How the files are found differs between Node and browsers.
import type { WasmModule, WasmSimModule } from '../engine/module';

/** EngineModule is the st build: it runs programs, and simulated ones. */
export type EngineModule = WasmModule & WasmSimModule;

interface CreateArguments {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
  locateFile(file: string): string;
  print(text: string): void;
  printErr(text: string): void;
}

/** CreateEngine is the function that Emscripten's script defines. */
export type CreateEngine = (given: CreateArguments) => Promise<EngineModule>;

/** EngineFiles is how the two files of the engine are had. */
export interface EngineFiles {
  script(): Promise<CreateEngine>;
  wasm(): Promise<WebAssembly.Module>;
}

/** EngineError: the engine itself failed; what the Go program does wrong is part of its result. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** loader returns a function that makes instances of a module compiled once. */
export function loader(files: EngineFiles): () => Promise<EngineModule> {
  let loaded: Promise<readonly [CreateEngine, WebAssembly.Module]> | null = null;
  return async () => {
    loaded ??= Promise.all([files.script(), files.wasm()]);
    loaded.catch(() => (loaded = null));
    const [create, module] = await loaded;
    return create({
      instantiateWasm: (imports, done) => {
        void WebAssembly.instantiate(module, imports).then((instance) => done(instance, module));
        return {};
      },
      locateFile: (file) => file,
      print: (text) => console.error(text),
      printErr: (text) => console.error(text),
    });
  };
}

interface Immediate {
  setImmediate?: (then: () => void) => unknown;
}

/** breathe lets everything else that waits have its turn; `ms` is how long there is time. */
export function breathe(ms = 0): Promise<void> {
  const { setImmediate: soon } = globalThis as Immediate;
  if (ms > 0) return new Promise((done) => setTimeout(done, ms));
  if (soon) return new Promise((done) => soon(done));
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}
