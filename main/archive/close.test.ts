import { afterAll, describe, expect, it } from 'vitest';
import { deliveryOf } from './testing/cases.ts';
import { temporaryArchives } from './testing/folders.ts';

const archives = temporaryArchives();
afterAll(() => archives.clear());

describe('closing an archive', () => {
  it('first writes down what was handed in and not yet answered', async () => {
    for (let round = 0; round < 20; round++) {
      const folder = archives.folder();
      const archive = await archives.open(folder);
      const raw = await archive.deposit(Buffer.from('raw'));
      const handed = ['a', 'b', 'c'].map((name) => archive.append([{ kind: 'delivery-received', delivery: deliveryOf(`${name}${round}`, raw) }]));
      const [answers] = await Promise.all([Promise.allSettled(handed), archive.close()]);
      const again = await archives.open(folder);
      const kept = answers.filter(({ status }) => status === 'fulfilled').length;
      expect(kept).toBe(3);
      expect(await again.unfinished()).toHaveLength(3);
      await again.close();
    }
  });
});
