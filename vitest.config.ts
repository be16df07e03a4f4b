import path from 'node:path';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;

// What has a command of its own (npm run crash, npm run bench) is not run here.
const elsewhere = ['node_modules/**', 'build/**', 'release/**', 'tests/crash/**', 'bench/**'];

export default defineConfig({
  resolve: {
    // The package "electron" downloads a runtime when it is loaded. Only the host may use it, and the host is tested by running it.
    alias: { electron: path.join(here, 'tools/no-electron.ts') },
  },
  test: {
    environment: 'node',
    include: ['main', 'preload', 'renderer', 'demo', 'tools', 'tests'].map((folder) => `${folder}/**/*.test.{ts,tsx}`),
    exclude: elsewhere,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    pool: 'forks',
    maxWorkers: 2,
    // Tests start real servers and browsers; a hanging one must not hang the run for ever.
    passWithNoTests: false,
  },
});
