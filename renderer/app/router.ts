import { useSyncExternalStore } from 'react';

/**
 * Addresses of screens live behind the #: "#/submissions/0197…?tab=verdict". The browser's own history
 * gives back and forward; every state that a person would want to come back to stands in the address.
 */
export type Route = {
  readonly place: string;
  /** What follows the place, e.g. the id of a card. */
  readonly rest: readonly string[];
  readonly params: Readonly<Record<string, string>>;
  readonly address: string;
};

const listeners = new Set<() => void>();
let current = parse(location.hash);

window.addEventListener('hashchange', announce);
window.addEventListener('popstate', announce);

export function useRoute(): Route {
  return useSyncExternalStore(listen, () => current);
}

export function routeNow(): Route {
  return current;
}

/** Goes to an address ("/submissions/1?tab=flow"). `replace`: without a step in the history. */
export function go(address: string, options: { replace?: boolean } = {}): void {
  if (`#${address}` === location.hash) return;
  if (options.replace === true) history.replaceState(history.state, '', `#${address}`);
  else history.pushState({ inside: true }, '', `#${address}`);
  announce();
}

/** One step back; to `otherwise` where the history begins here. */
export function goBack(otherwise: string): void {
  if ((history.state as { inside?: boolean } | null)?.inside === true) history.back();
  else go(otherwise, { replace: true });
}

/** Changes parameters of this address; undefined takes one away. */
export function setParams(changes: Readonly<Record<string, string | undefined>>, options: { replace?: boolean } = { replace: true }): void {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...current.params, ...changes })) if (value !== undefined && value !== '') params[name] = value;
  go(addressOf(current.place, current.rest, params), options);
}

export function addressOf(place: string, rest: readonly string[] = [], params: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(params).toString();
  return `/${[place, ...rest].map(encodeURIComponent).join('/')}${query === '' ? '' : `?${query}`}`;
}

function parse(hash: string): Route {
  const address = hash.replace(/^#/, '');
  const [path = '', query = ''] = address.split('?', 2);
  const [place = '', ...rest] = path.split('/').filter((part) => part !== '').map(decode);
  return { place, rest, params: Object.fromEntries(new URLSearchParams(query)), address };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function announce(): void {
  current = parse(location.hash);
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
