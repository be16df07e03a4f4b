import { readFileSync } from 'node:fs';
import path from 'node:path';

type Package = { readonly name: string; readonly productName?: string; readonly version: string; readonly main: string };

/** What was asked to be run: `electron [switches] <app folder> [arguments]`. */
export type Launched = {
  readonly folder: string;
  readonly package: Package;
  /** Switches before and after the folder, without the dashes. */
  readonly switches: ReadonlyMap<string, string>;
  readonly argv: readonly string[];
};

export const launched: Launched = read(process.argv.slice(2));

function read(args: readonly string[]): Launched {
  const folder = path.resolve(args.find((arg) => !arg.startsWith('-')) ?? '.');
  return {
    folder,
    package: JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Package,
    switches: new Map(args.filter((arg) => arg.startsWith('--')).map(readSwitch)),
    argv: args,
  };
}

function readSwitch(arg: string): [string, string] {
  const at = arg.indexOf('=');
  return at < 0 ? [arg.slice(2), ''] : [arg.slice(2, at), arg.slice(at + 1)];
}
