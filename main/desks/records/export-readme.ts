import type { SubmissionRecord } from '../../domain/records.ts';
import type { ExportFile } from './write-export.ts';

export type SignedFile = { readonly content: string; readonly signature: string; readonly form: 'DER' | 'PEM'; readonly signer?: string };

type Authority = { readonly code: string; readonly name: string };

/** How to check everything without the program that made it, in both languages. */
export function exportReadme(record: SubmissionRecord, signed: readonly SignedFile[], authority: Authority): readonly ExportFile[] {
  return [
    { name: 'README.ru.txt', bytes: encode(russian(record, signed, authority)) },
    { name: 'README.en.txt', bytes: encode(english(record, signed, authority)) },
  ];
}

function encode(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll('\n', '\r\n'), 'utf8'));
}

/** One command for each signature. What stands in quotes are names that this export gave, without quotes in them. */
function commands({ summary }: SubmissionRecord, signed: readonly SignedFile[]): string {
  const at = Math.floor(Date.parse(summary.receivedAt) / 1000);
  const trust = '-CAfile evidence/anchors.pem -certfile evidence/certificates.pem -purpose any';
  const check = (rest: string) => `openssl cms -verify -binary ${rest} ${trust} -attime ${at} -out /dev/null`;
  const lines = signed.map(({ content, signature, form, signer }) => {
    const which = content.startsWith('documents/') && summary.container === 'mail' ? `-inform ${form} -in "${signature}"` : `-inform ${form} -in "${signature}" -content "${content}"`;
    return `${signer ? `# ${signer.replace(/[^\p{L}\p{N} ."«»-]/gu, ' ')}\n` : ''}${check(which)}`;
  });
  return lines.join('\n\n');
}

function russian(record: SubmissionRecord, signed: readonly SignedFile[], authority: Authority): string {
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
   evidence/anchors.pem содержит корневые сертификаты, которым доверял орган: сравните их со своими.
   Подписи под документами писем лежат вместе с подписанным содержимым или относятся к raw/delivery.eml целиком.

${commands(record, signed)}

3. Отзыв: evidence/lists.pem содержит списки отзыва, известные на момент проверки. Добавьте к командам
   -crl_check -CRLfile evidence/lists.pem
`;
}

function english(record: SubmissionRecord, signed: readonly SignedFile[], authority: Authority): string {
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
   evidence/anchors.pem holds the roots that the authority trusted: compare them with your own.
   Signatures under documents of a mail carry what they sign, or cover raw/delivery.eml as a whole.

${commands(record, signed)}

3. Revocation: evidence/lists.pem holds the lists that were known when the checks were made. Add to the commands
   -crl_check -CRLfile evidence/lists.pem
`;
}
