import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.ts';
import { check } from './check.ts';
import { installDebianPackages } from './debian.mjs';
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

/** Everything, in the order in which failures are cheapest to learn of. A failure does not keep the rest from running. */
async function testAll(args: readonly string[]): Promise<Count> {
  installDebianPackages(['tests']);
  return sum([
    await step('types', () => check('typecheck')),
    await step('lint', () => check('lint')),
    await step('rooms', () => check('rooms')),
    await step('build', () => build(root).then(() => 0)),
    await step('runtime', prepareRuntime),
    await unitTests(args),
  ]);
}

/** Where Electron itself cannot be had, what drives the program in tests finds the development runtime. */
async function prepareRuntime(): Promise<number> {
  const folder = standInFolder();
  if (folder !== undefined) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = folder;
  return 0;
}

async function step(name: string, run: () => Promise<number>): Promise<Count> {
  console.log(`\n— ${name}`);
  const code = await run().catch((error: unknown) => {
    console.error(error);
    return 1;
  });
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

async function unitTests(args: readonly string[]): Promise<Count> {
  console.log('\n— tests');
  const folder = mkdtempSync(path.join(tmpdir(), 'reception-tests-'));
  const file = path.join(folder, 'report.json');
  const code = await check('unit', ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args]);
  try {
    const count = countOf(JSON.parse(readFileSync(file, 'utf8')) as Report);
    // An error outside of any test fails the run without failing a test.
    return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function countOf(report: Report): Count {
  const tests = report.testResults.flatMap((file) => file.assertionResults.map((test) => ({ file: path.relative(root, file.name), ...test })));
  const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.status));
  for (const test of skipped) console.log(`skipped: ${test.file}: ${test.fullName}`);
  const failed = tests.filter((test) => test.status === 'failed').length + report.testResults.filter(failedToLoad).length;
  return { passed: tests.filter((test) => test.status === 'passed').length, failed, skipped: skipped.length };
}

function failedToLoad(file: Report['testResults'][number]): boolean {
  return file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed');
}

// On a machine that tests for others, a test that did not run is a test that does not hold.
function sum(counts: readonly Count[]): Count {
  const total = (key: keyof Count): number => counts.reduce((all, count) => all + count[key], 0);
  const strict = process.env['CI'] === 'true' ? total('skipped') : 0;
  return { passed: total('passed'), failed: total('failed') + strict, skipped: total('skipped') };
}

const { passed, failed, skipped } = await testAll(process.argv.slice(2));
if (skipped > 0) console.log(`\n${skipped} skipped${process.env['CI'] === 'true' ? ', which counts as failed here' : ''}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
