import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isReceptionError } from '../domain/errors.ts';
import { instantOf, newId, type ChannelId, type Digest, type OfficerId, type ReplyId } from '../domain/identifiers.ts';
import type { MailboxChannelSettings, Settings } from '../domain/settings.ts';
import type { PaperNotice } from './durable-json.ts';
import { DurableJson } from './durable-json.ts';
import { fileKeyProtection } from '../key-protection.ts';
import { openPapers } from './papers.ts';
import { firstSettings } from '../domain/settings-schema.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'papers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => openPapers(path.join(folder, 'papers'), fileKeyProtection(folder));

const mailbox = (extra: { imapPassword?: string; host?: string } = {}): MailboxChannelSettings => ({
  kind: 'mailbox',
  id: 'mail' as ChannelId,
  name: 'Mail',
  enabled: true,
  imap: { host: extra.host ?? 'mail.example.org', port: 993, security: 'tls', user: 'priem', folder: 'INBOX', processedFolder: 'Done', ...(extra.imapPassword !== undefined && { password: extra.imapPassword }) },
  smtp: { host: 'mail.example.org', port: 465, security: 'tls', user: 'priem', from: 'priem@example.org' },
});
const withMailbox = (channel: MailboxChannelSettings): Settings => ({ ...firstSettings, channels: [channel] });

const everything = (): string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));

describe('a durable paper', () => {
  const file = () => path.join(folder, 'one.json');
  const paper = (notices: PaperNotice[] = []) =>
    new DurableJson<{ text: string }>({ file: file(), version: 1, parse: (content) => content as { text: string }, notice: (notice) => notices.push(notice) });

  it('is read back as it was written, and is nothing before that', async () => {
    expect(await paper().read()).toBeNull();
    await paper().write({ text: 'Журнал' });
    expect(await paper().read()).toEqual({ text: 'Журнал' });
  });

  it('torn at any byte gives the writing before it, and says so', async () => {
    await paper().write({ text: 'first' });
    await paper().write({ text: 'second' });
    const whole = readFileSync(file());
    const newlineOnly = whole.length - 1;
    for (let length = 0; length < newlineOnly; length++) {
      writeFileSync(file(), whole.subarray(0, length));
      const notices: PaperNotice[] = [];
      expect(await paper(notices).read(), `at byte ${length}`).toEqual({ text: 'first' });
      expect(notices).toEqual([{ paper: 'one.json', problem: 'torn', used: 'previous' }]);
    }
  });

  it('with any byte changed is not believed', async () => {
    await paper().write({ text: 'first' });
    await paper().write({ text: 'second' });
    const whole = readFileSync(file());
    for (let at = 0; at < whole.length - 1; at++) {
      const changed = Buffer.from(whole);
      changed[at] = changed[at]! ^ 1;
      writeFileSync(file(), changed);
      const read = await paper().read().catch((error: unknown) => error);
      // A version that became a higher one is refused as such; everything else falls back.
      if (!isReceptionError(read, 'settings-invalid')) expect((read as { text: string }).text, `at byte ${at}`).toMatch(/^(first|second)$/);
      if (!isReceptionError(read) && (read as { text: string }).text === 'second') expect(JSON.parse(changed.toString()).content).toBe('{"text":"second"}');
    }
  });

  it('whose new writing was cut at any byte still gives the one before', async () => {
    await paper().write({ text: 'first' });
    const first = readFileSync(file());
    await paper().write({ text: 'second' });
    const second = readFileSync(file());
    for (let length = 0; length <= second.length; length++) {
      writeFileSync(file(), first);
      rmSync(`${file()}.previous`, { force: true });
      writeFileSync(`${file()}.new`, second.subarray(0, length));
      expect(await paper().read()).toEqual({ text: 'first' });
    }
  });

  it('lost between its two renames comes back as the finished new writing', async () => {
    await paper().write({ text: 'first' });
    copyFileSync(file(), `${file()}.previous`);
    await paper().write({ text: 'second' });
    copyFileSync(file(), `${file()}.new`);
    rmSync(file());
    const notices: PaperNotice[] = [];
    expect(await paper(notices).read()).toEqual({ text: 'second' });
    expect(notices).toEqual([{ paper: 'one.json', problem: 'missing', used: 'unfinished' }]);
  });

  it('is never taken for empty when no generation can be read', async () => {
    await paper().write({ text: 'only' });
    truncateSync(file(), 10);
    await expect(paper().read()).rejects.toSatisfy((error) => isReceptionError(error, 'settings-invalid'));
  });

  it('torn is not kept as the previous generation by the next writing', async () => {
    await paper().write({ text: 'first' });
    await paper().write({ text: 'second' });
    truncateSync(file(), 10);
    await paper().write({ text: 'third' });
    truncateSync(file(), 10);
    expect(await paper().read()).toEqual({ text: 'first' });
  });
});

