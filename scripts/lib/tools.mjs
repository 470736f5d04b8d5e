// What the build needs from the machine. On Debian and Ubuntu, as root or with a sudo that asks no
// password, missing packages are installed; anywhere else one line names all that is missing.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { Failure, must, note, step, which } from './run.mjs';

const gtest = () =>
  existsSync('/usr/src/googletest/CMakeLists.txt') || existsSync('/usr/include/gtest/gtest.h');

/** chromiumPath returns the browser of the browser tests, or null. */
export function chromiumPath() {
  const wanted = process.env.GOPARK_CHROMIUM;
  if (wanted) return wanted;
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return places.find((path) => existsSync(path)) ?? null;
}

// A tool is what to look for, the package that brings it, and who needs it.
const tools = [
  { name: 'cmake', apt: 'cmake', found: () => which('cmake') },
  { name: 'g++', apt: 'g++', found: () => which('g++') || which('clang++') },
  { name: 'ninja', apt: 'ninja-build', found: () => which('ninja') || which('make') },
  { name: 'python3', apt: 'python3', found: () => which('python3') },
  { name: 'emcc (Emscripten)', apt: 'emscripten', found: () => which('emcc') },
  { name: 'GoogleTest', apt: 'libgtest-dev', found: gtest, tests: true },
  { name: 'clang-format', apt: 'clang-format', found: () => which('clang-format'), tests: true },
  { name: 'clang-tidy', apt: 'clang-tidy', found: () => which('clang-tidy'), tests: true },
  { name: 'Chromium', apt: 'chromium', found: () => chromiumPath() !== null, tests: true },
];

function aptPrefix() {
  if (!which('apt-get')) return null;
  if (process.getuid?.() === 0) return [];
  const sudo = which('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return sudo ? ['sudo', '-n'] : null;
}

/** ensureNode refuses a Node that the npm packages do not run on. */
export function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Failure(`Node 20.19 or newer is needed, this is ${process.versions.node}`);
}

/** ensureTools installs what is missing, or fails with one line that names it all. */
export async function ensureTools({ tests }) {
  const missing = tools.filter((tool) => (tests || !tool.tests) && !tool.found());
  if (missing.length === 0) return;
  const packages = missing.map((tool) => tool.apt);
  const prefix = aptPrefix();
  const names = missing.map((tool) => tool.name).join(', ');
  const command = `apt-get install -y ${packages.join(' ')}`;
  if (prefix === null) throw new Failure(`missing: ${names}. On Debian or Ubuntu: sudo ${command}`);

  step(`Installing ${names}`);
  note('apt packages: ' + packages.join(' '));
  const apt = (...args) => {
    const [first, ...rest] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      ...args,
    ];
    return must(first, rest, { quiet: true });
  };
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', ...packages);
  const still = missing.filter((tool) => !tool.found()).map((tool) => tool.name);
  if (still.length > 0) throw new Failure(`still missing after ${command}: ${still.join(', ')}`);
}
