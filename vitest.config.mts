import { defineConfig } from 'vitest/config';

// No isolation between files: it is fast, and it is possible only because the core has no globals.
export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/rules/**/*.test.ts', 'test/server/**/*.test.ts', 'test/cli/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    pool: 'threads',
    isolate: false,
    // Tests hardly wait, so each core has a worker; the one that hands out the modules is busy at the beginning only.
    maxWorkers: '100%',
    experimental: { fsModuleCache: true },
    testTimeout: 30_000,
    tags: [{ name: 'large', description: 'Tried with as much as nobody has, which takes as long as hundreds of other tests.' }],
  },
});
