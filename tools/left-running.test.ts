import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { leftRunning, RUN_MARK } from './left-running.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'run-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const sleep = (seconds: string, cwd: string, env: Record<string, string>) => spawn('sleep', [seconds], { cwd, env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: 'ignore' });

test.runIf(process.platform === 'linux')('what a test run leaves running is found by its mark, and by its folder where it has dropped the mark', async () => {
  const left = [sleep('60', '/', { [RUN_MARK]: folder }), sleep('60', folder, {})];
  const others = [sleep('60', '/', { [RUN_MARK]: `${folder}-of-another` })];
  try {
    expect((await leftRunning(folder)).map(({ pid }) => pid).sort()).toEqual(left.map(({ pid }) => pid).sort());
  } finally {
    for (const child of [...left, ...others]) child.kill();
    await Promise.all([...left, ...others].map((child) => once(child, 'exit')));
  }
  expect(await leftRunning(folder)).toEqual([]);
});

test('what is about to end is waited for', async () => {
  sleep('1', '/', { [RUN_MARK]: folder });
  expect(await leftRunning(folder)).toEqual([]);
});
