import { generalNameKey, type GeneralName } from './general-name.ts';
import { isWithin } from './name.ts';
import { emailsIn, type Certificate } from './parsed-certificate.ts';
import type { NameConstraints } from './extensions.ts';

/** Names times constraints that one path may cost; above it the path is refused, not believed. */
const MAX_COMPARISONS = 100_000;

/** RFC 5280, 6.1.1 (b), (c): what the authorities of the path so far leave open. */
export class AllowedNames {
  private readonly permitted: (readonly GeneralName[])[] = [];
  private readonly excluded: GeneralName[] = [];
  private comparisons = 0;

  /** RFC 5280, 6.1.4 (g): each authority's permitted subtrees are a further intersection. */
  narrow(constraints: NameConstraints): void {
    if (constraints.permitted.length > 0) this.permitted.push(constraints.permitted);
    this.excluded.push(...constraints.excluded);
  }

  /** RFC 5280, 6.1.3 (b), (c). */
  admits(certificate: Certificate): boolean {
    if (this.permitted.length === 0 && this.excluded.length === 0) return true;
    return namesOf(certificate).every((name) => this.admitsName(name));
  }

  private admitsName(name: GeneralName): boolean {
    for (const base of this.excluded) if (sameKind(base, name) && this.compare(name, base, true)) return false;
    return this.permitted.every((bases) => {
      const alike = bases.filter((base) => sameKind(base, name));
      return alike.length === 0 || alike.some((base) => this.compare(name, base, false));
    });
  }

  /** What cannot be compared falls on the side of refusal. */
  private compare(name: GeneralName, base: GeneralName, doubt: boolean): boolean {
    if (++this.comparisons > MAX_COMPARISONS) return doubt;
    return isUnder(name, base) ?? doubt;
  }
}

function namesOf(certificate: Certificate): GeneralName[] {
  const names = [...certificate.subjectAltNames];
  if (certificate.subject.rdns.length > 0) names.push({ kind: 'directory', name: certificate.subject });
  if (!names.some((name) => name.kind === 'email')) names.push(...emailsIn(certificate.subject).map((text) => ({ kind: 'email' as const, text })));
  return names;
}

function sameKind(a: GeneralName, b: GeneralName): boolean {
  return a.kind === b.kind && (a.kind !== 'other' || b.kind !== 'other' || a.tag === b.tag);
}

/** Undefined where the two cannot be compared. */
function isUnder(name: GeneralName, base: GeneralName): boolean | undefined {
  if (name.kind === 'directory' && base.kind === 'directory') return isWithin(name.name, base.name);
  if (name.kind === 'email' && base.kind === 'email') return emailUnder(name.text, base.text);
  if (name.kind === 'dns' && base.kind === 'dns') return hostUnder(name.text, base.text);
  if (name.kind === 'uri' && base.kind === 'uri') return addressUnder(name.text, base.text);
  if (name.kind === 'ip' && base.kind === 'ip') return ipUnder(name.bytes, base.bytes);
  return generalNameKey(name) === generalNameKey(base) ? true : undefined;
}

function emailUnder(email: string, base: string): boolean | undefined {
  const at = email.lastIndexOf('@');
  if (at <= 0) return undefined;
  const host = email.slice(at + 1).toLowerCase();
  const baseAt = base.lastIndexOf('@');
  if (baseAt !== -1) return email.slice(0, at) === base.slice(0, baseAt) && host === base.slice(baseAt + 1).toLowerCase();
  const domain = base.toLowerCase();
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain;
}

function hostUnder(host: string, base: string): boolean {
  const plain = host.toLowerCase().replace(/\.$/, '');
  const domain = base.toLowerCase().replace(/\.$/, '');
  if (domain === '') return true;
  return domain.startsWith('.') ? plain.endsWith(domain) : plain === domain || plain.endsWith(`.${domain}`);
}

function addressUnder(address: string, base: string): boolean | undefined {
  const host = hostOf(address);
  if (host === undefined) return undefined;
  const domain = base.toLowerCase();
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain;
}

/** Constraints on addresses need a host that is a name (RFC 5280, 4.2.1.10). */
function hostOf(address: string): string | undefined {
  const match = /^[a-z][a-z0-9+.-]{0,30}:\/\/([^/?#]{1,512})/i.exec(address);
  if (match === null) return undefined;
  const host = match[1]!.slice(match[1]!.lastIndexOf('@') + 1).replace(/:\d{0,5}$/, '').toLowerCase();
  return host === '' || host.startsWith('[') || /^[\d.]+$/.test(host) ? undefined : host;
}

function ipUnder(address: Uint8Array, base: Uint8Array): boolean | undefined {
  if (address.length !== 4 && address.length !== 16) return undefined;
  if (base.length !== address.length * 2) return base.length === 8 || base.length === 32 ? false : undefined;
  return address.every((octet, i) => ((octet ^ base[i]!) & base[address.length + i]!) === 0);
}
