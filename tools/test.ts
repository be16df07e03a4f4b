import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.ts';
import { check } from './check.ts';
import { installDebianPackages } from './debian.mjs';
import { leftRunning, RUN_MARK } from './left-running.ts';
import { standInFolder } from './runtime.ts';

type Count = { passed: number; failed: number; skipped: number };
type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
};

const root = path.resolve(import.meta.dirname, '..');
const passed: Count = { passed: 1, failed: 0, skipped: 0 };
const failed: Count = { passed: 0, failed: 1, skipped: 0 };

/** Everything, in the order in which failures are cheapest to learn of. A failure does not keep the rest from running. */
async function testAll(args: readonly string[]): Promise<Count> {
  const before = workTree();
  const folder = ownTemporaryFolder();
  const counts = [
    await step('system packages', () => succeeded(installDebianPackages(['tests']).length === 0 || process.env['CI'] !== 'true')),
    await step('types', () => checked('typecheck')),
    await step('lint', () => checked('lint')),
    await step('rooms', () => checked('rooms')),
    await step('build', () => build(root).then(() => passed)),
    await step('runtime', prepareRuntime),
    await step('tests', () => unitTests(path.join(folder, 'report.json'), args)),
    await step('nothing left running', () => nothingRuns(folder)),
    await step('nothing left in the work tree', () => succeeded(workTree() === before, `git status differs:\n${workTree() ?? ''}`)),
  ];
  rmSync(folder, { recursive: true, force: true });
  return sum(counts);
}

/** A line when a part begins, so that its output has a heading, and one when it ends. */
async function step(name: string, run: () => Promise<Count>): Promise<Count> {
  console.log(`\n— ${name}`);
  const began = Date.now();
  const count = await run().catch((error: unknown) => {
    console.error(error);
    return failed;
  });
  console.log(`${count.failed === 0 ? 'ok' : 'FAILED'}  ${name}  ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return count;
}

/** What tests write, they write there: what a test that failed leaves behind goes with it. Servers of other users pass through it. */
function ownTemporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'rt-'));
  chmodSync(folder, 0o755);
  process.env['TMPDIR'] = process.env['TEMP'] = process.env['TMP'] = folder;
  process.env[RUN_MARK] = folder;
  return folder;
}

async function checked(name: 'typecheck' | 'lint' | 'rooms'): Promise<Count> {
  return succeeded((await check(name)) === 0);
}

async function succeeded(well: boolean, otherwise?: string): Promise<Count> {
  if (!well && otherwise !== undefined) console.log(otherwise);
  return well ? passed : failed;
}

/** Where Electron itself cannot be had, what drives the program in tests finds the development runtime. */
async function prepareRuntime(): Promise<Count> {
  const folder = standInFolder();
  if (folder !== undefined) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = folder;
  return passed;
}

async function unitTests(file: string, args: readonly string[]): Promise<Count> {
  const code = await check('unit', ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args]);
  const count = countOf(JSON.parse(readFileSync(file, 'utf8')) as Report);
  // An error outside of any test fails the run without failing a test; a run without tests tells nothing.
  return (code !== 0 || count.passed === 0) && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function countOf(report: Report): Count {
  const tests = report.testResults.flatMap((file) => file.assertionResults.map((test) => ({ file: path.relative(root, file.name), ...test })));
  const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.status));
  for (const test of skipped) console.log(`skipped: ${test.file}: ${test.fullName}`);
  const wrong = tests.filter((test) => test.status === 'failed').length + report.testResults.filter(failedToLoad).length;
  return { passed: tests.filter((test) => test.status === 'passed').length, failed: wrong, skipped: skipped.length };
}

function failedToLoad(file: Report['testResults'][number]): boolean {
  return file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed');
}

/** A server or a browser that outlives its test would hold its port, and be found by the next one. */
async function nothingRuns(folder: string): Promise<Count> {
  const left = await leftRunning(folder);
  for (const { pid, command } of left) {
    console.log(`still running: ${pid} ${command}`);
    process.kill(pid, 'SIGKILL');
  }
  const files = readdirSync(folder).filter((name) => name !== 'report.json');
  if (files.length > 0) console.log(`left in the temporary folder, and removed with it: ${files.slice(0, 20).join(', ')}${files.length > 20 ? `, and ${files.length - 20} more` : ''}`);
  return succeeded(left.length === 0);
}

/** What git sees of the work tree; nothing where this is no clone. */
function workTree(): string | undefined {
  try {
    return execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

// On a machine that tests for others, a test that did not run is a test that does not hold.
function sum(counts: readonly Count[]): Count {
  const total = (key: keyof Count): number => counts.reduce((all, count) => all + count[key], 0);
  const strict = process.env['CI'] === 'true' ? total('skipped') : 0;
  return { passed: total('passed'), failed: total('failed') + strict, skipped: total('skipped') };
}

const began = Date.now();
const result = await testAll(process.argv.slice(2));
console.log(`\nIn all ${((Date.now() - began) / 60_000).toFixed(1)} minutes.`);
if (result.skipped > 0) console.log(`${result.skipped} skipped${process.env['CI'] === 'true' ? ', which counts as failed here' : ''}`);
console.log(`${result.passed} passed, ${result.failed} failed`);
process.exitCode = result.failed === 0 ? 0 : 1;
