import type { Permission } from '../domain/officer.ts';
import type { Arguments, Method } from '../../preload/contract.ts';

/**
 * Who may call a method. anyone: before signing in too. wizard: only while there is no station.
 * setup: in the wizard, later by whoever is signed in. signed-in: every officer, on what is their own.
 */
export type Guard<M extends Method = Method> = Permission | 'anyone' | 'wizard' | 'setup' | 'signed-in' | ((args: Arguments<M>) => Permission);

/** Every method of the contract, each with its guard: the one table that the door asks. */
export const permissions: { readonly [M in Method]: Guard<M> } = {
  'start.read': 'anyone',
  'wizard.create': 'wizard',
  'session.signIn': 'anyone',
  'session.signInWithKey': 'anyone',
  'session.signOut': 'anyone',
  'session.changePassword': 'signed-in',
  'session.setKey': 'signed-in',

  'health.read': 'signed-in',
  'needsAction.list': 'submissions.read',

  'submissions.page': 'submissions.read',
  'submissions.facets': 'submissions.read',
  'submissions.summary': 'submissions.read',
  'submissions.record': 'submissions.read',
  'submissions.find': 'submissions.read',
  'submissions.protocol': 'submissions.read',
  'submissions.recheck': 'submissions.read',
  'submissions.certificate': 'submissions.read',
  'submissions.document': 'submissions.read',
  'submissions.accept': 'submissions.decide',
  'submissions.refuse': 'submissions.decide',
  'submissions.enter': 'submissions.decide',
  'submissions.clarify': 'submissions.decide',
  'submissions.note': 'submissions.decide',
  'submissions.reasons': 'submissions.read',
  'submissions.saveDocument': 'submissions.read',
  'submissions.saveProtocol': 'submissions.read',
  'submissions.export': 'archive.export',

  'deliveries.retry': 'submissions.retry',
  'deliveries.setAside': 'submissions.decide',

  'replies.page': 'submissions.read',
  'replies.record': 'submissions.read',
  'replies.drafts': 'replies.compose',
  'replies.saveDraft': 'replies.compose',
  'replies.deleteDraft': 'replies.compose',
  'replies.route': 'replies.compose',
  'replies.send': 'replies.compose',

  'subscribers.page': 'subscribers.read',
  'subscribers.record': 'subscribers.read',

  'archive.search': 'archive.search',
  'archive.status': 'archive.search',
  'archive.fixity': 'archive.fixity',
  'archive.seal': 'archive.seal',
  'archive.backup': 'archive.backup',
  'archive.rebuildIndex': 'archive.fixity',
  'archive.searches': 'archive.search',
  'archive.saveSearch': 'archive.search',
  'archive.deleteSearch': 'archive.search',
  'signature.check': 'submissions.read',

  'reports.read': 'reports.read',
  'reports.exportRegister': 'reports.export',
  'reports.exportSummary': 'reports.export',

  // The journal of one submission is part of its card; the whole journal is for those who audit.
  'journal.page': ({ submission }) => (submission === undefined ? 'journal.read' : 'submissions.read'),

  'exchange.overview': 'exchange.read',
  'exchange.dispatches': 'exchange.read',
  'exchange.run': 'exchange.run',
  'exchange.stop': 'exchange.run',
  'exchange.retryDispatch': 'exchange.run',
  'exchange.giveUpDispatch': 'exchange.run',

  'settings.read': 'settings.read',
  'settings.save': 'settings.edit',
  'settings.checkChannel': 'settings.edit',
  'settings.keys': 'settings.read',
  'settings.installKey': 'settings.edit',
  'settings.trust': 'settings.read',
  'settings.addTrust': 'settings.edit',
  'settings.removeTrust': 'settings.edit',
  'officers.list': 'officers.edit',
  'officers.save': 'officers.edit',

  'jobs.stop': 'archive.fixity',
  'files.chooseFolder': 'setup',

  'demo.burst': 'signed-in',
  'demo.pace': 'signed-in',
};
