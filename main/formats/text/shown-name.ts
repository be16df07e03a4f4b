import { wellFormed } from './well-formed.ts';

/**
 * A file name as it may be shown and stored: no folders, no control or direction characters,
 * no names that a file system or a shell reads otherwise, at most 150 characters.
 */
export function shownName(name: string, fallback: string): string {
  const last = wellFormed(name).replaceAll('\\', '/').split('/').at(-1) ?? '';
  const clean = last
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return clean === '' ? fallback : shortened(clean);
}

function shortened(name: string): string {
  if (name.length <= 150) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  return wellFormed(name.slice(0, 150 - extension.length) + extension);
}
