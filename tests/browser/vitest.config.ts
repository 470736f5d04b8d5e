// The browser tests drive the built page in dist/ with the system's Chromium, one file at a time:
// each is a measurement of a live scheduler and wants the machine for itself.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    // Generous: a slow machine is not a failure, and nothing waits longer than it must.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
