import type { DeliveryId, Digest, DispatchId, Instant, ReplyId, SubmissionId } from '../../domain/identifiers.ts';
import type { DispatchQuery, JournalQuery, ReportQuery, SearchQuery, SubmissionFilter, SubmissionsQuery, TieQuery } from '../../domain/records.ts';
import type { Sql } from './database.ts';
import { findDelivery, unfinished } from './deliveries.ts';
import { dispatchOf, dispatchPage, owed } from './dispatches.ts';
import { journalPage, positionOf } from './entries.ts';
import { facets } from './facets.ts';
import { ms } from './instants.ts';
import { needsAction } from './needs-action.ts';
import { record } from './record.ts';
import { replyOf, replyPage } from './replies.ts';
import { report } from './report.ts';
import { search } from './search.ts';
import { statistics, status } from './statistics.ts';
import { registerPage, submissionsPage } from './submissions-page.ts';
import { subscriberOf, subscriberPage } from './subscribers.ts';
import { find, summary } from './summaries.ts';
import { findTie } from './ties.ts';
import { openTold } from './told.ts';

/** Every question that can be put to the index: one round trip to the worker each. */
export function openCalls(sql: Sql, folder: string, broken: () => string | undefined) {
  const told = openTold(sql, folder);
  return {
    position: () => positionOf(sql),
    status: () => status(sql, broken()),
    unfinished: (options: { held?: boolean; limit?: number }) => unfinished(sql, told.delivery, options),
    owed: (now: Instant, limit: number) => owed(sql, told.dispatch, ms(now), limit),
    findDelivery: (by: { channel: string; messageId: string } | { raw: Digest }): DeliveryId | undefined => findDelivery(sql, by),
    findTie: (query: TieQuery) => findTie(sql, query),
    submissions: (query: SubmissionsQuery) => submissionsPage(sql, query),
    facets: (filter: SubmissionFilter) => facets(sql, filter),
    summary: (id: SubmissionId) => summary(sql, id),
    submission: (id: SubmissionId) => record(sql, told, id),
    find: (reference: string) => find(sql, reference),
    search: (query: SearchQuery) => search(sql, folder, query),
    journal: (query: JournalQuery) => journalPage(sql, folder, query),
    dispatches: (query: DispatchQuery) => dispatchPage(sql, told.dispatch, query),
    dispatch: (id: DispatchId) => dispatchOf(sql, told.dispatch, id),
    replies: (query: { text?: string; offset: number; limit: number }) => replyPage(sql, told.reply, query),
    reply: (id: ReplyId) => replyOf(sql, told.reply, id),
    needsAction: (now: Instant, limit: number) => needsAction(sql, ms(now), limit),
    subscribers: (query: { text?: string; offset: number; limit: number }) => subscriberPage(sql, query),
    subscriber: (taxNumber: string) => subscriberOf(sql, taxNumber),
    statistics: () => statistics(sql),
    report: (query: ReportQuery, now: Instant) => report(sql, query, ms(now)),
    register: (filter: SubmissionFilter, after: number, limit: number) => registerPage(sql, filter, after, limit),
  };
}

export type Calls = ReturnType<typeof openCalls>;
