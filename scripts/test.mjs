// npm test: sets up as `npm start` does, then runs every suite, or the named ones:
//   npm test -- web browser
// The last line is `N passed, N failed` over all of them.
import { Failure, main, seconds, step } from './lib/run.mjs';
import { prepare } from './lib/setup.mjs';
import { suites } from './lib/suites.mjs';

let passed = 0;
let failed = 0;

await main(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in suites));
  if (unknown.length > 0) {
    const known = Object.keys(suites).join(', ');
    throw new Failure(`no suite ${unknown.join(', ')}; there are ${known}`);
  }
  await prepare({ tests: true });
  const lines = [];
  for (const name of wanted.length > 0 ? wanted : Object.keys(suites)) {
    const start = Date.now();
    let result;
    try {
      result = await suites[name]();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      console.error(`gopark: ${error.message}`);
      result = { passed: 0, failed: 1, names: [error.message] };
    }
    passed += result.passed;
    failed += result.failed;
    const counts = `${result.passed} passed, ${result.failed} failed`;
    lines.push(`  ${name.padEnd(12)} ${counts} (${seconds(start)})`);
    for (const test of result.names ?? []) lines.push(`    FAILED ${test}`);
  }
  step('Summary');
  for (const line of lines) console.log(line);
});

if (process.exitCode) failed += 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
