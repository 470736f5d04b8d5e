// The conformance programs against the native command. What the language does not support yet is
// listed in tests/conformance/not_yet.txt, one case a line; a listed case that passes fails the
// suite until it is struck from the list, so the list can only tell the truth.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDir } from './cmake.mjs';
import { root, run } from './run.mjs';

function notYet() {
  const path = join(root, 'tests', 'conformance', 'not_yet.txt');
  if (!existsSync(path)) return new Set();
  const lines = readFileSync(path, 'utf8').split('\n');
  return new Set(lines.map((line) => line.replace(/#.*/, '').trim()).filter(Boolean));
}

/**
 * conformance runs the cases under `gopark run` or `gopark sim` and resolves to {passed, failed,
 * names}; cases that are known to fail count as neither.
 */
export async function conformance(jobs, verb) {
  const checker = join(root, 'tests', 'conformance', 'check.py');
  const command = `${join(buildDir('native'), 'gopark')} ${verb}`;
  const args = [checker, '--cmd', command, '--jobs', jobs, '-v'];
  const { output } = await run('python3', args, { capture: true });
  const listed = notYet();
  let passed = 0;
  const names = [];
  let known = 0;
  for (const [, verdict, name] of output.matchAll(/^(ok|FAIL)\s+(\S+\.go)/gm)) {
    if (verdict === 'ok' && !listed.has(name)) passed += 1;
    else if (verdict === 'FAIL' && listed.has(name)) known += 1;
    else names.push(name);
    if (verdict === 'ok' && listed.has(name)) {
      console.log(`FAIL ${name}: it passes; strike it from tests/conformance/not_yet.txt`);
    }
  }
  if (known > 0) console.log(`  ${known} cases wait for what tests/conformance/not_yet.txt names`);
  if (passed === 0) names.push('no case passed');
  return { passed, failed: names.length, names };
}
