import type { Channel, Collected, CollectOptions, Remark, Take } from '../channel.ts';
import { batchesOf } from '../batches.ts';
import type { SpoolSettings } from '../settings.ts';
import { acknowledge, acknowledgedAs } from './spool-acknowledge.ts';
import { listWaiting, readWaiting, type SpoolArrival, type Waiting } from './spool-arrivals.ts';
import { checkSpool } from './spool-check.ts';
import { prepareFolders, spoolLayout, type SpoolLayout } from './spool-layout.ts';
import { clearAcknowledged, clearDrafts, sendToSpool } from './spool-send.ts';
import { watchSpool } from './spool-watch.ts';

/** Guaranteed delivery through a folder that both sides see. One station per folder. */
export function openSpoolFolder(settings: SpoolSettings, now: () => number): Channel {
  const layout = spoolLayout(settings.folder);
  const watches = new Set<() => Promise<void>>();
  return {
    id: settings.id,
    kind: 'spool',
    name: settings.name,
    collect: (take, options) => collect(layout, settings, take, options, now),
    async send(dispatch, payload, signal) {
      signal.throwIfAborted();
      await prepareFolders(layout);
      return sendToSpool(layout, dispatch, payload, now());
    },
    async watch(hint) {
      const stop = watchSpool(layout, settings.pollSeconds * 1000, hint);
      watches.add(stop);
      return async () => {
        watches.delete(stop);
        await stop();
      };
    },
    check: () => checkSpool(layout),
    async close() {
      await Promise.all(Array.from(watches, (stop) => stop()));
      watches.clear();
    },
  };
}

async function collect(layout: SpoolLayout, settings: SpoolSettings, take: Take, options: CollectOptions, now: () => number): Promise<Collected> {
  await prepareFolders(layout);
  await clearAcknowledged(layout);
  await clearDrafts(layout, now());
  const { waiting, remarks } = await listWaiting(layout, settings, now());
  let taken = 0;
  let bytes = 0;
  for (const batch of batchesOf(waiting, settings.limits)) {
    if (options.signal.aborted) break;
    const arrivals = await readBatch(layout, settings, batch, remarks);
    const fresh = arrivals.filter((each) => !each.acknowledged).map((each) => each.read.arrival);
    if (options.signal.aborted) break;
    if (fresh.length > 0) await take(fresh);
    const safe = arrivals.filter((each) => each.acknowledged || readToEnd(each.read, remarks));
    await acknowledge(layout, settings, safe, now());
    for (const each of safe.filter((one) => !one.acknowledged)) {
      taken += 1;
      bytes += each.read.arrival.size;
    }
    options.progress?.(taken, waiting.length);
  }
  return { taken, bytes, remarks };
}

type Read = { readonly name: string; readonly read: SpoolArrival; readonly acknowledged: boolean };

async function readBatch(layout: SpoolLayout, settings: SpoolSettings, batch: readonly Waiting[], remarks: Remark[]): Promise<readonly Read[]> {
  const arrivals: Read[] = [];
  for (const file of batch) {
    const read = await readWaiting(layout, settings, file, remarks);
    if (read === undefined) continue;
    const earlier = await acknowledgedAs(layout, file.name);
    if (earlier !== undefined && earlier !== read.sha256) {
      remarks.push({ what: 'name-reused', about: file.name, message: 'The name was used before for other bytes; taken as another delivery.' });
    }
    arrivals.push({ name: file.name, read, acknowledged: earlier === read.sha256 });
  }
  return arrivals;
}

function readToEnd(read: SpoolArrival, remarks: Remark[]): boolean {
  if (read.readToEnd()) return true;
  remarks.push({ what: 'not-read-to-end', about: read.arrival.name, message: 'Not read to its end, so not acknowledged; it will come again.' });
  return false;
}
