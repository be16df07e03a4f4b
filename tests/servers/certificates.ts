import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type ServerCertificate = { readonly ca: string; readonly caFile: string; readonly certFile: string; readonly keyFile: string };

/** A certificate authority of its own and a certificate for localhost and 127.0.0.1, by the openssl command. */
export async function makeServerCertificate(folder: string): Promise<ServerCertificate> {
  const [caKey, caFile, keyFile, certFile] = ['ca.key', 'ca.pem', 'server.key', 'server.pem'].map((name) => join(folder, name)) as [string, string, string, string];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await run('openssl', ['req', '-x509', ...key, '-keyout', caKey, '-out', caFile, '-days', '2', '-subj', '/CN=Test CA']);
  await run('openssl', [
    'req', '-x509', ...key, '-keyout', keyFile, '-out', certFile, '-days', '2', '-subj', '/CN=localhost',
    '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:FALSE', '-CA', caFile, '-CAkey', caKey,
  ]);
  return { ca: await readFile(caFile, 'utf8'), caFile, certFile, keyFile };
}
