import { ReceptionError } from '../domain/errors.ts';
import type { Handlers } from './call.ts';
import { readHealth } from './health.ts';
import type { Office } from './ports.ts';

export const exchangeHandlers: Handlers<'exchange' | 'demo'> = {
  'exchange.overview': async (_args, { office, officer }) => ({ health: await readHealth(office, officer), statistics: await office.records.views.statistics() }),
  'exchange.dispatches': (query, { office }) => office.records.views.dispatches(query),
  'exchange.run': async (_args, { office, officer }) => ({ session: await office.exchange.run('officer', officer.id) }),
  async 'exchange.stop'(_args, { office }) {
    office.exchange.stop();
    return null;
  },
  async 'exchange.retryDispatch'({ id }, { office, officer }) {
    await office.exchange.retryDispatch(id, officer.id);
    return null;
  },
  async 'exchange.giveUpDispatch'({ id, reason }, { office, officer }) {
    await office.exchange.giveUpDispatch(id, reason, officer.id);
    return null;
  },

  async 'demo.burst'({ count }, { office }) {
    await demoOf(office).burst(count);
    return null;
  },
  async 'demo.pace'({ running }, { office }) {
    await demoOf(office).pace(running);
    return null;
  },
};

function demoOf(office: Office): NonNullable<Office['demo']> {
  if (!office.demo) throw new ReceptionError('not-permitted', 'Simulated subscribers are to be had in the demo office only.');
  return office.demo;
}
