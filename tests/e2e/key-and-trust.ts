import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeDemoPki } from '../../demo/pki.ts';
import { makePkcs12 } from '../../main/signatures/keys/pkcs12.ts';

/** What an authority brings to its first run: its own key in a file, and whom it trusts. */
export async function writeKeyAndTrust(folder: string): Promise<void> {
  const pki = makeDemoPki(Date.now());
  await writeFile(path.join(folder, 'station.p12'), makePkcs12({ key: pki.station, password: 'demo' }));
  await writeFile(path.join(folder, 'anchor.cer'), pki.anchor);
  await writeFile(path.join(folder, 'list.crl'), pki.crl);
}
