import type { Party } from '../../domain/submission.ts';
import type { CertificateFacts, Finding, SignatureVerdict } from '../../domain/verdict.ts';
import type { ReportReading } from '../../formats/readings.ts';
import type { Equipment } from './equipment.ts';
import type { Opened, OpenedDocument } from './opened.ts';

/**
 * What the signatures mean for the submission: is everything signed that must be, does each signature
 * hold, and is the signer the subscriber or somebody with a power of attorney.
 */
export function judgeSignatures(opened: Opened, main: ReportReading | undefined, _equipment: Equipment): Finding[] {
  if (opened.container === 'unreadable') return [];
  const must = opened.documents.filter(mustBeSigned);
  return [
    ...must.filter(({ signatures }) => !signatures.some(({ role }) => role === 'subscriber')).map(unsigned),
    ...signaturesOnce(opened.documents).flatMap(({ verdict, over }) => faultOf(verdict, over)),
    ...signerAgainstSubscriber(opened, main),
  ].filter(unique());
}

/** A mail's signature covers all its parts: it is named once, with the part that matters. */
function signaturesOnce(documents: readonly OpenedDocument[]): { verdict: SignatureVerdict; over: string }[] {
  const byVerdict = new Map<SignatureVerdict, string>();
  for (const { signatures, name, role } of documents) {
    for (const { verdict } of signatures) if (!byVerdict.has(verdict) || role !== 'mail-body') byVerdict.set(verdict, name);
  }
  return [...byVerdict].map(([verdict, over]) => ({ verdict, over }));
}

function mustBeSigned(document: OpenedDocument): boolean {
  return ['declaration', 'power-of-attorney', 'letter', 'attachment', 'mail-body'].includes(document.role);
}

function unsigned(document: OpenedDocument): Finding {
  return { code: '0100100001', severity: 'error', text: `Документ не подписан электронной подписью отправителя: ${document.name}`, fileName: document.name };
}

function faultOf(verdict: SignatureVerdict, fileName: string): Finding[] {
  if (verdict.indication === 'TOTAL_PASSED') return [];
  const severity = verdict.indication === 'TOTAL_FAILED' ? 'error' : 'warning';
  const { code, text } = wording(verdict);
  return [{ code, severity, text: `${text}: ${fileName}`, fileName }];
}

function wording(verdict: SignatureVerdict): { code: string; text: string } {
  const who = verdict.signer === undefined ? '' : ` (${verdict.signer.commonName})`;
  switch (verdict.subIndication) {
    case 'HASH_FAILURE':
    case 'SIG_CRYPTO_FAILURE':
      return { code: '0100100004', text: `Электронная подпись не соответствует подписанному документу${who}` };
    case 'FORMAT_FAILURE':
      return { code: '0100100000', text: 'Файл подписи повреждён или не является подписью в формате CMS' };
    case 'REVOKED':
    case 'REVOKED_NO_POE':
      return { code: '0100100000', text: `Сертификат подписи отозван${who}` };
    case 'EXPIRED':
    case 'OUT_OF_BOUNDS_NO_POE':
    case 'OUT_OF_BOUNDS_NOT_REVOKED':
      return { code: '0100100000', text: `Срок действия сертификата подписи истёк или не начался${who}` };
    case 'NOT_YET_VALID':
      return { code: '0100100000', text: `Срок действия сертификата подписи ещё не начался${who}` };
    case 'NO_CERTIFICATE_CHAIN_FOUND':
    case 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE':
      return { code: '0100100000', text: `Сертификат подписи выдан удостоверяющим центром, которому орган не доверяет${who}` };
    case 'TRY_LATER':
      return { code: '0100100000', text: `Нет свежих сведений об отзыве сертификата подписи${who}` };
    case 'CHAIN_CONSTRAINTS_FAILURE':
      return { code: '0100100000', text: `Сертификат подписи или его издатель не предназначен для такого использования${who}` };
    case 'CRYPTO_CONSTRAINTS_FAILURE':
    case 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE':
      return { code: '0100100000', text: `Алгоритм или длина ключа подписи недостаточно стойки${who}` };
    default:
      return { code: '0100100000', text: `Электронная подпись не может быть признана действительной${who}` };
  }
}

function signerAgainstSubscriber(opened: Opened, main: (ReportReading & { document?: OpenedDocument }) | undefined): Finding[] {
  const owners = [main?.subscriber, main?.sender].filter((party): party is Party => party !== undefined && party.taxNumber !== '');
  if (main?.document === undefined || owners.length === 0) return [];
  const signers = main.document.signatures.filter(({ role }) => role === 'subscriber').flatMap(({ verdict }) => verdict.signer ?? []);
  if (signers.length === 0 || signers.some((signer) => isOneOf(signer, owners))) return [];
  if (opened.documents.some(({ role, signatures }) => role === 'power-of-attorney' && signatures.length > 0) && main.signatory?.representative === true) return [];
  return [
    {
      code: '0100100002',
      severity: 'error',
      text: `Подпись не принадлежит налогоплательщику и полномочия подписавшего не подтверждены: ${signers.map(({ commonName }) => commonName).join(', ')}`,
      fileName: main.document.name,
    },
  ];
}

function isOneOf(signer: CertificateFacts, owners: readonly Party[]): boolean {
  return owners.some(({ taxNumber }) => signer.taxNumbers.includes(taxNumber));
}

function unique(): (finding: Finding) => boolean {
  const seen = new Set<string>();
  return ({ code, text, fileName }) => {
    const key = `${code}|${text}|${fileName ?? ''}`;
    return seen.has(key) ? false : (seen.add(key), true);
  };
}
