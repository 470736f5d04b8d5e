import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { 'import.meta.env.GOPARK_ENGINE': '"engine"' },
  worker: { format: 'iife' },
  build: { outDir: '../../../build/harness', emptyOutDir: true, target: 'es2022' },
});
