import { ReceptionError } from '../../domain/errors.ts';
import { instantOf, isInstant, type Instant } from '../../domain/identifiers.ts';

/** Instants stand in the index as milliseconds: small, sortable, subtractable. */
export function ms(instant: Instant): number {
  if (!isInstant(instant)) throw new ReceptionError('entry-refused', `Not an instant: ${String(instant).slice(0, 40)}`);
  return Date.parse(instant);
}

export function instant(milliseconds: number): Instant {
  return instantOf(milliseconds);
}

/** Adds a field only where there is a value: absent fields stay absent (exactOptionalPropertyTypes). */
export function known<Key extends string, V>(key: Key, value: V | null | undefined): { [K in Key]?: V } {
  return (value === null || value === undefined ? {} : { [key]: value }) as { [K in Key]?: V };
}

export function knownInstant<Key extends string>(key: Key, value: number | null): { [K in Key]?: Instant } {
  return known(key, value === null ? null : instantOf(value));
}
