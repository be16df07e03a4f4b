import i18next from 'i18next';
import { describe, expect, test } from 'vitest';
import en from '../../texts/en/journal.json';
import ru from '../../texts/ru/journal.json';
import { allKinds, factRows, type Fact, type FactKind } from './facts.ts';
import { nameIn, sentenceOf, type Wording } from './sentence.ts';

const digest = 'ab'.repeat(32);
const stored = { digest, size: 2048 };
const instant = '2026-11-22T07:42:00.000Z';
const delivery = { id: 'd1', channel: 'mail', channelKind: 'mailbox', messageId: 'm', receivedAt: instant, raw: stored, name: 'NO_NDFL6.zip', sender: 'a@b.ru' };
const reasons = [{ code: '0300300001', text: 'ЭП неверна' }];
const receipt = { id: 'r', submission: 's', kind: 'acceptance', issuedAt: instant, fileName: 'KV.xml', document: stored, signature: stored, signedBy: 'CN=Инспекция 7700, C=RU', reasons: [] };
const dispatch = { id: 'x', channel: 'mail', channelKind: 'mailbox', messageId: 'm', recipient: 'a@b.ru', recipientName: 'ООО «Ромашка»', fileName: 'KV.zip', mediaType: 'application/zip', payload: stored, receipts: [] };
const reply = { id: 'p', kind: 'letter', to: { name: 'ООО «Ромашка»', taxNumber: '7707083893' }, subject: 'Пояснения', documents: [], officer: 'o', signedBy: 'CN=Иванова', signedAt: instant, flowId: 'f' };
const examination = { container: 'mail', subscriber: { name: 'ООО «Ромашка»', taxNumber: '7707083893' }, documents: [1, 2], indication: 'TOTAL_PASSED', findings: [], duties: [], examinedAt: instant, protocol: stored, searchText: stored };

/** One of every kind; the key is checked by the compiler, the content is as a station writes it. */
const samples = {
  'station-created': { authority: '7700', name: 'Инспекция', station: 's' },
  'delivery-received': { delivery },
  'delivery-doubled': { original: 'd0', delivery },
  'delivery-failed': { delivery: 'd', attempt: 2, reason: 'нет места' },
  'delivery-held': { delivery: 'd', reason: 'нет места' },
  'delivery-retried': { delivery: 'd' },
  'delivery-tied': { delivery: 'd', tie: { what: 'notice-of-receipt', flowId: 'f', note: 'IZ.xml' } },
  'delivery-set-aside': { delivery: 'd', reason: 'реклама' },
  'submission-registered': { submission: 's', delivery: 'd', number: '7700-2026-00000042' },
  'submission-examined': { submission: 's', examination },
  'submission-reexamined': { submission: 's', judgedFor: 'now', indication: 'INDETERMINATE', protocol: stored },
  'submission-accepted': { submission: 's', duties: [] },
  'submission-refused': { submission: 's', reasons },
  'submission-quarantined': { submission: 's', reasons },
  'submission-left-to-officer': { submission: 's', reasons },
  'submission-entered': { submission: 's' },
  'submission-clarified': { submission: 's', reasons },
  'submission-noted': { submission: 's', text: 'звонил' },
  'receipt-issued': { receipt },
  'dispatch-queued': { dispatch },
  'dispatch-sent': { dispatch: 'x', response: '250 Ok' },
  'dispatch-failed': { dispatch: 'x', attempt: 3, reason: 'нет связи', retryAt: instant },
  'dispatch-held': { dispatch: 'x', attempt: 12, reason: 'нет связи' },
  'dispatch-retried': { dispatch: 'x' },
  'dispatch-given-up': { dispatch: 'x', reason: 'адрес закрыт' },
  'reply-signed': { reply },
  'officer-changed': { officer: 'o', change: 'added', login: 'ivanova', name: 'Иванова', roles: ['inspector', 'clerk'] },
  'officer-signed-in': { officer: 'o', by: 'password' },
  'officer-signed-out': { officer: 'o' },
  'sign-in-refused': { login: 'x', reason: 'locked' },
  'settings-changed': { section: 'channels', change: 'mail added' },
  'key-installed': { purpose: 'station', fingerprint: digest, subject: 'CN=Инспекция', certificate: stored },
  'trust-changed': { change: 'removed', what: 'anchor', fingerprint: digest, subject: 'CN=УЦ', content: stored },
  'subscriber-changed': { taxNumber: '7707083893', change: 'address' },
  'session-started': { session: 's', by: 'officer' },
  'session-ended': { session: 's', collected: 1, doubled: 2, dispatched: 3, failed: 4, stopped: false },
  'channel-broken': { channel: 'mail', reason: 'нет связи' },
  'channel-mended': { channel: 'mail' },
  'seal-made': { upTo: 100, head: digest, seal: stored },
  'fixity-checked': { objects: 1, bytes: 2, entries: 3, damaged: 0, missing: 0 },
  'backup-made': { objects: 1, entries: 3, target: '/mnt/copy' },
  'archive-restored': { entries: 3, source: '/mnt/copy' },
  'index-rebuilt': { entries: 3 },
  'records-exported': { what: 'register', count: 3, digest },
} satisfies Record<FactKind, object>;

