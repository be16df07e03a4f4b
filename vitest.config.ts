import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const here = import.meta.dirname;

// What has a command of its own (npm run bench) is not run here; of npm run crash only its smaller tests are.
const elsewhere = ['node_modules/**', 'build/**', 'release/**', 'bench/**'];

// Where Electron's own runtime is not there, what drives the program in tests finds the development runtime.
const runtime = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? (existsSync(path.join(here, 'node_modules/electron/dist')) ? undefined : path.join(here, 'tools/electron'));

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
    // One line for each file; what takes its time is named.
    slowTestThreshold: 20_000,
    pool: 'forks',
    // Tests start servers and browsers of their own, which want processors too.
    maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
    ...(runtime === undefined ? {} : { env: { ELECTRON_OVERRIDE_DIST_PATH: runtime } }),
  },
});
