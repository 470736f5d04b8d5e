// The npm packages. They are installed when package-lock.json is not the one that was last
// installed; the mark lies inside node_modules, so removing that folder removes the mark too.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, root, step } from './run.mjs';

/** ensurePackages makes node_modules match package-lock.json. */
export async function ensurePackages() {
  const mark = join(root, 'node_modules', '.gopark-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.version)
    .digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  step('Installing npm packages');
  await must('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(mark, lock);
}
