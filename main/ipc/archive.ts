import type { Handlers } from './call.ts';

export const archiveHandlers: Handlers<'archive' | 'journal' | 'jobs' | 'reports'> = {
  'archive.search': (query, { office }) => office.records.views.search(query),
  'archive.status': (_args, { office }) => office.audit.status(),
  'archive.fixity': async (_args, { office, officer }) => office.audit.fixity(officer.id),
  'archive.seal': (_args, { office, officer }) => office.audit.seal(officer.id),
  async 'archive.backup'({ folder }, { office, officer, desks, window }) {
    const target = folder ?? office.settings.read().archive.backupFolder ?? (await desks.chooseFolder(window, 'Backup')).path;
    return target === undefined ? { cancelled: true } : office.audit.backup(target, officer.id);
  },
  'archive.rebuildIndex': async (_args, { office, officer }) => office.audit.rebuildIndex(officer.id),
  'archive.searches': async (_args, { office, officer }) => office.records.searches(officer.id),
  'archive.saveSearch': (search, { office, officer }) => office.records.saveSearch(search, officer.id),
  async 'archive.deleteSearch'({ id }, { office, officer }) {
    await office.records.deleteSearch(id, officer.id);
    return null;
  },

  'journal.page': (query, { office }) => office.audit.journal(query),

  async 'jobs.stop'({ job }, { office }) {
    office.audit.jobs.stop(job);
    return null;
  },

  'reports.read': (query, { office }) => office.reports.report(query),
  'reports.exportRegister': ({ filter, format, language }, { office, officer }) => office.reports.exportRegister(filter, format, language, officer.id),
  'reports.exportSummary': ({ format, language, ...query }, { office, officer }) => office.reports.exportSummary(query, format, language, officer.id),
};
