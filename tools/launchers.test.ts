import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const repository = path.resolve(import.meta.dirname, '..');

describe('npx reception', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'reception-launch-'));
    for (const name of ['tools', 'package.json', 'package-lock.json', 'tsconfig.json']) cpSync(path.join(repository, name), path.join(root, name), { recursive: true });
    mkdirSync(path.join(root, 'main'));
    symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test('builds the command when it is missing or old, passes words, streams and exit code, and is silent itself', async () => {
    const cli = path.join(root, 'main/cli.ts');
    writeFileSync(cli, "const words: readonly string[] = process.argv.slice(2);\nprocess.stdin.on('data', (piece) => { console.log(JSON.stringify([words, String(piece), process.versions.node.split('.')[0]])); process.exit(7); });");
    expect(await run(['verify', '--at', 'a b'], 'in')).toEqual({ code: 7, stdout: '[["verify","--at","a b"],"in","24"]\n' });
    writeFileSync(cli, "console.log('second');");
    expect(await run([], '')).toEqual({ code: 0, stdout: 'second\n' });
  });

  test('says 70 when there is nothing to run', async () => {
    expect(await run([], '')).toEqual({ code: 70, stdout: '' });
  });

  // On the oldest Node that is promised, where this machine has one.
  function run(args: readonly string[], input: string): Promise<{ code: number; stdout: string }> {
    const node = ['/usr/bin/node', '/usr/local/bin/node'].find(existsSync) ?? process.execPath;
    return new Promise((resolve) => {
      const child = execFile(node, [path.join(root, 'tools/reception.mjs'), ...args], (error, stdout) => resolve({ code: Number(error?.code ?? 0), stdout }));
      child.stdin?.end(input);
    });
  }
});

describe('the packages that a script needs', () => {
  let root: string;
  const lock = (packages: Record<string, object>): string => JSON.stringify({ packages });
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'reception-packages-'));
    writeFileSync(path.join(root, 'package-lock.json'), lock({ '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } }));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const installed = (packages: Record<string, object>): void => {
    mkdirSync(path.join(root, 'node_modules'), { recursive: true });
    writeFileSync(path.join(root, 'node_modules/.package-lock.json'), lock(packages));
  };
  const lacking = async (): Promise<readonly string[]> => (await import('./packages.mjs')).lackingPackages(root);

  test('are all lacking in a fresh clone, but for those that are for other systems', async () => {
    expect(await lacking()).toEqual(['node_modules/a']);
  });

  test('are there when the locked versions are there', async () => {
    installed({ 'node_modules/a': { version: '1.0.0' } });
    expect(await lacking()).toEqual([]);
  });

  test('are lacking when the lock names other versions', async () => {
    installed({ 'node_modules/a': { version: '0.9.0' }, 'node_modules/b': { version: '1.0.0', optional: true } });
    expect(await lacking()).toEqual(['node_modules/a', 'node_modules/b']);
  });

  test('are installed by npm, whose failure is told in words', async () => {
    const bin = path.join(root, 'bin');
    mkdirSync(bin);
    writeFileSync(path.join(bin, 'npm'), '#!/bin/sh\necho "npm says why" >&2\nexit 3\n');
    chmodSync(path.join(bin, 'npm'), 0o755);
    const script = `import(${JSON.stringify(path.join(repository, 'tools/packages.mjs'))}).then((m) => m.installPackages(${JSON.stringify(root)})).catch((e) => { console.log(e.message); process.exit(9); })`;
    const env = { PATH: `${bin}:${process.env['PATH']}` };
    const told = await new Promise<string>((resolve) => execFile(process.execPath, ['-e', script], { env }, (_error, stdout, stderr) => resolve(stderr + stdout)));
    expect(told).toContain('Installing packages (1 missing');
    expect(told).toContain('npm says why');
    expect(told).toContain('npm ci: exit code 3');
  });
});
