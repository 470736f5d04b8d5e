// The labs' engine for Node: web/labs is TypeScript, so Vite bundles it into build/labs/labs.mjs
// before anything here can use it. Nothing is done when no input changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './run.mjs';

// The folders it may import from (tests/web/edges.test.ts), and what decides how it is built.
const inputs = ['web/labs', 'web/model', 'web/engine', 'package-lock.json', 'scripts/lib/labs.mjs'];

function digest() {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const path = join(root, input);
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true }).map((name) => join(path, name))
      : [path];
    for (const file of files.filter((one) => statSync(one).isFile()).sort()) {
      hash.update(file).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** buildLabs brings build/labs/labs.mjs up to date and returns its path. */
export async function buildLabs() {
  const folder = join(root, 'build', 'labs');
  const bundle = join(folder, 'labs.mjs');
  const stamp = join(folder, 'stamp');
  const wanted = digest();
  if (existsSync(bundle) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return bundle;
  }
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: 'web/labs/index.ts',
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: 'labs.mjs' } },
    },
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, wanted);
  return bundle;
}

/** loadLabs builds what is needed and imports it. */
export async function loadLabs() {
  return import(pathToFileURL(await buildLabs()).href);
}
