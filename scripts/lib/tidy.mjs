// clang-tidy over core/ and wasm-free C++, remembered per file: a source is looked at again only
// when it, a header it includes (asked of Ninja's own dependency log), its compile command or
// .clang-tidy changed. The first run is slow, later ones take the time of the change.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { buildCpp, buildDir } from './cmake.mjs';
import { note, root, run, step } from './run.mjs';

// Returns source -> [headers of ours] from `ninja -t deps`, whose blocks start at column 0.
function dependencies(dir) {
  const result = new Map();
  const { stdout } = spawnSync('ninja', ['-C', dir, '-t', 'deps'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  for (const block of (stdout ?? '').split(/\n\n/)) {
    const files = block
      .split('\n')
      .filter((line) => line.startsWith('    '))
      .map((line) => resolve(dir, line.trim()))
      .filter((path) => path.startsWith(root) && !path.startsWith(join(root, 'build')));
    if (files.length > 0) result.set(files[0], files.slice(1));
  }
  return result;
}

/** tidy runs clang-tidy where needed and resolves to whether everything is clean. */
export async function tidy() {
  await buildCpp('native');
  step('clang-tidy');
  const dir = buildDir('native');
  const commands = JSON.parse(readFileSync(join(dir, 'compile_commands.json'), 'utf8'));
  // clang-tidy is clang: it refuses the options that only GCC knows, and GCC's precompiled headers.
  const database = join(root, 'build', 'tidy');
  mkdirSync(database, { recursive: true });
  const forClang = commands.map((entry) => ({
    ...entry,
    command: entry.command
      .replace(/ -f(no-)?(crossjumping|gcse)(?= )/g, '')
      .replace(/ -Winvalid-pch -include \S+cmake_pch\.hxx/, ''),
  }));
  writeFileSync(join(database, 'compile_commands.json'), JSON.stringify(forClang));
  const deps = dependencies(dir);
  const memo = join(root, 'build', 'tidy.json');
  const known = existsSync(memo) ? JSON.parse(readFileSync(memo, 'utf8')) : {};
  const config = readFileSync(join(root, '.clang-tidy'));
  const contents = new Map();
  const read = (path) => {
    if (!contents.has(path)) contents.set(path, existsSync(path) ? readFileSync(path) : '');
    return contents.get(path);
  };

  const clean = {};
  const todo = [];
  for (const { file, command } of commands) {
    if (!file.startsWith(join(root, 'core')) || !file.endsWith('.cpp')) continue;
    const hash = createHash('sha256').update(config).update(command);
    for (const path of [file, ...(deps.get(file) ?? []).sort()]) hash.update(read(path));
    const key = hash.digest('hex');
    const name = relative(root, file);
    if (known[name] === key) clean[name] = key;
    else todo.push({ file, name, key });
  }
  if (todo.length > 0) note(`${todo.length} files to look at`);

  let dirty = 0;
  const next = async () => {
    for (let item = todo.shift(); item; item = todo.shift()) {
      const args = ['-p', database, '--quiet', '--warnings-as-errors=*', item.file];
      const { status, output } = await run('clang-tidy', args, { capture: false, quiet: true });
      if (status === 0) clean[item.name] = item.key;
      else dirty += 1;
      if (status === 127) note(output);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, next));
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(memo, JSON.stringify(clean));
  console.log(`  ${dirty === 0 ? 'ok' : 'FAILED'}  clang-tidy`);
  return dirty === 0;
}
