// Which of the two engines can run here, and why. `mt` needs shared memory, which a browser grants
// only to an isolated page; `st` needs nothing.

/** The two wasm builds: `mt` runs every M on a Web Worker, `st` all of them on one. */
export type BuildName = 'mt' | 'st';

export interface BuildChoice {
  readonly build: BuildName;
  /** One sentence for the badge. */
  readonly why: string;
  /** Whether `mt` could run here. */
  readonly threads: boolean;
}

/** Surroundings is what the choice depends on, so that it can be tested. */
export interface Surroundings {
  readonly isolated: boolean;
  readonly sharedMemory: boolean;
  readonly secure: boolean;
  readonly cores: number;
}

/** surroundings asks the browser; growing a shared memory is the real test, not a name lookup. */
export function surroundings(): Surroundings {
  let sharedMemory: boolean;
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    sharedMemory = memory.buffer instanceof SharedArrayBuffer;
  } catch {
    sharedMemory = false;
  }
  return {
    isolated: globalThis.crossOriginIsolated,
    sharedMemory,
    secure: globalThis.isSecureContext,
    cores: navigator.hardwareConcurrency,
  };
}

function obstacle(here: Surroundings): string | null {
  if (!here.secure) return 'the page was not served over HTTPS or from localhost';
  if (!here.isolated) return 'the page is not cross-origin isolated';
  if (!here.sharedMemory) return 'this browser has no shared WebAssembly memory';
  return null;
}

/** chooseBuild picks the build: the wanted one where it can run, else what can, saying why. */
export function chooseBuild(wanted: BuildName | 'auto', here: Surroundings): BuildChoice {
  const missing = obstacle(here);
  const threads = missing === null;
  if (wanted === 'st') {
    return {
      build: 'st',
      threads,
      why: 'One thread, as chosen: every M takes turns on one Worker.',
    };
  }
  if (missing !== null) {
    return { build: 'st', threads, why: `One thread, because ${missing}.` };
  }
  const cores = here.cores === 1 ? '1 core' : `${here.cores} cores`;
  return { build: 'mt', threads, why: `Every M is a Web Worker; this machine offers ${cores}.` };
}
