import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyAndCertificate } from '../../main/signatures/material.ts';
import { openssl } from '../forge/openssl.ts';

/** Someone with a key and a certificate, as files that openssl reads: NAME.key, NAME.crt, NAME.p12 in the authority's folder. */
export type Identity = KeyAndCertificate & { readonly name: string; readonly p12: Uint8Array; readonly certificateFile: string; readonly keyFile: string };

export type Subject = {
  readonly commonName: string;
  readonly surname?: string;
  readonly givenName?: string;
  readonly title?: string;
  readonly organization?: string;
  /** ИНН of an organisation. */
  readonly organizationTaxNumber?: string;
};

export type KeyChoice = 'rsa' | 'p-256';

export const p12Password = 'пароль-p12';

/** A root, an issuing authority under it and their lists of revoked certificates, all made by the openssl command. */
export class OpensslAuthority {
  readonly folder: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'reception-authority-'));
    writeFileSync(join(this.folder, 'ca.cnf'), extensions);
    const made = ['-nodes', '-config', 'ca.cnf', '-utf8', '-days', '365'];
    openssl(this.folder, 'req', '-x509', ...newKey('p-256'), ...made, '-keyout', 'root.key', '-out', 'root.crt', '-extensions', 'root', '-subj', '/C=RU/CN=Корневой УЦ (openssl)');
    openssl(this.folder, 'req', '-x509', '-CA', 'root.crt', '-CAkey', 'root.key', ...newKey('rsa'), ...made, '-keyout', 'issuing.key', '-out', 'issuing.crt', '-extensions', 'issuing', '-subj', '/C=RU/CN=Выпускающий УЦ (openssl)');
    this.#list('root');
    this.#list('issuing');
    // `openssl cms` takes lists of revoked certificates from its -CAfile alone.
    writeFileSync(join(this.folder, 'trust.pem'), ['root.crt', 'root.crl', 'issuing.crl'].map((name) => readFileSync(join(this.folder, name), 'utf8')).join(''));
  }

  issue(name: string, subject: Subject, kind: KeyChoice): Identity {
    writeFileSync(join(this.folder, `${name}.cnf`), request(subject));
    openssl(this.folder, 'req', '-x509', '-CA', 'issuing.crt', '-CAkey', 'issuing.key', ...newKey(kind), '-nodes', '-config', `${name}.cnf`, '-extensions', 'leaf', '-days', '300', '-keyout', `${name}.key`, '-out', `${name}.crt`);
    openssl(this.folder, 'pkcs12', '-export', '-inkey', `${name}.key`, '-in', `${name}.crt`, '-certfile', 'issuing.crt', '-out', `${name}.p12`, '-passout', `pass:${p12Password}`);
    openssl(this.folder, 'pkcs8', '-topk8', '-nocrypt', '-in', `${name}.key`, '-outform', 'DER', '-out', `${name}.p8`);
    return {
      name,
      privateKey: this.#bytes(`${name}.p8`),
      certificate: this.der(`${name}.crt`),
      chain: [this.der('issuing.crt')],
      p12: this.#bytes(`${name}.p12`),
      certificateFile: join(this.folder, `${name}.crt`),
      keyFile: join(this.folder, `${name}.key`),
    };
  }

  der(file: string): Uint8Array {
    openssl(this.folder, 'x509', '-in', file, '-outform', 'DER', '-out', `${file}.der`);
    return this.#bytes(`${file}.der`);
  }

  /** Files that the wizard is handed: anchor, issuing authority, lists. */
  trustFiles(): readonly { name: string; bytes: Uint8Array }[] {
    return ['root.crt', 'issuing.crt', 'root.crl', 'issuing.crl'].map((name) => ({ name, bytes: this.#bytes(name) }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #list(name: string): void {
    writeFileSync(join(this.folder, `${name}.index`), '');
    writeFileSync(join(this.folder, `${name}.number`), '01\n');
    writeFileSync(join(this.folder, `${name}.ca.cnf`), `[ca]\ndefault_ca = this\n[this]\ndatabase = ${name}.index\ncrlnumber = ${name}.number\ndefault_md = sha256\ndefault_crl_days = 30\n`);
    openssl(this.folder, 'ca', '-gencrl', '-config', `${name}.ca.cnf`, '-cert', `${name}.crt`, '-keyfile', `${name}.key`, '-out', `${name}.crl`);
  }

  #bytes(name: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.folder, name)));
  }
}

const newKey = (kind: KeyChoice): string[] => (kind === 'rsa' ? ['-newkey', 'rsa:2048'] : ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']);

const extensions = `
[req]
distinguished_name = empty
string_mask = utf8only
[empty]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[issuing]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

/** "x." before a dotted identifier is cut off by openssl, which takes a full stop for a separator. */
function request({ commonName, surname, givenName, title, organization, organizationTaxNumber }: Subject): string {
  const names = [
    ['C', 'RU'], ['CN', commonName], ['SN', surname], ['GN', givenName], ['title', title], ['O', organization], ['x.1.2.643.100.4', organizationTaxNumber],
  ].filter(([, value]) => value !== undefined);
  return `
[req]
prompt = no
utf8 = yes
string_mask = utf8only
distinguished_name = names
[names]
${names.map(([name, value]) => `${name} = ${value}`).join('\n')}
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation,keyEncipherment,keyAgreement
extendedKeyUsage = clientAuth,emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;
}
