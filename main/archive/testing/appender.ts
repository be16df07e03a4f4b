import { openArchive } from '../open-archive.ts';
import { deliveryOf, names } from './cases.ts';

/** Appends without end and says after each answer what is durable; it is there to be killed. */
const [folder, run] = process.argv.slice(2) as [string, string];
const archive = await openArchive({ folder, create: true, authority: '7700', segmentLimit: 30_000 });

async function lane(lane: number): Promise<void> {
  for (let i = 0; ; i++) {
    const name = `${run}-${lane}-${i}`;
    const raw = await archive.deposit(Buffer.from(`raw ${name}`));
    await archive.append([{ kind: 'delivery-received', delivery: deliveryOf(name, raw) }, { kind: 'delivery-failed', delivery: names.delivery(name), attempt: 1, reason: 'сбой' }]);
    const { summary } = await archive.register(names.delivery(name), 2026);
    process.stdout.write(`${name} ${summary.number}\n`);
  }
}
await Promise.all([0, 1, 2, 3].map(lane));