describe('settings', () => {
  it('never give a password back, and never lose one that was not touched', async () => {
    const papers = await open();
    await papers.settings.save(withMailbox(mailbox({ imapPassword: 'Солёный-огурец-17' })));
    const shown = papers.settings.read();
    expect(JSON.stringify(shown)).not.toContain('огурец');
    expect((shown.channels[0] as MailboxChannelSettings).imap.hasPassword).toBe(true);
    expect((shown.channels[0] as MailboxChannelSettings).smtp.hasPassword).toBe(false);
    await papers.settings.save({ ...shown, session: { lockAfterMinutes: 3 } });
    const again = await open();
    expect((again.settings.withSecrets(again.settings.read().channels[0]!) as MailboxChannelSettings).imap.password).toBe('Солёный-огурец-17');
  });

  it('do not hand a kept password to a server that was entered afterwards', async () => {
    const papers = await open();
    await papers.settings.save(withMailbox(mailbox({ imapPassword: 'tajna-tajna' })));
    const elsewhere = mailbox({ host: 'evil.example.org' });
    expect((papers.settings.withSecrets(elsewhere) as MailboxChannelSettings).imap.password).toBeUndefined();
    await papers.settings.save(withMailbox(elsewhere));
    expect((papers.settings.read().channels[0] as MailboxChannelSettings).imap.hasPassword).toBe(false);
  });
});

describe('officers', () => {
  const person = { login: 'petrov', name: 'И. Петров', position: 'инспектор', roles: ['inspector'], active: true } as const;

  it('are locked out after five wrong passwords, for longer each time, and over a restart', async () => {
    const papers = await open();
    await papers.officers.save(newId<OfficerId>(), person, 'верный пароль');
    let now = Date.parse('2026-11-22T08:00:00Z');
    for (let wrong = 0; wrong < 5; wrong++) expect((await papers.officers.tryPassword('petrov', 'неверный', now)).outcome).toBe('wrong');
    const { officers } = await open();
    expect(await officers.tryPassword('petrov', 'верный пароль', now)).toMatchObject({ outcome: 'locked', until: instantOf(now + 60_000) });
    now += 60_000;
    expect((await officers.tryPassword('petrov', 'неверный', now)).outcome).toBe('wrong');
    expect(await officers.tryPassword('petrov', 'верный пароль', now + 119_000)).toMatchObject({ outcome: 'locked' });
    expect((await officers.tryPassword('petrov', 'верный пароль', now + 120_000)).outcome).toBe('right');
    expect((await officers.tryPassword('petrov', 'неверный', now + 120_000)).outcome).toBe('wrong');
  }, 60_000);

  it('cannot be guessed faster by many tries at once', async () => {
    const papers = await open();
    await papers.officers.save(newId<OfficerId>(), person, 'верный пароль');
    const tries = await Promise.all(Array.from({ length: 8 }, () => papers.officers.tryPassword('petrov', 'неверный', 0)));
    expect(tries.map((one) => one.outcome)).toEqual([...Array<string>(5).fill('wrong'), ...Array<string>(3).fill('locked')]);
  }, 60_000);

  it('always keep one administrator, and one name each', async () => {
    const { officers } = await open();
    const admin = newId<OfficerId>();
    await officers.save(admin, { ...person, login: 'admin', roles: ['administrator'] });
    await expect(officers.save(admin, { ...person, login: 'admin', roles: ['administrator'], active: false })).rejects.toSatisfy((error) => isReceptionError(error, 'settings-invalid'));
    await expect(officers.save(admin, { ...person, login: 'admin', roles: ['clerk'] })).rejects.toSatisfy((error) => isReceptionError(error, 'settings-invalid'));
    await expect(officers.save(newId<OfficerId>(), { ...person, login: 'admin' })).rejects.toSatisfy((error) => isReceptionError(error, 'settings-invalid'));
    expect(officers.find(admin)).toMatchObject({ active: true, roles: ['administrator'] });
  });
});

