import { describe, expect, it } from 'vitest';
import { batchesOf } from './batches.ts';
import { safeName } from './guaranteed/spool-names.ts';
import { uidSet } from './mailbox/read-mail.ts';
import { mailMessageId } from './mailbox/send-mail.ts';
import { pauseBeforeReconnect } from './mailbox/watch-mail.ts';
import { arrivalId, sendersOwnId } from './message-id.ts';
import { parseChannelSettings } from './settings.ts';

const limits = { maximumBytes: 100, wholeBytes: 10, batchCount: 3, batchBytes: 20 };
const sizes = (waiting: readonly number[]) => Array.from(batchesOf(waiting.map((size) => ({ size })), limits), (batch) => batch.map(({ size }) => size));

describe('The small parts of the channels', () => {
  it('cut batches by count and by bytes, and give a large one a batch of its own', () => {
    expect(sizes([])).toEqual([]);
    expect(sizes([1, 1, 1, 1])).toEqual([[1, 1, 1], [1]]);
    expect(sizes([10, 10, 10])).toEqual([[10, 10], [10]]);
    expect(sizes([1, 50, 2, 60, 61])).toEqual([[1], [50], [2], [60], [61]]);
  });

  it('write uids as ranges', () => {
    expect(uidSet([1, 2, 3, 5, 7, 8])).toBe('1:3,5,7:8');
    expect(uidSet([4])).toBe('4');
  });

  it('find what a sender called a delivery inside its id', () => {
    const digest = 'a'.repeat(64);
    expect(sendersOwnId(arrivalId('a#b.zip', `sha256:${digest}`))).toBe('a#b.zip');
    expect(sendersOwnId(arrivalId('', `large:${digest}`))).toBeUndefined();
    expect(sendersOwnId('<plain@id>')).toBe('<plain@id>');
  });

  it('make names that every file system takes, and keep different ones apart', () => {
    expect(safeName('Отчёт 1.zip', 100)).toBe('Отчёт 1.zip');
    for (const name of ['../../etc/passwd', 'a\0b', '..', '', 'x'.repeat(500), `${'ж'.repeat(300)}.zip`, '\u202egpj.exe', 'a:b*c?"<>|']) {
      const safe = safeName(name, 100);
      expect(safe).toMatch(/^[^\s.][\p{L}\p{N} ._@+-]*$/u);
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(100);
    }
    expect(safeName('a/b', 100)).not.toBe(safeName('a:b', 100));
    expect(safeName(`${'ж'.repeat(300)}.zip`, 100).endsWith('.zip')).toBe(true);
  });

  it('make one Message-ID of one dispatch id', () => {
    expect(mailMessageId('<a@b>', 'x@y.test')).toBe('<a@b>');
    expect(mailMessageId('0193-abc', 'x@y.test')).toBe('<0193-abc@y.test>');
    expect(mailMessageId('a b>\r\nBcc: c', 'x@y.test')).toBe('<a_b___Bcc__c@y.test>');
  });

  it('wait longer after each failure, up to five minutes, never all alike', () => {
    const waits = [0, 1, 2, 30].map((failures) => pauseBeforeReconnect(failures, () => 1));
    expect(waits).toEqual([1000, 2000, 4000, 300_000]);
    expect(pauseBeforeReconnect(2, () => 0)).toBe(2000);
  });

  it('name the places of wrong settings, not the values', () => {
    const wrong = { kind: 'mailbox', id: 'm', name: 'M', imap: { host: 'h', port: 'secret-one', secure: 'tls', user: 'u', password: 7 } };
    expect(() => parseChannelSettings(wrong)).toThrow(/imap\.port/);
    expect(() => parseChannelSettings(wrong)).not.toThrow(/secret-one/);
    expect(() => parseChannelSettings({ kind: 'pigeon' })).toThrow(/not usable/);
  });
});
