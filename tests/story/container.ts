import { randomUUID } from 'node:crypto';
import type { KeyAndCertificate } from '../../main/signatures/material.ts';
import { opensslDecrypt, opensslEncrypt, opensslSign, opensslVerify, type OpensslEncryptOptions } from '../forge/openssl.ts';
import { authority } from './report.ts';
import { escaped, fromWindows1251, toWindows1251 } from './windows-1251.ts';
import { unzip, zip, type ZipFile } from './zip.ts';

/** Transport containers by openssl and 7z; the description is written here, letter by letter. */
export type Packed = {
  readonly typeCode: string;
  readonly type: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly signers?: readonly { readonly key: KeyAndCertificate; readonly role: string }[];
  readonly recipients?: readonly Uint8Array[];
  readonly encryption?: OpensslEncryptOptions;
  /** Instead of the document as it is signed: for those who change it afterwards. */
  readonly enclosed?: Uint8Array;
};

export type Flow = {
  readonly id: string;
  readonly type: string;
  readonly typeName: string;
  readonly transaction: string;
  readonly transactionName: string;
  readonly sender: string;
};

export type Container = { readonly fileName: string; readonly bytes: Uint8Array; readonly files: readonly ZipFile[]; readonly flow: Flow };

export const hex32 = (): string => randomUUID().replaceAll('-', '');
export const operator = '1OP';

export const declarationFlow = (sender: string, id = hex32()): Flow => ({ id, type: '01', typeName: 'Декларация', transaction: '01', transactionName: 'ДекларацияНП', sender });

export function packContainer(flow: Flow, documents: readonly Packed[]): Container {
  const packed = documents.map(packDocument);
  const description = toWindows1251(describe(flow, packed.map(({ xml }) => xml)));
  const files = [{ name: 'packageDescription.xml', bytes: description }, ...packed.flatMap((one) => one.files)];
  return { fileName: `FNS_${flow.sender}_${authority.code}_${flow.id}_${flow.type}_${flow.transaction}_01.zip`, bytes: zip(files), files, flow };
}

/** Signed over the plain document; zipped; enciphered last. */
function packDocument({ typeCode, type, name, bytes, signers = [], recipients, encryption, enclosed }: Packed): { xml: string; files: ZipFile[] } {
  const zipped = zip([{ name, bytes: enclosed ?? bytes }]);
  const content = { name: `${hex32()}.bin`, bytes: recipients === undefined ? zipped : opensslEncrypt(zipped, recipients, encryption) };
  const signatures = signers.map(({ key, role }) => ({ name: `${hex32()}.bin`, bytes: opensslSign(bytes, key, { detached: true }), role }));
  const xml =
    `<документ кодТипаДокумента="${typeCode}" типДокумента="${type}" типСодержимого="xml" сжат="true" зашифрован="${recipients !== undefined}" ` +
    `идентификаторДокумента="${hex32()}" исходноеИмяФайла="${escaped(name)}"><содержимое имяФайла="${content.name}"/>` +
    signatures.map((one) => `<подпись имяФайла="${one.name}" роль="${one.role}"/>`).join('') +
    `</документ>`;
  return { xml, files: [content, ...signatures] };
}

function describe(flow: Flow, documents: readonly string[]): string {
  return (
    `<?xml version="1.0" encoding="windows-1251"?>\n` +
    `<ТрансИнф версияФормата="ФНС:1.0" кодТипаДокументооборота="${flow.type}" типДокументооборота="${flow.typeName}" кодТипаТранзакции="${flow.transaction}" ` +
    `типТранзакции="${flow.transactionName}" идентификаторДокументооборота="${flow.id}" ВерсПрог="Рука 1">` +
    `<отправитель идентификаторСубъекта="${flow.sender}" типСубъекта="абонент"/><спецоператор идентификаторСубъекта="${operator}" типСубъекта="спецоператор"/>` +
    `<получатель идентификаторСубъекта="${authority.code}" типСубъекта="налоговыйОрган"/>${documents.join('')}</ТрансИнф>`
  );
}

export type OpenedDocument = {
  readonly name: string;
  readonly typeCode: string;
  readonly id: string;
  readonly encrypted: boolean;
  /** Absent where only a signature travels. */
  readonly content?: Uint8Array;
  readonly signatures: readonly { readonly role: string; readonly bytes: Uint8Array }[];
};

export type OpenedContainer = { readonly flowId: string; readonly transaction: string; readonly type: string; readonly documents: readonly OpenedDocument[] };

/** What came back, opened by 7z and `openssl cms -decrypt` with the subscriber's key. */
export function unpackContainer(bytes: Uint8Array, key: KeyAndCertificate): OpenedContainer {
  const files = new Map(unzip(bytes).map((file) => [file.name, file.bytes]));
  const description = fromWindows1251(files.get('packageDescription.xml')!);
  const attribute = (text: string, name: string): string => new RegExp(`\\s${name}="([^"]*)"`).exec(text)?.[1] ?? '';
  const documents = [...description.matchAll(/<документ\s([^>]*)>(.*?)<\/документ>/gsu)].map(([, attributes = '', inside = '']): OpenedDocument => {
    const stored = files.get(/<содержимое\s+имяФайла="([^"]*)"/u.exec(inside)?.[1] ?? '');
    const encrypted = attribute(` ${attributes}`, 'зашифрован') === 'true';
    const zipped = stored !== undefined && encrypted ? opensslDecrypt(stored, key) : stored;
    const content = zipped === undefined ? undefined : attribute(` ${attributes}`, 'сжат') === 'true' ? unzip(zipped)[0]!.bytes : zipped;
    return {
      name: attribute(` ${attributes}`, 'исходноеИмяФайла'),
      typeCode: attribute(` ${attributes}`, 'кодТипаДокумента'),
      id: attribute(` ${attributes}`, 'идентификаторДокумента'),
      encrypted,
      ...(content === undefined ? {} : { content }),
      signatures: [...inside.matchAll(/<подпись\s([^>]*)\/>/gu)].map(([, one = '']) => ({ role: attribute(` ${one}`, 'роль'), bytes: files.get(attribute(` ${one}`, 'имяФайла'))! })),
    };
  });
  return { flowId: attribute(description, 'идентификаторДокументооборота'), type: attribute(description, 'кодТипаДокументооборота'), transaction: attribute(description, 'кодТипаТранзакции'), documents };
}

/** 'good', or what `openssl cms -verify` says; `trust` is a PEM file of anchors and lists of revoked certificates. */
export function opensslTakes(signature: Uint8Array, content: Uint8Array, intermediates: readonly Uint8Array[], trust: string): string {
  const { ok, message } = opensslVerify(signature, { anchors: [], intermediates }, content, ['-crl_check_all', '-CAfile', trust]);
  return ok ? 'good' : message;
}
