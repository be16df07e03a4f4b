import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../tools/build.ts';
import { standInDistribution } from '../../tools/stand-in-distribution.ts';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
};

type Manifest = { name?: string; version?: string; dependencies?: Record<string, string> };

describe('the packaged program', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'reception-package-'));
  const packed = path.join(folder, 'out/linux-unpacked');
  let files: ReadonlySet<string>;

  beforeAll(async () => {
    await build(root);
    await pack(projectFolder(folder), standInDistribution(root, path.join(folder, 'electron')), path.join(folder, 'out'));
    const archive = path.join(packed, 'resources/app.asar');
    files = new Set(listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/')));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const packages = (): string[] => [...new Set([...files].map((file) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]).filter((name) => name !== undefined && !name.startsWith('.')))] as string[];
  const top = (): string[] => [...new Set([...files].map((file) => file.split('/')[1]!))];

  test('holds what was built', () => {
    const sources = { 'main/main.ts': 'main/main.js', 'main/cli.ts': 'main/cli.js', 'preload/bridge.ts': 'preload/bridge.cjs', 'renderer/index.html': 'renderer/index.html' };
    for (const [source, built] of Object.entries(sources)) {
      expect(files.has(`/build/${built}`), built).toBe(existsSync(path.join(root, source)));
    }
  });

  test('holds what it reads when it runs', () => {
    const needed = ['resources', 'archive-schema'].filter((name) => existsSync(path.join(root, name)));
    expect(top().sort()).toEqual(['build', 'node_modules', 'package.json', ...needed].sort());
    expect(files.has('/resources/icons/icon.png')).toBe(true);
  });

  test('holds every package that it runs on, and none that it is made with', () => {
    expect(packages()).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
    const made = [...Object.keys(manifest.devDependencies), ...Object.keys(manifest.optionalDependencies)];
    expect(packages().filter((name) => made.includes(name))).toEqual([]);
  });

  test('holds what those packages run on in turn', () => {
    const missing = [...files].filter((file) => /^\/node_modules\/.*\/package\.json$/.test(file)).flatMap((file) => {
      const { name, version, dependencies = {} } = JSON.parse(extractFile(path.join(packed, 'resources/app.asar'), file.slice(1)).toString('utf8')) as Manifest;
      if (name === undefined || version === undefined) return [];
      return Object.keys(dependencies).filter((wanted) => !isReachable(wanted, path.posix.dirname(file))).map((wanted) => `${file}: ${wanted}`);
    });
    expect(missing).toEqual([]);
  });

  // As Node looks for a package: in every node_modules on the way up.
  function isReachable(wanted: string, from: string): boolean {
    if (files.has(path.posix.join(from, 'node_modules', wanted, 'package.json'))) return true;
    return from !== '/' && isReachable(wanted, path.posix.dirname(from));
  }

  test('holds no sources and no tests of its own', () => {
    const own = [...files].filter((file) => !file.startsWith('/node_modules/'));
    expect(own.filter((file) => /\.tsx?$|\.test\.|\.map$/.test(file))).toEqual([]);
    expect([...files].filter((file) => /^\/(build\/)?(tools|tests|bench|demo|docs|shared)\//.test(file))).toEqual([]);
    expect([...files].filter((file) => /^\/(main|renderer|preload)\//.test(file))).toEqual([]);
  });

  test('starts at the built main process', () => {
    const inside = JSON.parse(extractFile(path.join(packed, 'resources/app.asar'), 'package.json').toString('utf8')) as { main: string; type: string };
    expect(inside).toMatchObject({ main: 'build/main/main.js', type: 'module' });
    expect(files.has(`/${inside.main}`)).toBe(true);
  });

  test('has every fuse set', async () => {
    const fuses = await getCurrentFuseWire(path.join(packed, 'reception'));
    const on = [FuseV1Options.EnableCookieEncryption, FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseV1Options.OnlyLoadAppFromAsar];
    const off = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ];
    for (const fuse of on) expect(fuses[fuse], FuseV1Options[fuse]).toBe(FuseState.ENABLE);
    for (const fuse of off) expect(fuses[fuse], FuseV1Options[fuse]).toBe(FuseState.DISABLE);
    // Not known to electron-builder yet: it stays as Electron ships it.
    const left = [FuseV1Options.WasmTrapHandlers];
    expect([...on, ...off, ...left].sort()).toEqual(Object.values(FuseV1Options).filter((fuse) => typeof fuse === 'number').sort());
  });
});

// electron-builder does not follow node_modules where it is a link, as it may be in a second work tree.
function projectFolder(folder: string): string {
  if (!lstatSync(path.join(root, 'node_modules')).isSymbolicLink()) return root;
  const copy = path.join(folder, 'project');
  mkdirSync(copy);
  const entries = ['build', 'resources', 'archive-schema', 'package.json', 'package-lock.json', 'electron-builder.yml'].filter((name) => existsSync(path.join(root, name)));
  for (const name of entries) cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  execFileSync('cp', ['-r', '--link', realpathSync(path.join(root, 'node_modules')), path.join(copy, 'node_modules')]);
  return copy;
}

async function pack(project: string, distribution: string, output: string): Promise<void> {
  const builder = path.join(root, 'node_modules/electron-builder/cli.js');
  const overrides = [`-c.electronDist=${distribution}`, `-c.directories.output=${output}`];
  await promisify(execFile)(process.execPath, [builder, '--linux', '--x64', '--dir', '--publish', 'never', ...overrides], { cwd: project, maxBuffer: 1e8 });
}
