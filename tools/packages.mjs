// Runs on the Node that the person has (20 or newer), before any package is there: no imports but Node's own.
import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Brings node_modules to what package-lock.json says. Speaks on standard error. Throws an Error fit for reading. */
export function installPackages(root) {
  const lacking = lackingPackages(root);
  if (lacking.length === 0) return;
  if (isLink(path.join(root, 'node_modules'))) throw new Error(linkedFolder(root, lacking));
  console.error(`Installing packages (${lacking.length} missing or outdated; one to three minutes)…`);
  const npm = npmCommand();
  const done = spawnSync(npm.command, [...npm.args, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: npm.shell,
  });
  if (done.status !== 0) throw new Error(failedInstall(done));
}

/** Names of the locked packages that are not installed in the locked version. Compares contents, not times. */
export function lackingPackages(root) {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const found = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
  return Object.keys(wanted).filter((name) => name !== '' && isLacking(wanted[name], found[name]));
}

function isLacking(wanted, found) {
  if (found !== undefined) return found.version !== wanted.version;
  // npm leaves out an optional package that is for another system.
  return wanted.optional !== true && wanted.devOptional !== true && wanted.peer !== true;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

function isLink(file) {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

// npm tells a script where it is; that spares looking for it, and on Windows a shell.
function npmCommand() {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('npm-cli.js')) return { command: process.execPath, args: [npm], shell: false };
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}

function failedInstall(done) {
  const how = done.error ? done.error.message : done.signal ? `stopped by ${done.signal}` : `exit code ${done.status}`;
  return `The packages could not be installed (npm ci: ${how}).\nThe lines above say why; most often the package registry could not be reached. Try again, or run "npm ci" by hand.`;
}

function linkedFolder(root, lacking) {
  return `node_modules in ${root} is a link to another folder, which lacks ${lacking.slice(0, 3).join(', ')}${lacking.length > 3 ? ' and more' : ''}.\nRun "npm ci" where it points to.`;
}
