import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const repository = path.resolve(import.meta.dirname, '..');

// A house in which every rule is broken, and beside it what is allowed.
const house: Readonly<Record<string, readonly string[]>> = {
  'main/domain/noun.ts': ['../archive/store.ts', 'node:fs', 'zod'],
  'main/archive/store.ts': ['../domain/verb.ts', '../signatures/sign.ts', 'node:sqlite', 'electron'],
  'main/archive/index/rows.ts': ['node:sqlite'],
  'main/domain/verb.ts': [],
  'main/signatures/sign.ts': ['pkijs', 'asn1js', './cms.ts'],
  'main/signatures/cms.ts': ['pkijs', 'asn1js'],
  'main/formats/read.ts': ['imapflow', 'lowdb', '../../tests/forge/forge.ts'],
  'main/channels/mailbox/mail.ts': ['imapflow', 'nodemailer', 'mailparser'],
  'main/channels/door.ts': ['react', './nowhere.ts', '../host/desktop.ts'],
  'main/desks/intake/intake.ts': ['../replies/reply.ts', '../../archive/store.ts', '../../ipc/wire.ts', '../../../preload/contract.ts', '../../workbench/bench.ts', '../testing/folders.ts', '../../../demo/office.ts'],
  'main/desks/testing/folders.ts': [],
  'main/workbench/bench.ts': ['../desks/replies/reply.ts', '../signatures/sign.ts', '../ipc/wire.ts'],
  'main/station.ts': ['./workbench/bench.ts', './desks/replies/reply.ts', './ipc/wire.ts'],
  'main/cli.ts': ['./command-line/commands.ts'],
  'main/command-line/commands.ts': ['../station.ts', '../ipc/wire.ts'],
  'demo/office.ts': ['../main/station.ts', 'react', '../main/command-line/commands.ts'],
  'main/desks/replies/reply.ts': ['./letter.ts'],
  'main/desks/replies/letter.ts': ['./reply.ts'],
  'main/ipc/wire.ts': ['../desks/replies/reply.ts', '../archive/store.ts', '../../preload/contract.ts', '../station-folder.ts'],
  'main/station-folder.ts': [],
  'main/host/desktop.ts': ['electron', '../archive/store.ts'],
  'main/main.ts': ['electron', './host/desktop.ts', './ipc/wire.ts'],
  'preload/contract.ts': [],
  'preload/bridge.ts': ['electron', '../renderer/page.ts'],
  'renderer/page.ts': ['react', '../main/domain/verb.ts', '../main/archive/store.ts', '../tools/tool.ts'],
  'tools/tool.ts': [],
  'tests/forge/forge.ts': ['../../main/signatures/sign.ts'],
};

