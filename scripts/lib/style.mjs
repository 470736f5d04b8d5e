// Which files the formatters and linters look at.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const skipped = new Set(['node_modules', 'build', 'dist', '.git', 'conformance']);

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

/** filesMatching returns the files below the given folders of the project whose name matches. */
export function filesMatching(folders, pattern) {
  return folders
    .map((folder) => join(root, folder))
    .filter((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    .flatMap((folder) => [...walk(folder)])
    .filter((path) => pattern.test(path))
    .sort();
}

/** cppFiles returns every C++ file of ours. */
export const cppFiles = () =>
  filesMatching(['core', 'wasm', 'tests', 'tools', 'examples'], /\.(cpp|h)$/);

/** The patterns Prettier is given; .prettierignore takes the rest away. */
export const prettierArgs = ['.'];
