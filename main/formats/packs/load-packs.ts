import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { ReceptionError } from '../../domain/errors.ts';
import { resourcesFolder } from '../resources-folder.ts';
import {
  classifierSchema,
  contentTypesSchema,
  docflowsSchema,
  formsSchema,
  labelsSchema,
  limitsSchema,
  periodsSchema,
  receiptsSchema,
} from './packs.ts';
import type { FormSchema, Packs } from './packs.ts';
import { describeSchema } from './describe-schema.ts';

/**
 * The packs that came with the program, laid under those of the station's own folder (same layout:
 * docflows.json, forms.json..., forms/*.xsd). Entries with the same code are replaced, others added.
 * Throws ReceptionError 'settings-invalid' naming the file that does not parse.
 */
export function loadPacks(folders: { readonly builtIn: string; readonly station?: string }): Packs {
  const read = <Schema extends z.ZodType>(name: string, schema: Schema) => readLayered(folders, name, schema);
  return {
    docflows: read('docflows.json', docflowsSchema),
    limits: read('limits.json', limitsSchema),
    classifier: read('classifier.json', classifierSchema),
    contentTypes: read('content-types.json', contentTypesSchema),
    periods: read('periods.json', periodsSchema),
    forms: read('forms.json', formsSchema),
    receipts: read('receipts.json', receiptsSchema),
    labels: read('labels.json', labelsSchema),
    schemas: [...readSchemas(folders.builtIn), ...(folders.station === undefined ? [] : readSchemas(folders.station))],
  };
}

let builtIn: Packs | undefined;

/** The packs that came with the program, read once. */
export function builtInPacks(): Packs {
  builtIn ??= loadPacks({ builtIn: builtInPacksFolder() });
  return builtIn;
}

export function builtInPacksFolder(): string {
  return join(resourcesFolder(), 'formats', 'fns');
}

function readLayered<Schema extends z.ZodType>(
  folders: { readonly builtIn: string; readonly station?: string },
  name: string,
  schema: Schema,
): z.infer<Schema> {
  const base: unknown = readJson(join(folders.builtIn, name));
  const own = folders.station === undefined ? undefined : join(folders.station, name);
  const value = own !== undefined && existsSync(own) ? layered(base, readJson(own)) : base;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ReceptionError('settings-invalid', `The format pack ${name} does not parse: ${parsed.error.issues[0]?.message ?? ''}`, {
    details: { file: name, path: parsed.error.issues[0]?.path.join('.') ?? '' },
  });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ReceptionError('settings-invalid', `The format pack ${path} cannot be read`, { cause, details: { file: path } });
  }
}

/** Objects are merged key by key, lists of coded things by their code; anything else is replaced. */
function layered(base: unknown, own: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(own)) {
    const merged = new Map<unknown, unknown>(base.map((item) => [codeOf(item), item]));
    for (const item of own) merged.set(codeOf(item), layered(merged.get(codeOf(item)), item));
    return [...merged.values()];
  }
  if (isObject(base) && isObject(own)) {
    const merged: Record<string, unknown> = { ...base };
    for (const [key, value] of Object.entries(own)) {
      if (key !== '__proto__') merged[key] = layered(base[key], value);
    }
    return merged;
  }
  return own;
}

function codeOf(item: unknown): unknown {
  return isObject(item) ? (item['code'] ?? item['knd'] ?? item) : item;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readSchemas(folder: string): FormSchema[] {
  const forms = join(folder, 'forms');
  if (!existsSync(forms)) return [];
  return readdirSync(forms)
    .filter((name) => name.toLowerCase().endsWith('.xsd'))
    .sort()
    .map((name) => describeSchema(name, readFileSync(join(forms, name))));
}
