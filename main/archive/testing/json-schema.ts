/** As much of JSON Schema as the schemas of archive-schema use, and stricter: a field that no schema tells of is a fault. */
export type Schema = {
  readonly $ref?: string; readonly type?: string; readonly const?: unknown; readonly enum?: readonly unknown[]; readonly pattern?: string; readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>; readonly required?: readonly string[]; readonly items?: Schema; readonly oneOf?: readonly Schema[];
  readonly $defs?: Readonly<Record<string, Schema>>;
};

export function faultsOf(root: Schema, value: unknown): string[] {
  return judge(root, root, value, '');
}

function judge(root: Schema, schema: Schema, value: unknown, path: string): string[] {
  if (schema.$ref !== undefined) return judge(root, root.$defs![schema.$ref.slice('#/$defs/'.length)]!, value, path);
  const faults: string[] = [];
  if (schema.type !== undefined && !hasType(schema.type, value)) return [`${path} is no ${schema.type}`];
  if ('const' in schema && value !== schema.const) faults.push(`${path} is not ${String(schema.const)}`);
  if (schema.enum !== undefined && !schema.enum.includes(value)) faults.push(`${path} is none of ${schema.enum.join(', ')}`);
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(String(value))) faults.push(`${path} does not match ${schema.pattern}`);
  if (schema.minimum !== undefined && Number(value) < schema.minimum) faults.push(`${path} is too small`);
  if (schema.items !== undefined) for (const [i, item] of (value as unknown[]).entries()) faults.push(...judge(root, schema.items, item, `${path}/${i}`));
  if (schema.properties !== undefined) faults.push(...judgeObject(root, schema, value as Record<string, unknown>, path));
  return faults;
}

function judgeObject(root: Schema, schema: Schema, value: Record<string, unknown>, path: string): string[] {
  const variants = schema.oneOf?.filter((variant) => variant.properties!['kind']!.const === value['kind']) ?? [];
  if (schema.oneOf !== undefined && variants.length !== 1) return [`${path} is of no known kind: ${String(value['kind'])}`];
  const properties: Record<string, Schema> = { ...schema.properties, ...variants[0]?.properties };
  const missing = [...(schema.required ?? []), ...(variants[0]?.required ?? [])].filter((name) => !(name in value)).map((name) => `${path}/${name} is missing`);
  const told = Object.entries(value).flatMap(([name, inner]) => (properties[name] === undefined ? [`${path}/${name} is not told of`] : judge(root, properties[name], inner, `${path}/${name}`)));
  return [...missing, ...told];
}

function hasType(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
