import { z } from 'zod';
import { isDigest, isInstant, type ChannelId, type Day, type DeliveryId, type Digest, type DispatchId, type Instant, type OfficerId, type ReplyId, type Sequence, type SubmissionId } from './identifiers.ts';

/** Parts that the schemas of the service window and of the working papers share. */

const branded = <Brand>(schema: z.ZodType<string>) => schema as unknown as z.ZodType<Brand>;

export const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value));
export const instant = z.custom<Instant>((value) => typeof value === 'string' && isInstant(value));
export const day = branded<Day>(z.string().regex(/^\d{4}-\d{2}-\d{2}$/));
const id = <Brand>() => branded<Brand>(z.string().regex(/^[0-9A-Za-z-]{1,64}$/));
export const officerId = id<OfficerId>();
export const replyId = id<ReplyId>();
export const submissionId = id<SubmissionId>();
export const deliveryId = id<DeliveryId>();
export const dispatchId = id<DispatchId>();
export const sequence = z.int().min(1) as unknown as z.ZodType<Sequence>;
export const channelId = branded<ChannelId>(z.string().regex(/^[A-Za-z0-9._-]{1,64}$/));
/** A secret under KeyProtection, base64. */
export const protectedText = z.base64().max(100_000);
