// npm run lab:check -- FILE...: names every mistake in labs as FILE:LINE: message. A file without
// mistakes is run: its starters must fail, its solutions pass, its questions have answers. The exit
// status is 0 when all is well, else 1.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { engineOf, labCheck } from '../tools/lib/lab_command.mjs';
import { loadEngine, modulePath } from '../tools/lib/load_engine.mjs';
import { buildCpp } from './lib/cmake.mjs';
import { loadLabs } from './lib/labs.mjs';
import { Failure, main, root } from './lib/run.mjs';
import { prepare } from './lib/setup.mjs';

await main(async () => {
  const files = process.argv.slice(2);
  if (files.length === 0) throw new Failure('which labs? npm run lab:check -- FILE...');
  if (!existsSync(modulePath('st'))) {
    await prepare();
    await buildCpp('st');
  }
  const here = process.env.INIT_CWD ?? root;
  const labs = await loadLabs();
  const engine = engineOf(await loadEngine('st'));
  process.exitCode = await labCheck({
    labs,
    engine,
    files,
    resolve: (file) => resolve(here, file),
    print: (line) => console.log(line),
  });
});
