import { afterEach, describe, expect, it } from 'vitest';
import { Workbench } from './workbench.ts';

const source = `
import { parentPort, workerData } from 'node:worker_threads';
let equipment = workerData;
const tasks = {
  double: (n) => n * 2,
  equipment: () => equipment,
  hang: () => { for (;;); },
  swell: () => { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())); },
};
parentPort.on('message', (m) => {
  if ('equipment' in m) { equipment = m.equipment; return; }
  try { parentPort.postMessage({ id: m.id, ok: true, value: tasks[m.name](m.input) }); }
  catch (e) { parentPort.postMessage({ id: m.id, ok: false, code: 'worker-failed', message: String(e) }); }
});`;
const url = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
const open: Workbench[] = [];
const bench = (options = {}) => {
  const made = new Workbench({ url, equipment: 'first', threads: 2, ...options });
  open.push(made);
  return made;
};

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe('the workbench', () => {
  it('runs more tasks than it has threads, and gives each its own answer', async () => {
    const one = bench();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => one.run('double', n)));
    expect(answers).toEqual(Array.from({ length: 50 }, (_, n) => n * 2));
  });

  it('ends a task that hangs, with a code, and goes on with the others', async () => {
    const one = bench();
    const hanging = one.run('hang', undefined, { timeout: 300 });
    await expect(hanging).rejects.toMatchObject({ code: 'worker-timeout' });
    await expect(one.run('double', 21)).resolves.toBe(42);
  });

  it('survives a task that eats its memory', async () => {
    const one = bench({ memoryMegabytes: 40 });
    await expect(one.run('swell', undefined, { timeout: 30_000 })).rejects.toMatchObject({ code: 'worker-failed' });
    await expect(one.run('double', 4)).resolves.toBe(8);
  });

  it('gives new equipment to threads that run already and to those that start later', async () => {
    const one = bench();
    expect(await one.run('equipment', undefined)).toBe('first');
    one.equip('second');
    expect(await Promise.all([one.run('equipment', undefined), one.run('equipment', undefined)])).toEqual(['second', 'second']);
  });

  it('refuses what is asked after it was closed, and what waits then', async () => {
    const one = bench({ threads: 1 });
    const waiting = [one.run('hang', undefined), one.run('double', 1)].map((task) => expect(task).rejects.toMatchObject({ code: 'cancelled' }));
    await one.close();
    await Promise.all(waiting);
    await expect(one.run('double', 1)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
