import { ReceptionError } from '../domain/errors.ts';
import { mayDo, type Officer, type Permission } from '../domain/officer.ts';
import type { Answer, Method } from '../../preload/contract.ts';
import { schemas } from '../../preload/schemas.ts';
import { watchActivity } from './activity.ts';
import { archiveHandlers } from './archive.ts';
import type { Call, EarlyCall, Handler } from './call.ts';
import { exchangeHandlers } from './exchange.ts';
import { healthHandlers } from './health.ts';
import { permissions, type Guard } from './permissions.ts';
import type { Desks } from './ports.ts';
import { repliesHandlers } from './replies.ts';
import { settingsHandlers } from './settings.ts';
import { startHandlers } from './start.ts';
import { openStationEvents, type EventListener } from './station-events.ts';
import { submissionsHandlers } from './submissions.ts';
import { invalidArguments, toWire } from './wire-error.ts';

/** The one guarded door between a window and the desks. */
export interface Door {
  /** Never rejects. The caller vouches for the window: its number must come from the runtime, not from the page. */
  call(window: number, method: string, args: unknown): Promise<Answer<unknown>>;
  onEvent(window: number, listener: EventListener): () => void;
  /** The window was closed or its page loaded anew: whoever sat there is signed out. */
  forget(window: number): Promise<void>;
  close(): void;
}

const handlers: { readonly [M in Method]: Handler<M> } = {
  ...startHandlers,
  ...healthHandlers,
  ...submissionsHandlers,
  ...repliesHandlers,
  ...archiveHandlers,
  ...exchangeHandlers,
  ...settingsHandlers,
};

export function openDoor(desks: Desks): Door {
  const activity = watchActivity();
  const events = openStationEvents(desks);
  const followOffice = () => {
    const office = desks.office();
    if (office) events.follow(office);
  };

  async function pass(window: number, method: Method, args: unknown): Promise<Answer<unknown>> {
    const parsed = schemas[method].safeParse(args);
    if (!parsed.success) {
      admit(desks, window, method, undefined);
      return { ok: false, error: invalidArguments(method, parsed.error) };
    }
    const call = admit(desks, window, method, { args: parsed.data });
    if (activity.isAct(window, method, parsed.data)) call.office?.officers.touch(window);
    const handler = handlers[method] as unknown as (args: unknown, call: Call | EarlyCall) => Promise<unknown>;
    const value = await handler(parsed.data, call);
    followOffice();
    return { ok: true, value };
  }

  followOffice();
  return {
    async call(window, method, args) {
      try {
        if (!Object.hasOwn(schemas, method)) throw new ReceptionError('input-invalid', 'The station knows no such request.');
        return await pass(window, method as Method, args);
      } catch (error) {
        return { ok: false, error: toWire(error, desks.log) };
      }
    },
    onEvent(window, listener) {
      followOffice();
      return events.listen(window, listener);
    },
    async forget(window) {
      activity.forget(window);
      await desks.office()?.officers.signOut(window);
    },
    close: () => events.close(),
  };
}

/**
 * Whether whoever sits at the window may call the method. Without parsed arguments only what they cannot change is
 * asked, so that wrong arguments tell nothing to somebody who may not ask at all.
 */
function admit(desks: Desks, window: number, method: Method, parsed: { args: unknown } | undefined): Call | EarlyCall {
  const office = desks.office();
  const guard = permissions[method] as Guard;
  if (guard === 'anyone') return { window, desks, office };
  if (!office) return beforeStation(desks, window, guard);
  if (guard === 'wizard') throw new ReceptionError('not-permitted', 'This station was set up already.');
  const officer = office.officers.at(window);
  if (!officer) throw new ReceptionError('not-signed-in', 'Nobody is signed in at this window. Sign in.');
  if (guard !== 'signed-in' && guard !== 'setup') mustBePermitted(officer, guard, parsed);
  return { window, desks, office, officer };
}

function beforeStation(desks: Desks, window: number, guard: Guard): EarlyCall {
  if (guard === 'wizard' || guard === 'setup') return { window, desks, office: undefined };
  throw new ReceptionError('not-signed-in', 'There is no station yet. Go through the first steps.');
}

function mustBePermitted(officer: Officer, guard: Permission | ((args: never) => Permission), parsed: { args: unknown } | undefined): void {
  if (typeof guard === 'function' && !parsed) return;
  const permission = typeof guard === 'function' ? guard(parsed!.args as never) : guard;
  if (mayDo(officer, permission)) return;
  throw new ReceptionError('not-permitted', 'Your role does not allow this. Ask an administrator if you need it.', { details: { permission } });
}
