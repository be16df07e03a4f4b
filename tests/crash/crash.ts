import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { makeCrashOffice } from './crash-office.ts';
import { handIntoSpool, killInBurst, mustHold, sentIntoSpool, type Burst, type Figures } from './kill-burst.ts';
import { makeMailboxOffice } from './mailbox-office.ts';

/**
 * npm run crash -- [--submissions 200] [--kills 50] [--door spool|mailbox|both]
 * Kills the station during a burst and checks what docs/crash-matrix.md promises. Exit code 1 when something does not hold.
 */
const { values } = parseArgs({ options: { submissions: { type: 'string', default: '200' }, kills: { type: 'string', default: '50' }, door: { type: 'string', default: 'both' } } });
const [submissions, kills] = [Number(values.submissions), Number(values.kills)];

async function throughTheFolder(): Promise<[Burst, Figures]> {
  const office = await makeCrashOffice();
  try {
    const made = await office.makeContainers(submissions);
    const burst = await killInBurst(office, { made, kills, handIn: (one) => handIntoSpool(office, one), log: console.log });
    return [burst, await mustHold(office, made, sentIntoSpool(office), { repeatsAllowed: false })];
  } finally {
    await office.remove();
  }
}

async function throughTheMailbox(): Promise<[Burst, Figures]> {
  const mailbox = await makeMailboxOffice();
  try {
    const made = await mailbox.office.makeMails(submissions);
    const burst = await killInBurst(mailbox.office, { made, kills, handIn: mailbox.handIn, log: console.log });
    // Postfix has taken the last answers; give it a moment to put them into the mailboxes.
    for (let left = 100; left > 0 && new Set((await mailbox.sent()).map(({ messageId }) => messageId)).size < submissions; left--) await pause(100);
    return [burst, await mustHold(mailbox.office, made, await mailbox.sent(), { repeatsAllowed: true })];
  } finally {
    await mailbox.stop();
  }
}

const doors = { spool: throughTheFolder, mailbox: throughTheMailbox };
const wanted = (Object.keys(doors) as (keyof typeof doors)[]).filter((door) => values.door === 'both' || values.door === door);
const table: Record<string, Record<string, number | string>> = {};
for (const door of wanted) {
  console.log(`\n${submissions} submissions through the ${door}, ${kills} kills`);
  try {
    const [{ whileStarting, whileWorking, seconds }, figures] = await doors[door]();
    table[door] = { ...figures, 'killed opening': whileStarting, 'killed at work': whileWorking, seconds: Math.round(seconds), holds: 'yes' };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    table[door] = { holds: 'NO' };
    process.exitCode = 1;
  }
}
console.table(table);
