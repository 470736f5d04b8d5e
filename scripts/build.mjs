// npm run build: leaves the static site in dist/ and the command in build/native/gopark.
import { main, step } from './lib/run.mjs';
import { buildEverything, prepare } from './lib/setup.mjs';

await main(async () => {
  await prepare();
  await buildEverything();
  step('Built dist/ and build/native/gopark');
});
