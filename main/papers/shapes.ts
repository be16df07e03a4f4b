import { z } from 'zod';
import { isDigest, isInstant, type ChannelId, type Day, type Digest, type Instant, type OfficerId, type ReplyId, type SubmissionId } from '../domain/identifiers.ts';

/** Parts that the papers' schemas share. */

const branded = <Brand>(schema: z.ZodType<string>) => schema as unknown as z.ZodType<Brand>;

export const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value));
export const instant = z.custom<Instant>((value) => typeof value === 'string' && isInstant(value));
export const day = branded<Day>(z.string().regex(/^\d{4}-\d{2}-\d{2}$/));
export const officerId = branded<OfficerId>(z.string().min(1).max(64));
export const replyId = branded<ReplyId>(z.string().min(1).max(64));
export const submissionId = branded<SubmissionId>(z.string().min(1).max(64));
export const channelId = branded<ChannelId>(z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/));
/** A secret under KeyProtection, base64. */
export const protectedText = z.base64().max(100_000);
