import { existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build as viteBuild, type InlineConfig } from 'vite';
import { dropStamp, fingerprint, isFresh, parts, writeStamp, type Part } from './stamp.mjs';

/**
 * Builds the named parts of the program into build/, and leaves alone what is fresh.
 * Returns the parts that were built. `root` is the repository (tests give another).
 */
export async function build(root: string, wanted: readonly Part[] = parts): Promise<readonly Part[]> {
  const stale = wanted.filter((part) => !isFresh(root, part));
  const built: Part[] = [];
  for (const part of stale) if (await buildPart(root, part)) built.push(part);
  return built;
}

/** False when the part has no sources yet. */
async function buildPart(root: string, part: Part): Promise<boolean> {
  const print = fingerprint(root, part);
  dropStamp(root, part);
  const config = configs[part](root);
  if (config === undefined) return false;
  await viteBuild({ root, configFile: false, envDir: false, logLevel: 'warn', publicDir: false, ...config });
  writeStamp(root, part, print);
  return true;
}

const configs: Record<Part, (root: string) => InlineConfig | undefined> = { main, preload, renderer };

/** Modules stay apart, so that a worker's file, and a stack trace, is where its source is. */
function main(root: string): InlineConfig | undefined {
  const entries = mainEntries(root);
  if (entries.length === 0) return undefined;
  for (const folder of ['main', 'demo']) rmSync(path.join(root, 'build', folder), { recursive: true, force: true });
  for (const shared of globSync('build/preload/*.js', { cwd: root })) rmSync(path.join(root, shared));
  return {
    ssr: { target: 'node' },
    build: {
      ssr: true,
      target: 'node24',
      minify: false,
      outDir: path.join(root, 'build'),
      emptyOutDir: false,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((file) => [file.replace(/\.ts$/, ''), path.join(root, file)])),
        external: isPackage,
        output: {
          format: 'es',
          preserveModules: true,
          preserveModulesRoot: root,
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
        },
      },
    },
  };
}

function mainEntries(root: string): readonly string[] {
  const named = ['main/main.ts', 'main/cli.ts'].filter((file) => existsSync(path.join(root, file)));
  const found = globSync(['main/**/*-worker.ts', 'demo/**/*.ts'], { cwd: root });
  return [...named, ...found.map((file) => file.replaceAll('\\', '/')).filter((file) => !file.endsWith('.test.ts'))].sort();
}

/** Packages and Node's own modules are not bundled: they are found in node_modules when the program runs. */
function isPackage(id: string): boolean {
  return !id.startsWith('.') && !id.startsWith('\0') && !path.isAbsolute(id);
}

/** A sandboxed preload script must be one CommonJS file. */
function preload(root: string): InlineConfig | undefined {
  const entry = path.join(root, 'preload/bridge.ts');
  if (!existsSync(entry)) return undefined;
  return {
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'chrome156',
      minify: false,
      outDir: path.join(root, 'build/preload'),
      // The schemas that main shares with the page lie there too.
      emptyOutDir: false,
      rolldownOptions: {
        input: entry,
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'bridge.cjs', codeSplitting: false },
      },
    },
  };
}

/** Nothing inline: the page is served with a policy that forbids inline script and style. */
function renderer(root: string): InlineConfig | undefined {
  const folder = path.join(root, 'renderer');
  if (!existsSync(path.join(folder, 'index.html'))) return undefined;
  mkdirSync(path.join(root, 'build'), { recursive: true });
  return {
    root: folder,
    base: '/',
    plugins: [react()],
    build: {
      target: 'chrome156',
      outDir: path.join(root, 'build/renderer'),
      emptyOutDir: true,
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
    },
  };
}

if (import.meta.main) await buildHere();

async function buildHere(): Promise<void> {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
  const wanted = process.argv.slice(2) as Part[];
  const before = Date.now();
  const built = await build(root, wanted.length > 0 ? wanted : parts);
  if (built.length === 0) console.log('build/ is up to date.');
  else console.log(`Built ${built.join(', ')} in ${((Date.now() - before) / 1000).toFixed(1)} s.`);
}
