import { readEntity, splitParts } from './mime-entity.ts';
import type { MimeEntity } from './mime-entity.ts';

/** Why a mail is not taken apart, or undefined where it is within the limits. Linear in bytes times depth. */
export function judgeStructure(entity: MimeEntity, limits: { readonly depth: number; readonly parts: number }): string | undefined {
  return judge(entity, limits, 1, { parts: 0 });
}

function judge(entity: MimeEntity, limits: { readonly depth: number; readonly parts: number }, depth: number, seen: { parts: number }): string | undefined {
  if (!entity.type.value.startsWith('multipart/')) return undefined;
  if (depth > limits.depth) return `вложенность частей больше ${limits.depth}.`;
  const boundary = entity.type.parameters['boundary'] ?? '';
  if (boundary === '' || boundary.length > 200) return 'не указана граница между частями.';
  for (const part of splitParts(entity.body, boundary, limits.parts + 1)) {
    if (++seen.parts > limits.parts) return `частей больше ${limits.parts}.`;
    const inner = readEntity(part);
    if (inner === undefined) return 'заголовок вложенной части слишком велик.';
    const reason = judge(inner, limits, depth + 1, seen);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
