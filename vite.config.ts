// The page, and what other pages embed: embed.js, whose name never changes, and embed.html. The
// engines are copied beside them by scripts/lib/site.mjs, into the folder whose name arrives in
// GOPARK_ENGINE.
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const entry = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// What import() becomes: itself. Vite's own helper preloads a chunk's imports and styles, which weighs
// more in embed.js than it saves, so a chunk must not have styles of its own: the page imports them all
// at once. The embed has a helper apart from the page's, or it would lie in a file that both load.
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  resolveId: {
    filter: { id: /vite\/preload-helper/ },
    handler: (id, importer = '') =>
      importer.includes('/web/embed/') && !id.endsWith('?embed') ? `${id}?embed` : null,
  },
  load: {
    filter: { id: /vite\/preload-helper/ },
    handler: () => 'export const __vitePreload = (load) => load();',
  },
};

export default defineConfig({
  root: 'web',
  base: './',
  publicDir: '../public',
  plugins: [plainImports],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: {
    'import.meta.env.GOPARK_ENGINE': JSON.stringify(process.env['GOPARK_ENGINE'] ?? 'engine'),
  },
  // A classic Worker: Emscripten's thread start-up needs importScripts.
  worker: { format: 'iife' },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
    sourcemap: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: entry('web/index.html'),
        frame: entry('web/embed.html'),
        embed: entry('web/embed/embed.ts'),
      },
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: ({ name }) => (name === 'embed' ? 'embed.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
