import { createDecipheriv, type CipherGCMTypes } from 'node:crypto';
import { OID } from '../der/oids.ts';
import { Fields, TAG, wholeElement } from '../der/reader.ts';
import { octetsOf, smallIntegerOf } from '../der/values.ts';
import { concat } from '../der/writer.ts';
import type { EnvelopedData } from '../enveloped-data.ts';

/** A cipher for content. `open` throws where padding or tag do not hold, or where this runtime lacks the cipher. */
export type ContentCipher = { readonly name: string; readonly keyBytes: number; readonly authenticated: boolean; readonly open: (data: EnvelopedData, key: Uint8Array) => Uint8Array };

const CIPHERS: Readonly<Record<string, ContentCipher>> = {
  [OID.aes128Cbc]: cbc('AES-128-CBC', 'aes-128-cbc', 16),
  [OID.aes192Cbc]: cbc('AES-192-CBC', 'aes-192-cbc', 24),
  [OID.aes256Cbc]: cbc('AES-256-CBC', 'aes-256-cbc', 32),
  [OID.tripleDesCbc]: cbc('3DES-CBC', 'des-ede3-cbc', 24),
  [OID.aes128Gcm]: gcm('AES-128-GCM', 'aes-128-gcm', 16),
  [OID.aes192Gcm]: gcm('AES-192-GCM', 'aes-192-gcm', 24),
  [OID.aes256Gcm]: gcm('AES-256-GCM', 'aes-256-gcm', 32),
};

export function contentCipherBy(oid: string): ContentCipher | undefined {
  return CIPHERS[oid];
}

function cbc(name: string, nodeName: string, keyBytes: number): ContentCipher {
  return {
    name, keyBytes, authenticated: false,
    open: ({ algorithm, encryptedContent }, key) => {
      const iv = octetsOf(wholeElement(algorithm.parameters ?? new Uint8Array(), TAG.octetString));
      const decipher = createDecipheriv(nodeName, key, iv);
      return concat(decipher.update(encryptedContent), decipher.final());
    },
  };
}

/** GCMParameters (RFC 5084, 3.2). */
function gcm(name: string, nodeName: CipherGCMTypes, keyBytes: number): ContentCipher {
  return {
    name, keyBytes, authenticated: true,
    open: ({ algorithm, encryptedContent, authentication }, key) => {
      const fields = new Fields(wholeElement(algorithm.parameters ?? new Uint8Array()), TAG.sequence);
      const nonce = octetsOf(fields.next(TAG.octetString));
      const stated = fields.optional(TAG.integer);
      const authTagLength = stated === undefined ? 12 : smallIntegerOf(stated);
      if (authentication === undefined || authTagLength < 12 || authTagLength > 16) throw new Error('tag');
      const decipher = createDecipheriv(nodeName, key, nonce, { authTagLength });
      decipher.setAAD(authentication.attributes);
      decipher.setAuthTag(authentication.tag);
      return concat(decipher.update(encryptedContent), decipher.final());
    },
  };
}
