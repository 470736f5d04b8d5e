// The npm package as somebody gets it: packed, installed from the file without a network, imported,
// type-checked, and its command. And the size of what every embedding page loads.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './support';

const folder = mkdtempSync(join(tmpdir(), 'gopark-package-'));
afterAll(() => rmSync(folder, { recursive: true }));

const node = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

describe('embed.js', () => {
  it('weighs less than 10 KB compressed, with all it imports at once', () => {
    const seen = new Set<string>();
    const weigh = (file: string): number => {
      if (seen.has(file)) return 0;
      seen.add(file);
      const text = readFileSync(file, 'utf8');
      const imports = [...text.matchAll(/(?:from|import)\s*["'`](\.[^"'`]+)["'`]/g)];
      const rest = imports.map((match) => weigh(join(dirname(file), match[1] ?? '')));
      return rest.reduce((sum, bytes) => sum + bytes, gzipSync(text, { level: 9 }).length);
    };
    expect(weigh(join(root, 'dist', 'embed.js'))).toBeLessThan(10_000);
  });
});

describe('the npm package', () => {
  beforeAll(async () => {
    const { buildPackage, packPackage } = (await import(
      pathToFileURL(join(root, 'scripts/lib/package.mjs')).href
    )) as {
      buildPackage: () => Promise<string>;
      packPackage: (to: string) => Promise<string>;
    };
    await buildPackage();
    const file = await packPackage(folder);
    writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
    const options = ['--offline', '--no-audit', '--no-fund', '--silent'];
    execFileSync('npm', ['install', ...options, file], { cwd: folder });
  });

  it('runs programs under Node', () => {
    writeFileSync(
      join(folder, 'run.mjs'),
      `import { CompileError, run, simulate } from 'gopark';
      const source = 'package main\\nimport "os"\\nfunc main() { c := make(chan int); go func() { c <- 1 }(); os.Stdout.WriteString("hi\\\\n"); os.Exit(2 + <-c) }';
      const live = await run(source, { procs: 2, events: true });
      const wrong = await run('package main\\nfunc main() { x }');
      const sim = await simulate(source, { procs: 2, seed: 7 });
      await sim.step('event', 9);
      await sim.back('event', 2);
      const at = sim.position.events;
      const early = sim.stdout;
      await sim.toEnd();
      const numbers = sim.events().map(({ seq }) => seq);
      await sim.seek({ events: 20 });
      const again = await simulate(source, { schedule: sim.schedule });
      await again.seek({ events: 20 });
      const same = JSON.stringify(again.events()) === JSON.stringify(sim.events());
      await again.toEnd();
      const refused = await simulate('package main; func main() { x }').catch((error) => error);
      console.log(JSON.stringify({
        live: [live.stdout, live.exitCode, live.events.length > 20],
        wrong: [wrong.exitCode, wrong.stderr],
        at, early, whole: numbers.every((seq, index) => seq === index + 1),
        rest: sim.exitCode, same, end: [again.stdout, again.exitCode],
        refused: refused instanceof CompileError,
      }));`,
    );
    expect(JSON.parse(node('run.mjs'))).toEqual({
      live: ['hi\n', 3, true],
      wrong: [1, 'prog.go:2:15: undefined: x\n'],
      at: 7,
      early: '',
      whole: true,
      rest: null,
      same: true,
      end: ['hi\n', 3],
      refused: true,
    });
  });

  it('has a command', () => {
    writeFileSync(
      join(folder, 'p.go'),
      'package main\nimport "fmt"\nfunc main() { fmt.Print("hi") }\n',
    );
    const command = join('node_modules', 'gopark', 'bin', 'gopark.mjs');
    expect(node(command, 'run', 'p.go')).toBe('hi');
    expect(node(command, 'sim', '-seed', '7', 'p.go')).toBe('hi');
    expect(readFileSync(join(folder, 'node_modules', '.bin', 'gopark'), 'utf8')).toContain('node');
  });

  it('has types', () => {
    writeFileSync(
      join(folder, 'types.ts'),
      `import { type EventRecord, run, simulate } from 'gopark';
      import type { GoPark } from 'gopark/embed.js';
      const exitCode: number = (await run('', { procs: 2 })).exitCode;
      const events: EventRecord[] = (await simulate('')).events();
      const embed: GoPark = document.createElement('go-park');
      await embed.seek(exitCode + events.length);
      // @ts-expect-error there is no such option
      await run('', { processors: 2 });`,
    );
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022'];
    node(tsc, ...options, '--lib', 'es2022,dom', 'types.ts');
  });
});