const asked: string[] = [];
async function wordingIn(language: 'ru' | 'en', texts: object): Promise<Wording> {
  const i18n = i18next.createInstance();
  await i18n.init({ lng: language, keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false }, resources: { [language]: { translation: texts } } } as never);
  return {
    say: (key, values) => {
      asked.push(key);
      return i18n.exists(key) ? String(i18n.t(key, values as never)) : `NO TEXT ${key}`;
    },
    channel: (id) => `[${id}]`,
    instant: (value) => value,
    bytes: (size) => `${size} B`,
    number: String,
  };
}
const spoken = (kind: FactKind, wording: Wording) => sentenceOf({ kind, ...samples[kind] } as unknown as Fact, wording);

describe('the journal speaks', () => {
  test.each(Object.keys(samples) as FactKind[])('%s has a whole sentence and a name in both languages', async (kind) => {
    for (const [language, texts] of [['ru', ru], ['en', en]] as const) {
      const sentence = spoken(kind, await wordingIn(language, texts));
      expect(sentence).not.toMatch(/NO TEXT|\{\{|undefined|\[object/);
      expect(sentence.length).toBeGreaterThan(5);
      expect((texts as Record<string, string>)[`kind.${kind}`]).toBeTruthy();
    }
    expect(spoken(kind, await wordingIn('ru', ru))).not.toBe(spoken(kind, await wordingIn('en', en)));
  });

  test('every kind stands in exactly one group of the filter', () => {
    expect([...allKinds].sort()).toEqual(Object.keys(samples).sort());
  });

  test('every closed word that an entry may hold has a text in both languages', async () => {
    const words: Record<string, readonly string[]> = {
      tie: ['notice-of-receipt', 'date-confirmation', 'delivery-status', 'error-message'],
      indication: ['TOTAL_PASSED', 'TOTAL_FAILED', 'INDETERMINATE'],
      recheck: ['now', 'as-received'],
      receipt: ['notice-of-receipt', 'acceptance', 'refusal', 'entry', 'clarification', 'error-message'],
      officerChange: ['added', 'changed', 'deactivated', 'password-set', 'certificate-set'],
      refused: ['unknown', 'password', 'locked', 'inactive', 'certificate'],
      key: ['station', 'decryption', 'officer'],
      trustWhat: ['anchor', 'intermediate', 'crl'],
      by: ['background', 'officer', 'command'],
    };
    for (const [word, values] of Object.entries(words))
      for (const value of values) for (const texts of [ru, en]) expect((texts as Record<string, string>)[`word.${word}.${value}`], `${word}.${value}`).toBeTruthy();
  });

  test('damage and a stopped session are said, not hidden in numbers', async () => {
    const wording = await wordingIn('en', en);
    expect(sentenceOf({ kind: 'fixity-checked', objects: 5, bytes: 1, entries: 2, damaged: 1, missing: 2 }, wording)).toContain('1 damaged, 2 missing');
    expect(sentenceOf({ kind: 'session-ended', ...samples['session-ended'], stopped: true } as unknown as Fact, wording)).toContain('stopped');
  });

  test('text from outside stays text, braces and markup included', async () => {
    const wording = await wordingIn('ru', ru);
    const sentence = sentenceOf({ kind: 'submission-noted', submission: 's', text: '<b>{{number}}</b>' } as unknown as Fact, wording);
    expect(sentence).toContain('<b>');
  });

  test('a distinguished name is told by its common name', () => {
    expect(nameIn('C=RU, O=ФНС, CN=Инспекция 7700')).toBe('Инспекция 7700');
    expect(nameIn('no name at all')).toBe('no name at all');
  });

  test('the detail of an entry is cut before it fills the screen', () => {
    const many = Array.from({ length: 5000 }, (_, n) => ({ code: String(n), text: 'x' }));
    expect(factRows({ kind: 'submission-refused', submission: 's', reasons: many, seq: 1, at: instant, digest } as never)).toHaveLength(200);
  });
});
