import { createHash } from 'node:crypto';

/**
 * The id of an arrival is `<what the sender called it>#<what its bytes are>`. The second half makes it the same
 * for ever and never the same for other bytes; the first half is what an answer refers to.
 */
export function arrivalId(sendersOwn: string, content: `${'sha256' | 'large'}:${string}`): string {
  return `${sendersOwn}#${content}`;
}

/** What the sender called a delivery: file name or Message-ID; undefined when it had no name of its own. */
export function sendersOwnId(messageId: string): string | undefined {
  const mark = /#(?:sha256|large):[0-9a-f]{64}$/.exec(messageId);
  const own = mark === null ? messageId : messageId.slice(0, mark.index);
  return own === '' ? undefined : own;
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
