// The test suites of `npm test`, each a function that resolves to {passed, failed, names} and shows
// its output live; `names` says which tests failed and why, for the summary. A suite that cannot run
// at all counts as one failure: nothing is skipped silently.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { buildCpp, buildDir } from './cmake.mjs';
import { conformance } from './conformance.mjs';
import { root, run, step } from './run.mjs';
import { buildWeb } from './setup.mjs';
import { cppFiles, prettierArgs } from './style.mjs';
import { tidy } from './tidy.mjs';

const bin = (...parts) => join(root, 'node_modules', ...parts);
const jobs = () => process.env.GOPARK_JOBS ?? String(availableParallelism());

async function check(name, command, args) {
  step(name);
  const { status, output } = await run(command, args, { quiet: true });
  if (status === 127) console.log(output);
  console.log(`  ${status === 0 ? 'ok' : 'FAILED'}  ${name}`);
  return { name, ok: status === 0 };
}

function count(results) {
  const names = results.filter(({ ok }) => !ok).map(({ name }) => name);
  return { passed: results.length - names.length, failed: names.length, names };
}

// unnamed() is the result of a suite whose program failed without saying which test did.
const unnamed = (passed, name) => ({ passed, failed: 1, names: [name] });

/** style: formatting, lint and types of everything; one count per tool. */
async function style() {
  const node = process.execPath;
  const results = [
    await check('prettier', node, [
      bin('prettier', 'bin', 'prettier.cjs'),
      '--check',
      '--log-level',
      'warn',
      ...prettierArgs,
    ]),
    await check('eslint', node, [bin('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.']),
    await check('tsc', node, [bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', '.']),
  ];
  const cpp = cppFiles();
  if (cpp.length > 0) {
    results.push(await check('clang-format', 'clang-format', ['--dry-run', '-Werror', ...cpp]));
    results.push({ name: 'clang-tidy', ok: await tidy() });
  }
  return count(results);
}

// ctest() runs the GoogleTest suites of one native build and reads CTest's own summary.
async function ctest(name) {
  await buildCpp(name);
  step(`Tests: ${name}`);
  const args = [
    '--test-dir',
    buildDir(name),
    '--output-on-failure',
    '--no-tests=error',
    '--timeout',
    '600',
  ];
  const { status, output } = await run('ctest', [...args, '-j', jobs()], {
    capture: true,
    env: {
      ASAN_OPTIONS: 'detect_stack_use_after_return=0',
      TSAN_OPTIONS: 'halt_on_error=1',
      UBSAN_OPTIONS: 'print_stacktrace=1',
    },
  });
  const summary = /(\d+) tests failed out of (\d+)/.exec(output);
  if (!summary) return unnamed(0, 'ctest did not finish');
  const failed = Number(summary[1]);
  const passed = Number(summary[2]) - failed;
  if (status !== 0 && failed === 0) return unnamed(passed, `ctest ended with status ${status}`);
  const list = output.slice(output.indexOf('The following tests FAILED'));
  const names = [...list.matchAll(/^\s*\d+ - (.+) \(.*\)$/gm)];
  return { passed, failed, names: names.map(([, test]) => test) };
}

/** wasm: both engines under Node, with Node's own test runner. */
async function wasm() {
  await buildCpp('native', ['gopark']);
  await buildCpp('mt');
  await buildCpp('st');
  step('Tests: wasm under Node');
  const folder = join(root, 'tests', 'wasm');
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.test.mjs'))
        .map((name) => join(folder, name))
    : [];
  if (files.length === 0) return unnamed(0, 'no test file');
  const args = ['--test', '--test-concurrency=1', '--test-reporter=tap', ...files];
  const { status, output } = await run(process.execPath, args, { capture: true });
  const number = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const failed = number('fail') + number('cancelled');
  const passed = number('pass');
  if (status !== 0 && failed === 0) return unnamed(passed, `node ended with status ${status}`);
  const names = [...output.matchAll(/^\s*not ok \d+ - (.+)$/gm)].map(([, test]) => test);
  return { passed, failed, names };
}

// vitest() runs one Vitest project and reads its JSON report.
async function vitest(name, config) {
  step(`Tests: ${name}`);
  const report = join(root, 'build', 'reports', `${name}.json`);
  mkdirSync(join(root, 'build', 'reports'), { recursive: true });
  rmSync(report, { force: true });
  const { status } = await run(process.execPath, [
    bin('vitest', 'vitest.mjs'),
    'run',
    '--config',
    relative(root, config),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  if (!existsSync(report)) return unnamed(0, 'vitest left no report');
  const json = JSON.parse(readFileSync(report, 'utf8'));
  const passed = json.numPassedTests;
  const names = json.testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'failed')
    .map((test) => `${test.fullName}: ${(test.failureMessages[0] ?? '').split('\n', 1)[0]}`);
  if (status !== 0 && names.length === 0) return unnamed(passed, `vitest ended with ${status}`);
  return { passed, failed: names.length, names };
}

async function browser() {
  await buildWeb();
  return vitest('browser', join(root, 'tests', 'browser', 'vitest.config.ts'));
}

/** The suites by name, in the order in which `npm test` runs them. */
export const suites = {
  style,
  web: () => vitest('web', join(root, 'vitest.config.ts')),
  native: () => ctest('native'),
  conformance: async () => {
    await buildCpp('native', ['gopark']);
    const total = { passed: 0, failed: 0, names: [] };
    for (const [verb, procs, env] of [
      ['run', 1],
      ['run', 2],
      ['run', 4],
      ['sim', 0],
      // The collector has to be right about every live value, so it gets as many chances as it can.
      ['run', 3, { GOGC: '1', GOMEMLIMIT: '1' }],
    ]) {
      const settings = Object.entries(env ?? {}).map(([name, value]) => ` ${name}=${value}`);
      const what = (procs > 0 ? `${verb} with ${procs} Ps` : verb) + settings.join('');
      step(`Tests: Go programs under gopark ${what}`);
      const { passed, failed, names } = await conformance(jobs(), verb, procs, env);
      total.passed += passed;
      total.failed += failed;
      total.names.push(...names.map((name) => `${name} (${what})`));
    }
    return total;
  },
  wasm,
  browser,
  asan: () => ctest('asan'),
  tsan: () => ctest('tsan'),
};
