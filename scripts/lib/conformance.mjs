// The conformance programs against the native command.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDir } from './cmake.mjs';
import { root, run } from './run.mjs';

const folder = join(root, 'tests', 'conformance');
const checker = join(folder, 'check.py');

// What measures real time, or has to fit into one time slice, a busy machine may be late for: such
// programs get three tries.
const measuresTime = /time\.(Sleep|After|AfterFunc|NewTimer|NewTicker|Tick)\(/;

// again() repeats one case by itself and says whether it passes now.
async function again(args, name, env) {
  const source = readFileSync(join(folder, name), 'utf8');
  if (!name.startsWith('order/') && !measuresTime.test(source)) return false;
  for (let i = 0; i < 2; i++) {
    const { status } = await run('python3', [...args, '--only', name], { capture: true, env });
    if (status === 0) return true;
  }
  return false;
}

/**
 * conformance runs the cases under `gopark run` or `gopark sim` and resolves to {passed, failed,
 * names}. `procs` is GOMAXPROCS for cases that do not set it, 0 for the default.
 */
export async function conformance(jobs, verb, procs, env) {
  const command = `${join(buildDir('native'), 'gopark')} ${verb}`;
  const args = [checker, '--cmd', command, '--procs', String(procs), '--jobs', jobs, '-v'];
  const { output } = await run('python3', args, { capture: true, env });
  let passed = 0;
  const names = [];
  for (const [, verdict, name] of output.matchAll(/^(ok|FAIL)\s+([^\s:]+\.go)/gm)) {
    if (verdict === 'ok' || (verb === 'run' && (await again(args, name, env)))) passed += 1;
    else names.push(name);
  }
  if (passed === 0) names.push('no case passed');
  return { passed, failed: names.length, names };
}
