import type { Officer } from '../domain/officer.ts';
import type { Arguments, Method, Result } from '../../preload/contract.ts';
import type { Desks, Office } from './ports.ts';

/** A call that has passed the door: who calls, from which window, and the desks. */
export type Call = {
  readonly window: number;
  readonly desks: Desks;
  /** There for every method but those of the start and the wizard. */
  readonly office: Office;
  readonly officer: Officer;
};

/** A call before anybody has signed in, perhaps before there is a station. */
export type EarlyCall = Pick<Call, 'window' | 'desks'> & { readonly office: Office | undefined };

type Early = 'start.read' | 'wizard.create' | 'session.signIn' | 'session.signInWithKey' | 'session.signOut' | 'files.chooseFolder';

export type Handler<M extends Method> = (args: Arguments<M>, call: M extends Early ? EarlyCall : Call) => Promise<Result<M>>;

/** The handlers of one noun, or of several: `Handlers<'replies' | 'subscribers'>`. */
export type Handlers<Noun extends string> = { readonly [M in Extract<Method, `${Noun}.${string}`>]: Handler<M> };
