// The C++ builds: three native ones (plain, ASan+UBSan, TSan) and the two wasm ones, each in its own
// folder below build/. CMake configures once and again when a list of files changed; Ninja (or make)
// decides what is out of date, so a second call costs well under a second each.
import { existsSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Failure, must, note, root, run, seconds, step, which } from './run.mjs';

/** The builds, by name: folder below build/, and what CMake is told. */
export const builds = {
  native: { dir: 'native', args: [], title: 'native' },
  asan: { dir: 'asan', args: ['-DGOPARK_SANITIZE=asan'], title: 'native, ASan + UBSan' },
  tsan: { dir: 'tsan', args: ['-DGOPARK_SANITIZE=tsan'], title: 'native, TSan' },
  mt: { dir: 'wasm/mt', args: ['-DGOPARK_WASM=mt'], title: 'wasm with threads (mt)', wasm: true },
  st: {
    dir: 'wasm/st',
    args: ['-DGOPARK_WASM=st'],
    title: 'wasm without threads (st)',
    wasm: true,
  },
};

/** buildDir returns the folder of a build. */
export const buildDir = (name) => join(root, 'build', builds[name].dir);

/**
 * emscriptenEnv returns the environment an `emcc` needs. Debian's JavaScript optimizer looks for
 * acorn where Debian's own Node would find it, which another Node does not search.
 */
export function emscriptenEnv() {
  const debian = '/usr/share/nodejs';
  if (!existsSync(join(debian, 'acorn'))) return {};
  return { NODE_PATH: [process.env.NODE_PATH, debian].filter(Boolean).join(':') };
}

async function configure(name) {
  const { args, wasm } = builds[name];
  const dir = buildDir(name);
  const generator = which('ninja') ? ['-G', 'Ninja'] : [];
  const cmake = ['-S', root, '-B', dir, ...generator, '-DCMAKE_BUILD_TYPE=Release', ...args];
  mkdirSync(dir, { recursive: true });
  const result = wasm
    ? await run('emcmake', ['cmake', ...cmake], { quiet: true, env: emscriptenEnv() })
    : await run('cmake', cmake, { quiet: true });
  if (result.status !== 0) throw new Failure(`cmake could not configure the ${name} build`);
}

/** buildCpp brings one build up to date. `targets` empty means all of it. */
export async function buildCpp(name, targets = []) {
  const dir = buildDir(name);
  const start = Date.now();
  step(`Building ${builds[name].title}`);
  if (!existsSync(join(dir, 'build.ninja')) && !existsSync(join(dir, 'Makefile'))) {
    await configure(name);
  }
  const jobs = process.env.GOPARK_JOBS ?? String(availableParallelism());
  const wanted = targets.flatMap((target) => ['--target', target]);
  await must('cmake', ['--build', dir, '--parallel', jobs, ...wanted], {
    env: { ...emscriptenEnv(), NINJA_STATUS: '  [%f/%t] ' },
  });
  note(`${builds[name].dir} up to date (${seconds(start)})`);
}
