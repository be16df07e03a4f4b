import type { Instant } from '../../domain/identifiers.ts';
import type { SubmissionRecord } from '../../domain/records.ts';
import type { ExportFile } from './write-export.ts';

export type SignedFile = {
  readonly content: string;
  readonly signature: string;
  readonly form: 'DER' | 'PEM';
  readonly by: 'subscriber' | 'authority';
  /** The instant that the signature is to hold for. */
  readonly at: Instant;
  readonly signer?: string;
};

/** Names of the files that lie in the export: a command names only what is there. */
type Bundles = ReadonlySet<string>;

type Authority = { readonly code: string; readonly name: string };

/** How to check everything without the program that made it, in both languages. */
export function exportReadme(record: SubmissionRecord, signed: readonly SignedFile[], bundles: Bundles, authority: Authority): readonly ExportFile[] {
  const checks = signed.map((file) => command(record, file, bundles)).join('\n\n');
  return [
    { name: 'README.ru.txt', bytes: encode(russian(record, checks, authority)) },
    { name: 'README.en.txt', bytes: encode(english(record, checks, authority)) },
  ];
}

function encode(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll('\n', '\r\n'), 'utf8'));
}

/** The names in quotes are those that this export gave: no quotes and nothing for a shell in them. */
function command({ summary }: SubmissionRecord, { content, signature, form, by, at, signer }: SignedFile, bundles: Bundles): string {
  const prefix = by === 'authority' ? 'evidence/authority-' : 'evidence/';
  const option = (name: string, file: string) => (bundles.has(prefix + file) ? ` ${name} ${prefix}${file}` : '');
  const over = by === 'subscriber' && summary.container === 'mail' ? '' : ` -content "${content}"`;
  const trust = `${option('-CAfile', 'anchors.pem')}${option('-certfile', 'certificates.pem')} -purpose any -attime ${Math.floor(Date.parse(at) / 1000)}`;
  const remark = signer ? `# ${signer.replace(/[^\p{L}\p{N} ."«»-]/gu, ' ')}\n` : '';
  return `${remark}openssl cms -verify -binary -inform ${form} -in "${signature}"${over}${trust} -out /dev/null`;
}

function russian(record: SubmissionRecord, checks: string, authority: Authority): string {
  const { summary } = record;
  return `Отправление ${summary.number}
${authority.name} (${authority.code})
Абонент: ${summary.subscriber.name}, ИНН ${summary.subscriber.taxNumber}
Получено: ${summary.receivedAt} (время UTC)

Что здесь лежит

  raw/            поступившие байты, как их передал канал
  documents/      документы отправления, вскрытые и расшифрованные
  signatures/     подписи под ними (CMS, RFC 5652)
  receipts/       служебные документы органа и подписи под ними (.p7s)
  replies/        ответы инспекторов и подписи под ними (.p7s)
  evidence/       сертификаты и списки отзыва, на которых стоят выводы
  protocol.*      протокол проверки: JSON для программ, PDF для людей
  journal.jsonl   записи журнала об этом отправлении, по одной в строке
  SHA256SUMS      контрольные суммы всех файлов

Как проверить

1. Файлы не изменены после выгрузки:

sha256sum -c SHA256SUMS

2. Подписи (OpenSSL 3, команды выполняются в этой папке; ожидается ответ «CMS Verification successful»).
   evidence/*anchors.pem содержат корневые сертификаты, которым доверяет орган: сравните их со своими.
   Подписи под документами писем лежат вместе с подписанным содержимым или относятся к raw/delivery.eml целиком.

${checks}

3. Отзыв: evidence/lists.pem содержит списки отзыва, известные на момент проверки. OpenSSL берёт их из файла -CAfile:

cat evidence/anchors.pem evidence/lists.pem > with-lists.pem

   и замените в командах
   -CAfile evidence/anchors.pem на -CAfile with-lists.pem -crl_check
`;
}

function english(record: SubmissionRecord, checks: string, authority: Authority): string {
  const { summary } = record;
  return `Submission ${summary.number}
${authority.name} (${authority.code})
Subscriber: ${summary.subscriber.name}, tax number ${summary.subscriber.taxNumber}
Received: ${summary.receivedAt} (UTC)

What is here

  raw/            the bytes as the channel handed them over
  documents/      the documents of the submission, opened and deciphered
  signatures/     the signatures under them (CMS, RFC 5652)
  receipts/       service documents of the authority, with their signatures (.p7s)
  replies/        replies of inspectors, with their signatures (.p7s)
  evidence/       certificates and revocation lists that the findings rest on
  protocol.*      the protocol of the checks: JSON for programs, PDF for people
  journal.jsonl   the journal's entries about this submission, one in a line
  SHA256SUMS      digests of all files

How to check it

1. The files have not changed since the export:

sha256sum -c SHA256SUMS

2. The signatures (OpenSSL 3, run in this folder; "CMS Verification successful" is to be expected).
   evidence/*anchors.pem hold the roots that the authority trusts: compare them with your own.
   Signatures under documents of a mail carry what they sign, or cover raw/delivery.eml as a whole.

${checks}

3. Revocation: evidence/lists.pem holds the lists that were known when the checks were made. OpenSSL takes them from -CAfile:

cat evidence/anchors.pem evidence/lists.pem > with-lists.pem

   and in the commands, instead of
   -CAfile evidence/anchors.pem write -CAfile with-lists.pem -crl_check
`;
}
