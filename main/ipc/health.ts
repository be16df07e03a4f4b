import type { Officer } from '../domain/officer.ts';
import type { Health } from '../../preload/contract.ts';
import type { Handlers } from './call.ts';
import type { Office } from './ports.ts';

export const healthHandlers: Handlers<'health' | 'needsAction'> = {
  'health.read': (_args, { office, officer }) => readHealth(office, officer),
  'needsAction.list': ({ limit }, { office }) => office.records.needsAction(limit),
};

/** The state of the station in one look, as the officer at a window sees it. */
export async function readHealth(office: Office, officer: Pick<Officer, 'id'>): Promise<Health> {
  const [archive, statistics, needs] = await Promise.all([office.audit.status(), office.records.views.statistics(), office.records.needsAction(1)]);
  const { channels, session, lastSession } = office.exchange.view();
  const sum = (what: 'owed' | 'held') => statistics.reduce((total, channel) => total + channel[what], 0);
  return {
    channels,
    ...(session && { session }),
    ...(lastSession && { lastSession }),
    owed: sum('owed'),
    held: sum('held'),
    needsAction: needs.total,
    repliesWaiting: office.replies.waiting(officer.id),
    archive,
  };
}
