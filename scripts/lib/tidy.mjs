// clang-tidy over core/ and wasm-free C++, remembered per file: a source is looked at again only
// when it, a header it includes (asked of Ninja's own dependency log), its compile command or
// .clang-tidy changed. The first run is slow, later ones take the time of the change.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
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

// Most of the time goes into the standard headers, so files of one folder that are compiled alike
// are looked at in bundles: one source that includes them. A bundle that is not clean, be it only
// because two of its files use the same private name, is looked at file by file.
const bundleMax = 6;

function bundles(todo) {
  const alike = new Map();
  for (const item of todo) {
    const { file, command } = item;
    const options = command.replaceAll(file, '').replace(/ -o \S+/, '');
    const key = `${dirname(file)} ${options}`;
    alike.set(key, [...(alike.get(key) ?? []), item]);
  }
  // Neighbours by name are the likeliest to share a private name: they go into different bundles.
  return [...alike.values()].flatMap((items) => {
    const count = Math.ceil(items.length / bundleMax);
    return Array.from({ length: count }, (_, i) => items.filter((_, at) => at % count === i));
  });
}

const bundlePath = (database, index) => join(database, `bundle_${index}.cpp`);

function bundleEntry(files, path) {
  writeFileSync(path, files.map(({ file }) => `#include "${file}"\n`).join(''));
  const [{ file, command, directory }] = files;
  return { directory, file: path, command: command.replaceAll(file, path) };
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
  for (const entry of forClang) {
    const { file, command } = entry;
    if (!file.startsWith(join(root, 'core')) || !file.endsWith('.cpp')) continue;
    const hash = createHash('sha256').update(config).update(command);
    for (const path of [file, ...(deps.get(file) ?? []).sort()]) hash.update(read(path));
    const key = hash.digest('hex');
    const name = relative(root, file);
    if (known[name] === key) clean[name] = key;
    else todo.push({ ...entry, name, key });
  }
  if (todo.length > 0) note(`${todo.length} files to look at`);

  let dirty = 0;
  const jobs = bundles(todo).map((files, index) => ({ files, path: bundlePath(database, index) }));
  const together = jobs.map(({ files, path }) => bundleEntry(files, path));
  writeFileSync(
    join(database, 'compile_commands.json'),
    JSON.stringify([...forClang, ...together]),
  );
  const look = (path, how, ...more) =>
    run('clang-tidy', ['-p', database, '--quiet', '--warnings-as-errors=*', ...more, path], how);
  const next = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const { files, path } = job;
      if (files.length > 1) {
        const { status } = await look(
          path,
          { silent: true },
          '--checks=-bugprone-suspicious-include',
        );
        if (status === 0) {
          for (const { name, key } of files) clean[name] = key;
          continue;
        }
      }
      for (const { file, name, key } of files) {
        const { status, output } = await look(file, { quiet: true });
        if (status === 0) clean[name] = key;
        else dirty += 1;
        if (status === 127) note(output);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, next));
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(memo, JSON.stringify(clean));
  console.log(`  ${dirty === 0 ? 'ok' : 'FAILED'}  clang-tidy`);
  return dirty === 0;
}
