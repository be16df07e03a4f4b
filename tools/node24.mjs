// Finds the Node that the program runs on. Itself runs on Node 20 or newer.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const NEEDED = 24;

/** Path of a Node 24 or newer: the one among the packages, else the one running now. Throws an Error fit for reading. */
export function findNode(root) {
  const bundled = bundledNode(root);
  if (existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath;
  throw new Error(
    `Reception needs Node ${NEEDED}; this is ${process.versions.node}, and there is no package with a newer one for ${process.platform}-${process.arch}.\nInstall Node ${NEEDED} from https://nodejs.org and try again.`,
  );
}

function bundledNode(root) {
  const windows = process.platform === 'win32';
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  return path.join(root, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
}

/** The environment in which tools find this Node first and the packages' commands next. */
export function environmentWith(node, root) {
  const key = Object.keys(process.env).find((name) => name.toLowerCase() === 'path') ?? 'PATH';
  const folders = [path.dirname(node), path.join(root, 'node_modules', '.bin'), process.env[key] ?? ''];
  return { ...process.env, [key]: folders.join(path.delimiter) };
}

/**
 * Runs a script under that Node as if it were this process: same standard streams, signals passed on.
 * Resolves with the exit code (128 + signal number for a signal, as a shell says it).
 */
export function runAs(node, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { stdio: 'inherit', ...options });
    for (const signal of signals) process.on(signal, () => isForAll(signal) || child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signalNumbers[signal] ?? 1)));
  });
}

// Ctrl C in a terminal reaches the child by itself: passed on, it would be a second one.
function isForAll(signal) {
  return signal === 'SIGINT' && process.stdin.isTTY === true;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };
