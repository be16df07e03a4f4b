import type { Handlers } from './call.ts';

export const settingsHandlers: Handlers<'settings' | 'officers' | 'files'> = {
  'settings.read': async (_args, { office }) => office.settings.read(),
  'settings.save': ({ settings }, { office, officer }) => office.settings.save(settings, officer.id),
  'settings.checkChannel': ({ channel }, { office }) => office.settings.checkChannel(channel),
  'settings.keys': (_args, { office }) => office.settings.keys(),
  'settings.installKey': ({ file, password, purpose }, { office, officer }) => office.settings.installKey(file, password, purpose, officer.id),
  'settings.trust': (_args, { office }) => office.settings.trust(),
  'settings.addTrust': ({ files }, { office, officer }) => office.settings.addTrust(files, officer.id),
  'settings.removeTrust': ({ fingerprint }, { office, officer }) => office.settings.removeTrust(fingerprint, officer.id),

  'officers.list': async (_args, { office }) => office.officers.list(),
  'officers.save': ({ officer: person, password }, { office, officer }) => office.officers.save(person, password, officer.id),

  'files.chooseFolder': ({ title }, { desks, window }) => desks.chooseFolder(window, title),
};
