// The static site in dist/: Vite's output plus the two wasm engines. The engines lie in a folder
// named by their content, so a browser never pairs a page with another version's engine. Nothing is
// done when no input changed.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { buildDir } from './cmake.mjs';
import { Failure, must, note, root, seconds, step } from './run.mjs';

// What an engine consists of; the worker script exists with older Emscripten versions only.
const engineFiles = ['gopark.js', 'gopark.wasm', 'gopark.worker.js'];

function engineParts() {
  const parts = [];
  for (const build of ['mt', 'st']) {
    for (const file of engineFiles) {
      const path = join(buildDir(build), file);
      if (existsSync(path)) parts.push({ build, file, path });
      else if (file !== 'gopark.worker.js') throw new Failure(`${path} was not built`);
    }
  }
  return parts;
}

function* filesBelow(path) {
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name));
}

function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

/** buildSite brings dist/ up to date. The wasm builds must be there. */
export async function buildSite() {
  const start = Date.now();
  const dist = join(root, 'dist');
  const parts = engineParts();
  const engine = digest(parts.map((part) => part.path)).slice(0, 12);
  const sources = ['web', 'public', 'package-lock.json', 'vite.config.ts', 'tsconfig.json']
    .map((name) => join(root, name))
    .flatMap((path) => [...filesBelow(path)]);
  const wanted = `${engine} ${digest(sources)}`;
  const stamp = join(root, 'build', 'site.stamp');
  const complete = existsSync(join(dist, 'index.html')) && existsSync(join(dist, 'engine', engine));
  step('Building the page');
  if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    note('dist up to date');
    return;
  }
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  await must(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    env: { GOPARK_ENGINE: `engine/${engine}` },
  });
  for (const { build, file, path } of parts) {
    const to = join(dist, 'engine', engine, build);
    mkdirSync(to, { recursive: true });
    copyFileSync(path, join(to, file));
  }
  writeFileSync(stamp, wanted);
  note(`dist up to date (${seconds(start)})`);
}
