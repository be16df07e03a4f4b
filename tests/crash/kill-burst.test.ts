import { expect, it } from 'vitest';
import { makeCrashOffice } from './crash-office.ts';
import { handIntoSpool, killInBurst, mustHold, sentIntoSpool } from './kill-burst.ts';

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
