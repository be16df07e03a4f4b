import { existsSync } from 'node:fs';
import type { Equipment } from './desks/intake/equipment.ts';
import type { Papers } from './papers/papers.ts';
import { STANDARD_POLICY } from './signatures/policy.ts';
import type { StationFolder } from './station-folder.ts';

/** What the work in threads needs to know of settings, keys and trust, as they are on paper now. */
export function equipmentOf(on: { readonly version: string }, places: StationFolder, papers: Papers, offsetMinutes: number): Equipment {
  const { authority, limits, calendar, verification, channels } = papers.settings.read();
  const keys = papers.keys.list();
  const decryptionKeys = papers.keys.decryption();
  const contents = (what: string) => papers.trust.list().filter((file) => file.what === what).map(({ content }) => content);
  const current = keys.some(({ purpose, current: isCurrent }) => purpose === 'station' && isCurrent);
  return {
    authority: { code: authority.code, name: authority.name },
    ...(current ? { stationKey: papers.keys.station() } : {}),
    decryptionKeys,
    trust: { anchors: contents('anchor'), intermediates: contents('intermediate'), crls: contents('crl') },
    ...(existsSync(places.packs) ? { packs: places.packs } : {}),
    calendar: { offsetMinutes, holidays: calendar.holidays },
    limits,
    program: `Reception ${on.version}`,
    mailFrom: Object.fromEntries(channels.flatMap((channel) => (channel.kind === 'mailbox' ? [[channel.id, channel.smtp.from]] : []))),
    policy: {
      ...STANDARD_POLICY,
      revocation: { ...STANDARD_POLICY.revocation, required: { ...STANDARD_POLICY.revocation.required, endEntity: verification.revocationRequired }, graceMilliseconds: verification.crlGraceHours * 3_600_000 },
    },
  };
}
