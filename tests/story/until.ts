import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until there is an answer that is not false or undefined; a deadline, not a timing. */
export async function until<Value>(what: string, ask: () => Promise<Value | undefined | false> | Value | undefined | false, seconds = 90): Promise<Value> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await pause(60);
  }
}
