// npm run format: lets Prettier and clang-format rewrite every file they own.
import { join } from 'node:path';
import { cppFiles, prettierArgs } from './lib/style.mjs';
import { main, must, root, step } from './lib/run.mjs';
import { prepare } from './lib/setup.mjs';

await main(async () => {
  await prepare({ tests: true });
  step('Prettier');
  const prettier = join(root, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
  await must(process.execPath, [prettier, '--write', '--log-level', 'warn', ...prettierArgs]);
  step('clang-format');
  const files = cppFiles();
  if (files.length > 0) await must('clang-format', ['-i', ...files]);
});
