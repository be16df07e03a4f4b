import { ReceptionError } from '../domain/errors.ts';
import { permissionsOf } from '../domain/officer.ts';
import type { Start } from '../../preload/contract.ts';
import type { EarlyCall, Handlers } from './call.ts';
import type { Desks, Office } from './ports.ts';

export const startHandlers: Handlers<'start' | 'wizard' | 'session'> = {
  'start.read': async (_args, call) => readStart(call),
  async 'wizard.create'(input, call) {
    await call.desks.createStation(input);
    return readStart({ ...call, office: call.desks.office() });
  },
  async 'session.signIn'({ login, password }, call) {
    await opened(call.office).officers.signIn(call.window, login, password);
    return readStart(call);
  },
  async 'session.signInWithKey'({ file, password }, call) {
    await opened(call.office).officers.signInWithKey(call.window, file, password);
    return readStart(call);
  },
  async 'session.signOut'(_args, call) {
    await call.office?.officers.signOut(call.window);
    return readStart(call);
  },
  async 'session.changePassword'({ old, next }, { office, officer }) {
    await office.officers.changePassword(officer.id, old, next);
    return null;
  },
  'session.setKey': ({ file, password }, { office, officer }) => office.officers.setKey(officer.id, file, password),
};

function opened(office: Office | undefined): Office {
  if (!office) throw new ReceptionError('not-signed-in', 'There is no station yet. Go through the first steps.');
  return office;
}

function readStart({ window, desks, office }: EarlyCall): Start {
  return office ? stationStart(window, desks, office) : { stage: 'none', permissions: [], logins: [], ...about(desks) };
}

function stationStart(window: number, desks: Desks, office: Office): Start {
  const officer = office.officers.at(window);
  const { code, name } = office.settings.read().authority;
  return {
    stage: officer ? 'open' : 'locked',
    authority: { code, name },
    ...(officer && { officer }),
    permissions: officer ? [...permissionsOf(officer.roles)] : [],
    logins: office.officers.logins(),
    ...(office.demo && { demo: office.demo.parties }),
    ...about(desks),
  };
}

function about(desks: Desks): Pick<Start, 'version' | 'runtime' | 'offsetMinutes'> {
  return { ...desks.about, offsetMinutes: desks.offsetMinutes() };
}
