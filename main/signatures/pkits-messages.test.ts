import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { instantOf } from '../domain/identifiers.ts';
import { verify } from './verify.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

type Case = { name: string; crls: string[]; ok: boolean; ips?: string; expl: boolean; pmi: boolean; iap: boolean };

const CASES = fileURLToPath(new URL('../../../shared/samples/pkits/cases.json', import.meta.url));
const DATA = '/usr/lib/python3/dist-packages/cryptography_vectors/x509/PKITS_data';
const AT = instantOf(Date.UTC(2011, 3, 15));

/** Messages that do not come out as NIST expects. None may ever be a false acceptance. */
const KNOWN_FAILURES: readonly string[] = [];

/** multipart/signed as the suite writes it: the first part is signed as it stands, with CRLF. */
function partsOf(file: string): { content: Uint8Array; signature: Uint8Array } {
  const text = readFileSync(`${DATA}/smime/${file}`, 'latin1').replace(/\r?\n/g, '\r\n');
  const boundary = `--${/boundary="([^"]+)"/.exec(text)![1]!}`;
  const [, content, signature] = text.split(`${boundary}\r\n`);
  return { content: Buffer.from(content!.slice(0, -2), 'latin1'), signature: Buffer.from(signature!.slice(signature!.indexOf('\r\n\r\n')).split(boundary)[0]!, 'latin1') };
}

describe.skipIf(!existsSync(CASES) || !existsSync(DATA))('the signed messages of the NIST suite', () => {
  const files = existsSync(DATA) ? readdirSync(`${DATA}/smime`).filter((name) => name.endsWith('.eml')) : [];
  const cases = existsSync(CASES) ? (JSON.parse(readFileSync(CASES, 'utf8')) as Case[]) : [];
  const usual = new Map(
    cases.filter((one) => one.ips === undefined && !one.expl && !one.pmi && !one.iap).map((one) => [one.name.replace(/^Section\d+/, '').replace(/Subpart\d+$/, '').toLowerCase(), one]),
  );
  const judged = files.flatMap((file) => {
    const one = usual.get(file.replace(/^Signed/, '').replace(/\.eml$/, '').toLowerCase());
    if (one === undefined) return [];
    const anchors = [new Uint8Array(readFileSync(`${DATA}/certs/TrustAnchorRootCertificate.crt`))];
    const crls = one.crls.map((name) => new Uint8Array(readFileSync(`${DATA}/crls/${name}.crl`)));
    const { verdicts } = verify({ ...partsOf(file), trust: { anchors, intermediates: [], crls }, at: AT });
    return [{ file, expected: one.ok, verdict: verdicts[0]! }];
  });

  it('are all there, and most are judged with the usual inputs', () => {
    expect(files).toHaveLength(224);
    expect(judged.length).toBeGreaterThan(180);
  });

  it('all hold as cryptography', () => {
    const broken = judged.filter(({ verdict }) => verdict.checks.some((check) => check.key.startsWith('crypto.') && check.outcome === 'failed'));
    expect(broken.map(({ file }) => file)).toEqual([]);
  });

  it('are passed where their path is good and never where it is not, but for the known failures', () => {
    const wrong = judged.filter(({ expected, verdict }) => (verdict.indication === 'TOTAL_PASSED') !== expected);
    expect(wrong.map(({ file, verdict }) => [file, verdict.indication, verdict.subIndication, JSON.stringify(verdict.checks.filter((check) => check.subIndication !== undefined).map((check) => [check.key, check.facts]))])).toEqual(KNOWN_FAILURES);
  });
});
