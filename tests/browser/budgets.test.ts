// What a first visit loads, compressed: the page's scripts and the engine that works everywhere. When
// it fails: a view that is not needed at once can be imported when it is, and what weighs in a module
// is told by `npx vite build --config vite.config.ts` and wasm-objdump -h.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { root } from './support';

const dist = join(root, 'dist');
const read = (path: string) => readFileSync(join(dist, path), 'utf8');
const kilobyte = 1_000;

// The scripts that the page asks for by itself, and those they import at once.
function pageScripts(): Set<string> {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path) || !existsSync(join(dist, path))) return;
    found.add(path);
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (const [, file] of read(path).matchAll(
      /(?:\bfrom|\bimport)\s*["']\.\/([\w.-]+\.js)["']/g,
    )) {
      visit(folder + (file ?? ''));
    }
  };
  for (const [, path] of read('index.html').matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)) {
    visit(path ?? '');
  }
  return found;
}

describe('what a first visit loads', () => {
  it('is at most 250 KB of the page’s own scripts, Workers included (gzip)', () => {
    const scripts = [...pageScripts()];
    expect(scripts.length).toBeGreaterThan(0);
    const workers = readdirSync(join(dist, 'assets'))
      // The labs' Worker comes with the first check of a lab.
      .filter((name) => /worker.*\.js$/.test(name) && !name.startsWith('lab_worker'))
      .map((name) => `assets/${name}`);
    expect(workers.length).toBeGreaterThan(0);
    const sizes = [...scripts, ...workers].map(
      (path) => [path, gzipSync(read(path)).length] as const,
    );
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(250 * kilobyte);
  });

  it('is at most 600 KB of the st engine (brotli)', () => {
    const [folder = ''] = readdirSync(join(dist, 'engine'));
    const sizes = ['gopark.js', 'gopark.wasm'].map((file) => {
      const bytes = readFileSync(join(dist, 'engine', folder, 'st', file));
      const params = { [constants.BROTLI_PARAM_LGWIN]: 24 };
      return brotliCompressSync(bytes, { params }).length;
    });
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(600 * kilobyte);
  });
});
