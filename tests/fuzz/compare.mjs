// Runs generated programs in several ways and reports those that print different things, shrunk:
//
//   node tests/fuzz/compare.mjs [-from 1] [-count 100] [-gopark build/native/gopark]
//                               [-go go] [-wasm public/gopark_cli.js] [-out DIR]
//
// The ways: on native threads, on the simulated machine under three seeds, in the single-threaded
// wasm build if -wasm names its command, and with a real Go if -go names one. Exits 1 if any program
// differs; the shrunk programs and their outputs are left in DIR.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generate } from './generate.mjs';
import { shrink } from './shrink.mjs';

const TIMEOUT_MS = 30_000;
const BATCH = 50;

const options = {
  from: '1',
  count: '100',
  gopark: 'build/native/gopark',
  go: '',
  wasm: '',
  out: 'fuzz-out',
};
for (let i = 2; i < process.argv.length; i += 2) {
  const name = process.argv[i].replace(/^-+/, '');
  if (!(name in options) || process.argv[i + 1] === undefined) {
    console.error(`compare.mjs: what is ${process.argv[i]}?`);
    process.exit(2);
  }
  options[name] = process.argv[i + 1];
}
const scratch = mkdtempSync(join(tmpdir(), 'gopark-compare-'));

function execute(command, args) {
  const done = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    maxBuffer: 1 << 26,
  });
  if (done.error) return `${done.error.code ?? done.error.message}\n`;
  // Of what a dying program says only what does not depend on addresses.
  const dying = done.status === 0 ? '' : done.stderr.split('\n\ngoroutine ')[0];
  return `${done.stdout}${dying}\nstatus ${done.status ?? done.signal}\n`;
}

function goparkWays(source) {
  const file = join(scratch, 'prog.go');
  writeFileSync(file, source);
  const ways = { native: () => execute(options.gopark, ['run', file]) };
  for (const seed of [1, 2, 3]) {
    ways[`sim seed ${seed}`] = () => execute(options.gopark, ['sim', '-seed', `${seed}`, file]);
  }
  if (options.wasm) ways.wasm = () => execute('node', [options.wasm, 'run', '-host', 'coop', file]);
  return ways;
}

/** A batch of programs is one real Go program that runs the one it is told to. */
function goOutputs(sources) {
  const folder = mkdtempSync(join(scratch, 'go-'));
  writeFileSync(join(folder, 'go.mod'), 'module batch\n\ngo 1.19\n');
  const imports = sources.map((_, i) => `\t"batch/p${i}"`).join('\n');
  const table = sources.map((_, i) => `\t"${i}": p${i}.Main,`).join('\n');
  writeFileSync(
    join(folder, 'main.go'),
    `package main\n\nimport (\n\t"os"\n${imports}\n)\n\nvar mains = map[string]func(){\n${table}\n}\n\n` +
      'func main() { mains[os.Args[1]]() }\n',
  );
  sources.forEach((source, i) => {
    mkdirSync(join(folder, `p${i}`));
    const text = source
      .replace('package main', `package p${i}`)
      .replace('func main()', 'func Main()');
    writeFileSync(join(folder, `p${i}`, 'prog.go'), text);
  });
  const built = spawnSync(options.go, ['build', '-o', 'batch', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const outputs = sources.map((_, i) =>
    built.status === 0
      ? execute(join(folder, 'batch'), [`${i}`]).replaceAll(`p${i}.`, 'main.')
      : `go build: ${built.stderr}`,
  );
  rmSync(folder, { recursive: true });
  return { outputs, ok: built.status === 0 };
}

/** difference() is the first way that disagrees with the reference, or null. */
function difference(source, reference) {
  let want = reference ? { way: 'go', output: reference } : null;
  for (const [way, run] of Object.entries(goparkWays(source))) {
    const output = run();
    want ??= { way, output };
    if (output !== want.output) return { want, got: { way, output } };
  }
  return null;
}

const first = Number(options.from);
const end = first + Number(options.count);
let differing = 0;
for (let at = first; at < end; at += BATCH) {
  const seeds = Array.from({ length: Math.min(BATCH, end - at) }, (_, i) => at + i);
  const sources = seeds.map(generate);
  const references = options.go ? goOutputs(sources) : null;
  if (references && !references.ok)
    console.log(`seeds ${at}..: ${references.outputs[0].slice(0, 2000)}`);
  seeds.forEach((seed, i) => {
    const found = difference(sources[i], references?.ok ? references.outputs[i] : null);
    if (!found) return;
    differing++;
    const same = (source) => {
      const go = references?.ok ? goOutputs([source]) : null;
      if (go && !go.ok) return false;
      const left = difference(source, go?.outputs[0]);
      // A program that no longer compiles is no smaller example.
      return left !== null && !/^\S+\.go:\d+/m.test(left.want.output);
    };
    const small = shrink(sources[i], same);
    const last = difference(small, references?.ok ? goOutputs([small]).outputs[0] : null) ?? found;
    mkdirSync(options.out, { recursive: true });
    writeFileSync(join(options.out, `seed${seed}.go`), small);
    writeFileSync(join(options.out, `seed${seed}.${last.want.way}.txt`), last.want.output);
    writeFileSync(join(options.out, `seed${seed}.${last.got.way}.txt`), last.got.output);
    console.log(
      `seed ${seed}: ${last.got.way} differs from ${last.want.way}: ${resolve(options.out)}/seed${seed}.go`,
    );
  });
}
rmSync(scratch, { recursive: true });
console.log(`${end - first} programs, ${differing} differ`);
process.exitCode = differing ? 1 : 0;
