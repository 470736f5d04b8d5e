// npm run package: the npm package in build/package and, packed, build/gopark-VERSION.tgz.
import { join } from 'node:path';
import { buildPackage, packPackage } from './lib/package.mjs';
import { main, root, step } from './lib/run.mjs';
import { buildWeb, prepare } from './lib/setup.mjs';

await main(async () => {
  await prepare();
  await buildWeb();
  await buildPackage();
  step(`Packed ${await packPackage(join(root, 'build'))}`);
});
