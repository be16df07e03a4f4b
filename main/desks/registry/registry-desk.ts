import type { Archive } from '../../archive/archive.ts';
import { ReceptionError } from '../../domain/errors.ts';
import type { Page, SubscriberRow } from '../../domain/records.ts';

/** The subscribers, as their submissions show them. */
export interface RegistryDesk {
  page(query: { text?: string; offset: number; limit: number }): Promise<Page<SubscriberRow>>;
  /** Throws record-missing. */
  record(taxNumber: string): Promise<SubscriberRow>;
}

export function openRegistryDesk({ records }: Pick<Archive, 'records'>): RegistryDesk {
  return {
    page: (query) => records.subscribers(query),
    async record(taxNumber) {
      const row = await records.subscriber(taxNumber);
      if (!row) throw new ReceptionError('record-missing', 'No subscriber with this tax number has submitted anything yet.', { details: { taxNumber } });
      return row;
    },
  };
}
