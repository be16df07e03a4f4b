import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

export const ORIGIN = 'app://reception';

/** What the page may do: nothing but run, style and show what came with the program. */
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Answers requests for the page out of one folder. Only files that were there at the start, of known types, are
 * given: an address is looked up in that list, never made into a path.
 */
export function rendererFiles(folder: string): (request: { url: string; method: string }) => Promise<Response> {
  let listed: Promise<ReadonlyMap<string, string>> | undefined;
  return async ({ url, method }) => {
    const { host, pathname, protocol } = new URL(url);
    if (protocol !== 'app:' || host !== 'reception' || method !== 'GET') return refusal(403);
    const file = (await (listed ??= listFiles(folder))).get(pathname === '/' ? '/index.html' : pathname);
    if (file === undefined) return refusal(404);
    const content = new Uint8Array(await readFile(file));
    return new Response(content, { headers: { ...headers, 'content-type': types[path.extname(file)]! } });
  };
}

function refusal(status: number): Response {
  return new Response('', { status, headers });
}

/** Addresses and the files that they stand for. */
async function listFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && path.extname(entry.name) in types).map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [`/${path.relative(folder, file).split(path.sep).map(encodeURIComponent).join('/')}`, file]));
}
