import type { Station } from '../main/station.ts';
import type { DemoOffice } from './demo-office.ts';

/** What the demo office came to, a line for each thing, for the end of its output. */
export async function summaryOf(station: Station, demo: DemoOffice): Promise<readonly string[]> {
  const [facets, statistics, status] = await Promise.all([station.archive.records.facets({}), station.archive.records.statistics(), station.archive.status()]);
  const of = (state: string): number => facets.states.find(({ value }) => value === state)?.count ?? 0;
  const sum = (what: 'arrived' | 'sent' | 'owed'): number => statistics.reduce((total, channel) => total + channel[what], 0);
  const { tally } = demo;
  return [
    '',
    `Submitted by simulated subscribers: ${tally.sent}, of them spoiled ${tally.spoiled}.`,
    `Collected: ${sum('arrived')} deliveries, of them ${status.submissions} submissions; accepted ${of('accepted') + of('entered') + of('clarification')}, refused ${of('refused')}, left to an officer ${of('deciding')}, quarantined ${of('quarantined')}.`,
    `Sent: ${sum('sent')} messages with receipts (still owed ${sum('owed')}). The subscribers received ${tally.notices} notices, ${tally.acceptances} acceptances, ${tally.refusals} refusals; signatures that did not hold: ${tally.untrustworthy}.`,
    `Archive: ${status.entries} entries in the journal, ${status.objects} objects, ${status.bytes} bytes, in ${station.archive.folder}`,
  ];
}
