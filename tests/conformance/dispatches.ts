import { createHash } from 'node:crypto';
import type { Dispatch } from '../../main/domain/dispatch.ts';
import type { ChannelId, Digest, DispatchId } from '../../main/domain/identifiers.ts';

export function dispatchOf(id: string, recipient: string, rest: { fileName?: string; size: number; inReplyTo?: string; mediaType?: string }): Dispatch {
  return {
    id: id as DispatchId,
    channel: 'channel' as ChannelId,
    channelKind: 'spool',
    messageId: `<${id}@authority.test>`,
    ...(rest.inReplyTo === undefined ? {} : { inReplyTo: rest.inReplyTo }),
    recipient,
    recipientName: 'ООО «Ромашка»',
    fileName: rest.fileName ?? 'receipt.zip',
    mediaType: rest.mediaType ?? 'application/zip',
    payload: { digest: '0'.repeat(64) as Digest, size: rest.size },
    receipts: [],
  };
}

/** Bytes that belong to a number. */
export function dispatchBytes(at: number): Uint8Array {
  return Buffer.from(createHash('sha512').update(String(at)).digest('hex').repeat(1 + (at % 50)));
}
