import type { Handlers } from './call.ts';

export const repliesHandlers: Handlers<'replies' | 'subscribers'> = {
  'replies.page': (query, { office }) => office.replies.page(query),
  'replies.record': ({ id }, { office }) => office.replies.record(id),
  'replies.drafts': (_args, { office, officer }) => office.replies.drafts(officer.id),
  'replies.saveDraft': async ({ draft, add = [], remove = [] }, { office, officer }) => office.replies.saveDraft(draft, add, remove, officer.id),
  async 'replies.deleteDraft'({ id }, { office, officer }) {
    await office.replies.deleteDraft(id, officer.id);
    return null;
  },
  'replies.route': ({ taxNumber, submission }, { office }) => office.replies.route(taxNumber, submission),
  'replies.send': ({ id, key, password }, { office, officer }) => office.replies.send(id, key, password, officer),

  'subscribers.page': (query, { office }) => office.registry.page(query),
  'subscribers.record': ({ taxNumber }, { office }) => office.registry.record(taxNumber),
};
