import { expect, test } from 'vitest';
import type { ChannelId, ChannelSettings } from '../../../preload/contract.ts';
import { forStation, freeId, newMailbox, newSpool, wrongFields } from './channel-settings.ts';

const mail = (host: string, security: 'tls' | 'none'): ChannelSettings => {
  const box = newMailbox('mail' as ChannelId, 'Почта');
  return { ...box, imap: { ...box.imap, host, security }, smtp: { ...box.smtp, host, security, from: 'a@b.ru' } };
};

test('a connection without protection is taken on this computer only', () => {
  expect([...wrongFields(mail('127.0.0.1', 'none'))]).toEqual([]);
  expect([...wrongFields(mail('mail.example.org', 'none'))]).toEqual(['imap.security', 'smtp.security']);
});

test('a new channel names what it still lacks', () => {
  expect([...wrongFields(newMailbox('m' as ChannelId, ''))]).toEqual(['name', 'imap.host', 'smtp.host', 'smtp.from']);
  expect([...wrongFields(newSpool('s' as ChannelId, 'x'))]).toEqual(['folder']);
});

test('an empty password is left out, so that the kept one stays', () => {
  const sent = forStation(mail('h', 'tls'));
  expect(sent.kind === 'mailbox' && 'password' in sent.imap).toBe(false);
});

test('two channels never get one id', () => {
  const first = newSpool(freeId('spool', []), 'x');
  expect(first.id).toBe('spool');
  expect(freeId('spool', [first])).toBe('spool-2');
});