describe('keys', () => {
  function forgedKey(name: string) {
    const at = (file: string) => path.join(folder, `${name}${file}`);
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('.pem'), '-out', at('.cer'), '-outform', 'DER', '-days', '30', '-subj', `/CN=${name}`], { stdio: 'ignore' });
    execFileSync('openssl', ['pkcs8', '-topk8', '-nocrypt', '-in', at('.pem'), '-outform', 'DER', '-out', at('.p8')]);
    const key = { privateKey: new Uint8Array(readFileSync(at('.p8'))), certificate: new Uint8Array(readFileSync(at('.cer'))), chain: [] };
    for (const file of ['.pem', '.cer', '.p8']) rmSync(at(file));
    return key;
  }

  it('that were replaced still decipher, and only the newest signs', async () => {
    const papers = await open();
    const [old, next] = [forgedKey('old'), forgedKey('next')];
    await papers.keys.install('station', old, 'a'.repeat(64) as Digest, instantOf(0));
    await papers.keys.install('station', next, 'b'.repeat(64) as Digest, instantOf(1));
    const { keys } = await open();
    expect(keys.station().certificate).toEqual(next.certificate);
    expect(keys.decryption().map((key) => key.certificate)).toEqual([next.certificate, old.certificate]);
    expect(keys.decryption().map((key) => Buffer.from(key.privateKey).toString('hex'))).toEqual([next, old].map((key) => Buffer.from(key.privateKey).toString('hex')));
  });

  it('are refused when the certificate is another’s', async () => {
    const papers = await open();
    const mixed = { ...forgedKey('one'), certificate: forgedKey('two').certificate };
    await expect(papers.keys.install('station', mixed, 'a'.repeat(64) as Digest, instantOf(0))).rejects.toSatisfy((error) => isReceptionError(error, 'key-unusable'));
    expect(papers.keys.list()).toEqual([]);
  });

  it('and passwords stand in no file as they are, nor in any encoding of them', async () => {
    const papers = await open();
    const key = forgedKey('secret');
    await papers.keys.install('decryption', key, 'a'.repeat(64) as Digest, instantOf(0));
    await papers.settings.save(withMailbox(mailbox({ imapPassword: 'mailbox-secret-5521' })));
    await papers.officers.save(newId<OfficerId>(), { login: 'a', name: 'A', position: '', roles: ['clerk'], active: true }, 'officer-secret-7713');
    // Past the modulus, which the certificate holds too: a part of the private exponent.
    const tail = Buffer.from(key.privateKey).subarray(402, 462);
    const secrets = ['mailbox-secret-5521', 'officer-secret-7713'].flatMap((secret) => [Buffer.from(secret), Buffer.from(Buffer.from(secret).toString('base64').slice(0, 20)), Buffer.from(Buffer.from(secret).toString('hex'))]);
    const files = everything();
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const bytes = readFileSync(file);
      for (const secret of [...secrets, tail, Buffer.from(tail.toString('base64'))]) expect(bytes.includes(secret), file).toBe(false);
    }
  });

  it('protected elsewhere cannot be opened, and the message says nothing of them', async () => {
    const papers = await open();
    await papers.settings.save(withMailbox(mailbox({ imapPassword: 'mailbox-secret-5521' })));
    rmSync(path.join(folder, 'protection.key'));
    const moved = await open();
    const failure = (() => {
      try {
        moved.settings.withSecrets(moved.settings.read().channels[0]!);
      } catch (error) {
        return error;
      }
      return undefined;
    })();
    expect(isReceptionError(failure, 'key-unusable')).toBe(true);
    expect(String(failure)).not.toContain('5521');
  });

  it('lie in files that only their owner may read', async () => {
    const papers = await open();
    await papers.keys.install('decryption', forgedKey('own'), 'a'.repeat(64) as Digest, instantOf(0));
    for (const file of everything()) if (process.platform !== 'win32') expect(statSync(file).mode & 0o077, file).toBe(0);
  });
});

describe('drafts', () => {
  it('take their attachments with them when they go, but not those of others', async () => {
    const { drafts } = await open();
    const officer = newId<OfficerId>();
    const digest = await drafts.keepAttachment(Buffer.from('an attachment'));
    const draft = (id: ReplyId) => ({ id, kind: 'letter' as const, toTaxNumber: '7701234567', toName: '', subject: '', text: '', attachments: [{ name: 'a.txt', mediaType: 'text/plain', size: 13, digest }], changedAt: instantOf(0), officer, stage: 'composing' as const });
    const [one, two] = [newId<ReplyId>(), newId<ReplyId>()];
    await drafts.save(draft(one));
    await drafts.save(draft(two));
    await drafts.delete(one);
    expect(Buffer.from(await drafts.readAttachment(digest)).toString()).toBe('an attachment');
    await drafts.delete(two);
    expect(existsSync(path.join(folder, 'papers', 'attachments', digest))).toBe(false);
  });
});

describe('trusted files', () => {
  it('are there again after a restart, and gone when removed', async () => {
    const content = new Uint8Array(Buffer.from('a certificate'));
    const file = { what: 'anchor', fingerprint: 'c'.repeat(64) as Digest, content } as const;
    await (await open()).trust.add(file);
    const { trust } = await open();
    expect(trust.list()).toEqual([file]);
    await trust.remove(file);
    expect((await open()).trust.list()).toEqual([]);
  });
});
