import { childrenOf, contentOf, elementAt, rawOf, type Der, DerError } from '../der/reader.ts';
import { hexOf, latin1TextOf } from '../der/values.ts';
import { readName, type Name } from './name.ts';

/** RFC 5280, 4.2.1.6. Kinds that no rule looks into keep their bytes. */
export type GeneralName =
  | { readonly kind: 'email' | 'dns' | 'uri'; readonly text: string }
  | { readonly kind: 'directory'; readonly name: Name }
  | { readonly kind: 'ip'; readonly bytes: Uint8Array }
  | { readonly kind: 'other'; readonly tag: number; readonly hex: string };

const MAX_NAMES = 4096;

export function readGeneralNames(list: Der): GeneralName[] {
  return childrenOf(list, MAX_NAMES).map(readGeneralName);
}

export function readGeneralName(element: Der): GeneralName {
  switch (element.tag) {
    case 0x81:
      return { kind: 'email', text: latin1TextOf(element) };
    case 0x82:
      return { kind: 'dns', text: latin1TextOf(element) };
    case 0x86:
      return { kind: 'uri', text: latin1TextOf(element) };
    case 0x87:
      return { kind: 'ip', bytes: contentOf(element) };
    case 0xa4:
      return { kind: 'directory', name: readName(elementAt(element.bytes, element.from, element.to)) };
    case 0xa0:
    case 0xa3:
    case 0xa5:
    case 0x88:
      return { kind: 'other', tag: element.tag, hex: hexOf(rawOf(element)) };
    default:
      throw new DerError('general name');
  }
}

/** Two general names are the same when their keys are. */
export function generalNameKey(name: GeneralName): string {
  switch (name.kind) {
    case 'directory':
      return `directory:${name.name.key}`;
    case 'ip':
      return `ip:${hexOf(name.bytes)}`;
    case 'other':
      return `other:${name.hex}`;
    default:
      return `${name.kind}:${name.text}`;
  }
}
