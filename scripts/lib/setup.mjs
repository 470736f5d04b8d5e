// The set-up that `npm start`, `npm test` and `npm run build` share.
import { buildCpp } from './cmake.mjs';
import { buildLabs } from './labs.mjs';
import { ensurePackages } from './packages.mjs';
import { buildSite } from './site.mjs';
import { ensureNode, ensureTools } from './tools.mjs';

/** prepare makes the machine able to build: system tools and npm packages. */
export async function prepare({ tests = false } = {}) {
  ensureNode();
  await ensureTools({ tests });
  await ensurePackages();
}

/** buildEverything builds the native command, both wasm engines and the page. */
export async function buildEverything() {
  await buildCpp('native', ['gopark']);
  await buildWeb();
}

/** buildWeb builds what the page and the tools for labs need and nothing else. */
export async function buildWeb() {
  await buildCpp('mt');
  await buildCpp('st');
  await buildSite();
  await buildLabs();
}
