// The page. The engines are copied beside it by scripts/lib/site.mjs, into the folder whose name
// arrives in GOPARK_ENGINE.
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'web',
  base: './',
  publicDir: '../public',
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
  },
});