describe('the rules of the rooms', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'reception-rooms-'));
  let broken: readonly { rule: string; from: string; to: string }[];

  beforeAll(async () => {
    for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) cpSync(path.join(repository, name), path.join(root, name));
    symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
    for (const [file, imports] of Object.entries(house)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), [...imports.map((name) => `import '${name}';`), 'export {};'].join('\n'));
    }
    broken = await cruise(root);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  test.each([
    ['domain-knows-nobody', 'main/domain/noun.ts', 'main/archive/store.ts'],
    ['domain-knows-nobody', 'main/domain/noun.ts', 'fs'],
    ['archive-knows-no-other-room', 'main/archive/store.ts', 'main/signatures/sign.ts'],
    ['sql-only-in-index', 'main/archive/store.ts', 'sqlite'],
    ['electron-only-in-host', 'main/archive/store.ts', 'electron'],
    ['pkijs-only-in-cms', 'main/signatures/sign.ts', 'pkijs'],
    ['pkijs-only-in-cms', 'main/signatures/sign.ts', 'asn1js'],
    ['imap-and-smtp-only-in-mailbox', 'main/formats/read.ts', 'imapflow'],
    ['lowdb-only-in-papers', 'main/formats/read.ts', 'lowdb'],
    ['product-needs-no-tests', 'main/formats/read.ts', 'tests/forge/forge.ts'],
    ['product-needs-no-development-package', 'main/channels/door.ts', 'react'],
    ['no-unresolvable', 'main/channels/door.ts', 'nowhere'],
    ['nobody-enters-the-host', 'main/channels/door.ts', 'main/host/desktop.ts'],
    ['desks-never-meet', 'main/desks/intake/intake.ts', 'main/desks/replies/reply.ts'],
    ['desks-look-down', 'main/desks/intake/intake.ts', 'main/ipc/wire.ts'],
    ['contract-is-types', 'main/desks/intake/intake.ts', 'preload/contract.ts'],
    ['testing-is-for-tests', 'main/desks/intake/intake.ts', 'main/desks/testing/folders.ts'],
    ['nobody-leans-on-the-demo', 'main/desks/intake/intake.ts', 'demo/office.ts'],
    ['workbench-stands-above-desks', 'main/workbench/bench.ts', 'main/ipc/wire.ts'],
    ['workbench-is-hired-by-the-station', 'main/desks/intake/intake.ts', 'main/workbench/bench.ts'],
    ['station-is-opened-at-the-top', 'main/ipc/wire.ts', 'main/station-folder.ts'],
    ['command-line-is-a-window-of-its-own', 'main/command-line/commands.ts', 'main/ipc/wire.ts'],
    ['only-cli-runs-the-command-line', 'demo/office.ts', 'main/command-line/commands.ts'],
    ['no-circles', 'main/desks/replies/', 'main/desks/replies/'],
    ['ipc-goes-through-desks', 'main/ipc/wire.ts', 'main/archive/store.ts'],
    ['host-knows-no-room', 'main/host/desktop.ts', 'main/archive/store.ts'],
    ['station-knows-no-window', 'preload/bridge.ts', 'renderer/page.ts'],
    ['window-has-types-only', 'renderer/page.ts', 'main/archive/store.ts'],
    ['product-needs-no-tests', 'renderer/page.ts', 'tools/tool.ts'],
  ])('%s: %s may not import %s', (rule, from, to) => {
    expect(broken.filter((one) => one.rule === rule && one.from.startsWith(from) && one.to.includes(to))).not.toEqual([]);
  });

  test.each([
    ['main/domain/noun.ts', 'zod'],
    ['main/archive/store.ts', 'main/domain/verb.ts'],
    ['main/archive/index/rows.ts', 'sqlite'],
    ['main/signatures/cms.ts', 'pkijs'],
    ['main/channels/mailbox/mail.ts', ''],
    ['main/desks/intake/intake.ts', 'main/archive/store.ts'],
    ['main/ipc/wire.ts', 'main/desks/replies/reply.ts'],
    ['main/ipc/wire.ts', 'preload/contract.ts'],
    ['main/main.ts', ''],
    ['main/station.ts', ''],
    ['main/cli.ts', ''],
    ['main/workbench/bench.ts', 'main/desks'],
    ['main/workbench/bench.ts', 'main/signatures'],
    ['main/command-line/commands.ts', 'main/station.ts'],
    ['demo/office.ts', 'main/station.ts'],
    ['demo/office.ts', 'react'],
    ['preload/bridge.ts', 'electron'],
    ['renderer/page.ts', 'main/domain/verb.ts'],
    ['tests/forge/forge.ts', ''],
  ])('%s may import %s', (from, to) => {
    expect(broken.filter((one) => one.from === from && one.to.includes(to))).toEqual([]);
  });
});

type Report = { readonly summary: { readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string; readonly to: string }[] } };

function cruise(root: string): Promise<readonly { rule: string; from: string; to: string }[]> {
  const cruiser = path.join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'main', 'preload', 'renderer', 'demo', 'tools', 'tests'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 1e8 }, (error, stdout) => {
      if (stdout === '') return reject(error ?? new Error('no report'));
      const { summary } = JSON.parse(stdout) as Report;
      resolve(summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })));
    });
  });
}
