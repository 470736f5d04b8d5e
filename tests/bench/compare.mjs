// Times the programs of this folder with gopark and, where one is installed, with a real Go, one
// after the other on the same machine, and prints the ratio. The best of three runs counts.
//   node tests/bench/compare.mjs [--go /path/to/go] [--wasm st|mt] [name ...]
// Go's figure is that of the compiled program alone; gopark's contains compiling. With --wasm a column
// says how long the wasm build takes under Node, its start included.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, '..', '..');
const gopark = join(root, 'build', 'native', 'gopark');
const { values, positionals } = parseArgs({
  options: { go: { type: 'string', default: 'go' }, wasm: { type: 'string' } },
  allowPositionals: true,
});

function time(command, args) {
  let best = Infinity;
  let output = '';
  for (let i = 0; i < 3; i++) {
    const start = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e6);
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
    output = stdout;
  }
  return { ms: best, output };
}

const version = spawnSync(values.go, ['version'], { encoding: 'utf8' });
const haveGo = version.status === 0;
console.log(haveGo ? version.stdout.trim() : 'no Go installed: gopark alone');
const built = mkdtempSync(join(tmpdir(), 'gopark-bench-'));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.go'))
  .map((file) => file.slice(0, -3))
  .filter((name) => positionals.length === 0 || positionals.includes(name));
for (const name of names) {
  const source = join(folder, `${name}.go`);
  const ours = time(gopark, ['run', source]);
  let line = `${name.padEnd(16)} ${ours.ms.toFixed(0).padStart(7)} ms`;
  const binary = join(built, name);
  if (haveGo && spawnSync(values.go, ['build', '-o', binary, source]).status === 0) {
    const theirs = time(binary, []);
    const same = theirs.output === ours.output ? '' : '  OUTPUT DIFFERS';
    line += `  Go ${theirs.ms.toFixed(0).padStart(6)} ms  ${(ours.ms / theirs.ms).toFixed(1)}x${same}`;
  }
  if (values.wasm) {
    const tool = join(root, 'tools', 'gopark-wasm.mjs');
    const wasm = time(process.execPath, [tool, '--build', values.wasm, 'run', source]);
    const same = wasm.output === ours.output ? '' : '  OUTPUT DIFFERS';
    line += `  wasm ${wasm.ms.toFixed(0).padStart(6)} ms${same}`;
  }
  console.log(line);
}
rmSync(built, { recursive: true });
