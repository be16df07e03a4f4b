import { expect, it } from 'vitest';
import { makeCrashOffice } from './crash-office.ts';
import { until } from '../story/until.ts';
import { handIntoSpool, killInBurst, mustHold, sentIntoSpool } from './kill-burst.ts';
import { makeMailboxOffice } from './mailbox-office.ts';

it('a station that is killed eight times while forty containers arrive keeps, decides and answers each once', async () => {
  const office = await makeCrashOffice();
  try {
    const made = await office.makeContainers(40);
    const burst = await killInBurst(office, { made, kills: 8, handIn: (one) => handIntoSpool(office, one) });
    expect(burst.kills).toBe(8);
    expect(await mustHold(office, made, sentIntoSpool(office), { repeatsAllowed: false })).toMatchObject({ submissions: 40, accepted: 35, refused: 5, receipts: 80, dispatches: 80 });
  } finally {
    await office.remove();
  }
}, 400_000);

it('one that is killed six times while thirty mails arrive in Dovecot keeps, decides and answers each once', async () => {
  const mailbox = await makeMailboxOffice();
  try {
    const made = await mailbox.office.makeMails(30);
    await killInBurst(mailbox.office, { made, kills: 6, handIn: mailbox.handIn });
    const sent = await until('all answers in the mailboxes', async () => {
      const mails = await mailbox.sent();
      return new Set(mails.map(({ messageId }) => messageId)).size === 30 ? mails : undefined;
    });
    expect(await mustHold(mailbox.office, made, sent, { repeatsAllowed: true })).toMatchObject({ submissions: 30, accepted: 30, receipts: 60, dispatches: 30 });
  } finally {
    await mailbox.stop();
  }
}, 400_000);
