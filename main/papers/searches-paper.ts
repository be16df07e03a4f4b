import { z } from 'zod';
import type { OfficerId } from '../domain/identifiers.ts';
import type { Paper, PaperKind } from './paper.ts';
import { officerId } from '../domain/shapes.ts';

export type KeptSearch = { readonly id: string; readonly officer: OfficerId; readonly name: string; readonly place: 'submissions' | 'archive'; readonly query: string };
type StoredSearches = { readonly searches: readonly KeptSearch[] };

export const searchesPaperKind: PaperKind<StoredSearches> = {
  name: 'searches',
  version: 1,
  schema: z.strictObject({
    searches: z.array(z.strictObject({ id: z.string(), officer: officerId, name: z.string(), place: z.enum(['submissions', 'archive']), query: z.string() })),
  }),
  empty: { searches: [] },
};

/** Each officer sees and changes only their own. */
export interface SearchesPaper {
  list(officer: OfficerId): readonly KeptSearch[];
  save(search: KeptSearch): Promise<void>;
  delete(officer: OfficerId, id: string): Promise<void>;
}

export function searchesPaper(paper: Paper<StoredSearches>): SearchesPaper {
  const without = (all: readonly KeptSearch[], officer: OfficerId, id: string) => all.filter((search) => search.id !== id || search.officer !== officer);
  return {
    list: (officer) => paper.content.searches.filter((search) => search.officer === officer),
    async save(search) {
      await paper.change(({ searches }) => ({ searches: [...without(searches, search.officer, search.id), search] }));
    },
    async delete(officer, id) {
      await paper.change(({ searches }) => ({ searches: without(searches, officer, id) }));
    },
  };
}
