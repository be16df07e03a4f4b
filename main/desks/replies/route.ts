import type { Archive } from '../../archive/archive.ts';
import type { ChannelKind } from '../../domain/delivery.ts';
import type { ChannelId, Instant, SubmissionId } from '../../domain/identifiers.ts';
import type { SubmissionRecord, SubscriberRow } from '../../domain/records.ts';
import type { Party } from '../../domain/submission.ts';
import type { CertificateFacts } from '../../domain/verdict.ts';
import type { ReplyRoute } from '../../../preload/contract.ts';

type Awaitable<Value> = Value | Promise<Value>;

export type RouteTools = { readCertificate(der: Uint8Array): Awaitable<CertificateFacts> };

/** Where a reply goes and to which certificate it is enciphered. */
export type Route = {
  readonly to: Party;
  readonly channel: ChannelId;
  readonly channelKind: ChannelKind;
  readonly address: string;
  /** Of containers: the subscriber's id and operator. */
  readonly subject?: string;
  readonly operator?: string;
  readonly certificate: CertificateFacts;
  readonly certificateDer: Uint8Array;
  /** The conversation that the reply goes on. */
  readonly inReplyTo?: { readonly flowId?: string; readonly mailId?: string };
};

export type RouteParts = {
  readonly archive: Pick<Archive, 'records' | 'read'>;
  readonly channels: () => readonly { readonly id: ChannelId; readonly enabled: boolean }[];
  readonly tools: RouteTools;
};

export type RouteFinding = { readonly view: ReplyRoute; readonly route?: Route };

type Address = Pick<Route, 'channel' | 'channelKind' | 'address' | 'subject' | 'operator'>;

/** The channel that a submission came by, else the subscriber's newest address on a channel that is there. */
export async function findRoute(parts: RouteParts, taxNumber: string, submission: SubmissionId | undefined, at: Instant): Promise<RouteFinding> {
  const subscriber = await parts.archive.records.subscriber(taxNumber);
  const record = submission && (await parts.archive.records.submission(submission));
  const addresses = [...addressOfSubmission(record), ...addressesOf(subscriber)];
  const address = addresses.find(({ channel }) => parts.channels().some(({ id, enabled }) => id === channel && enabled));
  const { best, problem } = await bestCertificate(parts, subscriber, at);
  const seen = {
    ...(address && { channel: address.channel, address: address.address }),
    ...(best && { certificate: best.facts }),
  };
  if (!address) return { view: { possible: false, ...seen, problem: addresses.length === 0 ? 'no-address' : 'channel-missing' } };
  if (!best || problem) return { view: { possible: false, ...seen, problem: problem ?? 'no-certificate' } };
  const route = { to: partyOf(taxNumber, subscriber, record), ...address, certificate: best.facts, certificateDer: best.der, ...conversation(record) };
  return { view: { possible: true, ...seen }, route };
}

function addressOfSubmission(record: SubmissionRecord | undefined): readonly Address[] {
  if (!record?.delivery.replyTo) return [];
  const { delivery, examination } = record;
  const flow = examination?.flow;
  return [
    {
      channel: delivery.channel,
      channelKind: delivery.channelKind,
      address: delivery.replyTo!,
      ...(flow && examination.container === 'fns-container' && { subject: flow.sender, ...(flow.operator && { operator: flow.operator }) }),
    },
  ];
}

function addressesOf(subscriber: SubscriberRow | undefined): readonly Address[] {
  const newestFirst = [...(subscriber?.addresses ?? [])].sort((a, b) => (a.seenAt < b.seenAt ? 1 : -1));
  return newestFirst.map(({ channel, channelKind, address, subject, operator }) => ({ channel, channelKind, address, ...(subject && { subject }), ...(operator && { operator }) }));
}

type Candidate = { readonly facts: CertificateFacts; readonly der: Uint8Array };

/** The newest certificate that is valid now and meant for enciphering. */
async function bestCertificate({ archive, tools }: RouteParts, subscriber: SubscriberRow | undefined, at: Instant): Promise<{ best?: Candidate; problem?: ReplyRoute['problem'] }> {
  let expired: Candidate | undefined;
  for (const digest of (subscriber?.certificates ?? []).slice(0, 20)) {
    const der = await archive.read(digest);
    const facts = await tools.readCertificate(der);
    if (!mayEncipher(facts)) continue;
    if (at >= facts.notBefore && at <= facts.notAfter) return { best: { facts, der } };
    expired ??= { facts, der };
  }
  return expired ? { best: expired, problem: 'certificate-expired' } : { problem: 'no-certificate' };
}

/** RFC 5280, 4.2.1.3: keys are transported by keyEncipherment (RSA) or agreed upon by keyAgreement (EC); no extension limits nothing. */
function mayEncipher({ keyUsage }: CertificateFacts): boolean {
  return keyUsage.length === 0 || keyUsage.includes('keyEncipherment') || keyUsage.includes('keyAgreement');
}

function partyOf(taxNumber: string, subscriber: SubscriberRow | undefined, record: SubmissionRecord | undefined): Party {
  if (record?.summary.subscriber.taxNumber === taxNumber) return record.summary.subscriber;
  return { name: subscriber?.name ?? taxNumber, taxNumber, ...(subscriber?.kpp && { kpp: subscriber.kpp }) };
}

function conversation(record: SubmissionRecord | undefined): Pick<Route, 'inReplyTo'> {
  const flowId = record?.examination?.flow?.id;
  const mailId = record?.examination?.mailId;
  return flowId || mailId ? { inReplyTo: { ...(flowId && { flowId }), ...(mailId && { mailId }) } } : {};
}
