import type { StationEvent } from '../../preload/contract.ts';
import { everythingForgotten, jobTold, sessionTold } from './live.ts';
import { notice } from './notice.ts';
import { stationApi, type Tag } from './station-api.ts';
import type { store } from './store.ts';

type Send = typeof store.dispatch;

/** A burst of arrivals becomes one refetch per quarter of a second. */
const gatherMs = 250;

/** Turns what the station tells by itself into fresh answers. Call once. */
export function listenToStation(send: Send): void {
  const waiting = new Set<Tag>();
  let timer: number | undefined;
  const flush = () => {
    timer = undefined;
    send(stationApi.util.invalidateTags([...waiting]));
    waiting.clear();
  };
  window.reception.onEvent((event) => {
    if (event.event === 'changed') {
      for (const tag of tagsOf(event.kinds)) waiting.add(tag);
      timer ??= window.setTimeout(flush, gatherMs);
    } else hear(event, send);
  });
}

function hear(event: Exclude<StationEvent, { event: 'changed' }>, send: Send): void {
  if (event.event === 'health') void send(stationApi.util.upsertQueryData('health.read' as never, {} as never, event.health as never));
  else if (event.event === 'session') send(sessionTold(event.session));
  else if (event.event === 'job') send(jobTold(event.job));
  else forgetOfficer(send);
}

/** Nothing that the last officer saw stays in the window for the next one. */
export function forgetOfficer(send: Send): void {
  send(everythingForgotten());
  send(notice.actions.read());
  send(stationApi.util.resetApiState());
}

const byBeginning: readonly (readonly [string, readonly Tag[]])[] = [
  ['delivery-', ['Submissions', 'NeedsAction', 'Exchange']],
  ['submission-', ['Submissions', 'NeedsAction', 'Reports', 'Archive', 'Subscribers']],
  ['receipt-', ['Submissions']],
  ['dispatch-', ['Exchange', 'Replies', 'NeedsAction']],
  ['reply-', ['Replies', 'Submissions']],
  ['officer-', ['Settings', 'Start']],
  ['settings-', ['Settings', 'Start']],
  ['key-', ['Settings']],
  ['trust-', ['Trust']],
  ['subscriber-', ['Subscribers']],
  ['session-', ['Exchange']],
  ['channel-', ['Exchange']],
];

export function tagsOf(kinds: readonly string[]): ReadonlySet<Tag> {
  const found = new Set<Tag>(['Journal']);
  for (const kind of kinds) {
    const about = byBeginning.find(([beginning]) => kind.startsWith(beginning))?.[1] ?? ['Archive'];
    for (const tag of about) found.add(tag as Tag);
  }
  return found;
}
