// The npm package: the site as it is (embed.js, embed.html, the lab, the engines), the headless engine
// for Node and browsers on those same engine files, types, and the command. Everything is taken from
// dist/, so what is published is what was tested.
//
//   site/             dist/ without source maps
//   lib/  types/      the headless engine and the declarations of it and of the element
//   bin/              tools/
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'vite';
import { Failure, must, note, root, seconds, step } from './run.mjs';

const folder = join(root, 'build', 'package');
const read = (path) => readFileSync(path, 'utf8');

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function copySite() {
  const dist = join(root, 'dist');
  const engines = existsSync(join(dist, 'engine')) ? readdirSync(join(dist, 'engine')) : [];
  if (engines.length !== 1) throw new Failure('dist/ is not built: npm run build');
  const site = join(folder, 'site');
  cpSync(dist, site, { recursive: true, filter: (path) => !path.endsWith('.map') });
  const engine = join(site, 'engine', engines[0]);
  // Emscripten's scripts are CommonJS under Node; browsers' modules import a copy that is one.
  write(join(engine, 'package.json'), '{"type":"commonjs"}\n');
  const script = read(join(engine, 'st', 'gopark.js'));
  write(join(engine, 'st', 'gopark.mjs'), `${script}\nexport default createGopark;\n`);
  return engines[0];
}

async function buildHeadless(engine) {
  await build({
    configFile: false,
    root: join(root, 'web'),
    logLevel: 'warn',
    define: { 'import.meta.env.GOPARK_ENGINE': JSON.stringify(`../site/engine/${engine}/st/`) },
    build: {
      outDir: join(folder, 'lib'),
      emptyOutDir: true,
      target: 'es2022',
      minify: false,
      sourcemap: false,
      lib: {
        entry: {
          node: join(root, 'web', 'headless', 'node.ts'),
          browser: join(root, 'web', 'headless', 'browser.ts'),
        },
        formats: ['es'],
      },
      rolldownOptions: { external: /^node:/ },
    },
  });
}

const imports = /(from\s+|import\s*\()(['"])(\.[^'"]+)\2/g;

// Declarations name their files as Node's resolution wants it, and only those reached are kept.
async function writeTypes() {
  const all = join(root, 'build', 'types');
  rmSync(all, { recursive: true, force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const settings = join(root, 'scripts', 'package', 'tsconfig.json');
  await must(process.execPath, [tsc, '-p', settings, '--outDir', all]);
  const queue = ['headless/node', 'headless/browser', 'embed/embed'].map((name) => join(all, name));
  for (const done = new Set(); queue.length > 0;) {
    const file = queue.pop();
    if (done.has(file)) continue;
    done.add(file);
    const text = read(`${file}.d.ts`).replace(imports, (_, word, quote, path) => {
      queue.push(resolve(dirname(file), path));
      return `${word}${quote}${path}.js${quote}`;
    });
    write(join(folder, 'types', `${relative(all, file)}.d.ts`), text);
  }
}

function writeCommand(engine) {
  cpSync(join(root, 'tools'), join(folder, 'bin'), {
    recursive: true,
    filter: (path) => !path.endsWith('.py'),
  });
  write(
    join(folder, 'bin', 'gopark.mjs'),
    `#!/usr/bin/env node
// The gopark command on the engines of this package.
import { fileURLToPath } from 'node:url';

process.env.GOPARK_WASM_DIR ??= fileURLToPath(new URL('../site/engine/${engine}', import.meta.url));
await import('./gopark-wasm.mjs');
`,
  );
}

function writeManifest() {
  const { name, version, description, license, type, engines } = JSON.parse(
    read(join(root, 'package.json')),
  );
  const manifest = {
    name,
    version,
    description,
    license,
    type,
    engines,
    keywords: ['go', 'golang', 'goroutine', 'scheduler', 'wasm', 'custom-element', 'embed'],
    bin: { gopark: 'bin/gopark.mjs' },
    exports: {
      '.': {
        node: { types: './types/headless/node.d.ts', default: './lib/node.js' },
        default: { types: './types/headless/browser.d.ts', default: './lib/browser.js' },
      },
      './embed.js': { types: './types/embed/embed.d.ts', default: './site/embed.js' },
      './site/*': './site/*',
      './package.json': './package.json',
    },
    // For those who resolve types without "exports".
    types: './types/headless/node.d.ts',
    main: './lib/node.js',
  };
  write(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** buildPackage leaves the package in build/package; dist/ must be there. It returns the folder. */
export async function buildPackage() {
  const start = Date.now();
  step('Building the npm package');
  rmSync(folder, { recursive: true, force: true });
  const engine = copySite();
  await buildHeadless(engine);
  await writeTypes();
  writeCommand(engine);
  writeManifest();
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(root, 'scripts', 'package', 'README.md'), join(folder, 'README.md'));
  note(`build/package up to date (${seconds(start)})`);
  return folder;
}

/** packPackage packs build/package into a folder; it returns the file. */
export async function packPackage(to) {
  const { output } = await must(
    'npm',
    ['pack', '--silent', '--ignore-scripts', '--pack-destination', to],
    { cwd: folder, silent: true },
  );
  return join(to, output.trim().split('\n').at(-1));
}
