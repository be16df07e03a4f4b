import type { SubmissionId } from '../domain/identifiers.ts';
import type { Touched } from '../desks/records/records-desk.ts';
import type { StationEvent } from '../../preload/contract.ts';
import { readHealth } from './health.ts';
import type { Desks, Office } from './ports.ts';

export type EventListener = (event: StationEvent) => void;

/** What the station tells the windows by itself; only those at which somebody is signed in hear of its work. */
export interface StationEvents {
  listen(window: number, listener: EventListener): () => void;
  /** Takes up the office that the wizard has just made. */
  follow(office: Office): void;
  close(): void;
}

const COALESCE = 100;
const HEALTH_EVERY = 1000;
/** A window that hears of more refetches what it shows. */
const MOST_NAMED = 1000;

export function openStationEvents(desks: Desks): StationEvents {
  const listeners = new Map<number, Set<EventListener>>();
  const cleanups: (() => void)[] = [];
  let followed: Office | undefined;

  const tell = (window: number, event: StationEvent) => listeners.get(window)?.forEach((listener) => listener(event));
  const tellAll = (office: Office, event: StationEvent) => {
    for (const window of listeners.keys()) if (office.officers.at(window)) tell(window, event);
  };

  async function tellHealth(office: Office): Promise<void> {
    for (const window of listeners.keys()) {
      const officer = office.officers.at(window);
      if (officer) tell(window, { event: 'health', health: await readHealth(office, officer) });
    }
  }

  function follow(office: Office): void {
    if (followed === office) return;
    followed = office;
    const health = spaced(HEALTH_EVERY, () => void tellHealth(office).catch(desks.log));
    const session = spaced(COALESCE, () => {
      const { session: current, lastSession } = office.exchange.view();
      const view = current ?? lastSession;
      if (view) tellAll(office, { event: 'session', session: view });
    });
    const changed = coalesced((touched) => tellAll(office, touched));
    cleanups.push(
      health.stop,
      session.stop,
      changed.stop,
      office.records.onCommit((touched) => {
        changed.add(touched);
        health.ask();
      }),
      office.exchange.onChange(() => {
        session.ask();
        health.ask();
      }),
      office.audit.jobs.onProgress((job) => tellAll(office, { event: 'job', job })),
      office.officers.onSignedOut((window) => tell(window, { event: 'signed-out' })),
    );
  }

  return {
    listen(window, listener) {
      const own = listeners.get(window) ?? new Set();
      listeners.set(window, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0 && listeners.get(window) === own) listeners.delete(window);
      };
    },
    follow,
    close() {
      for (const cleanup of cleanups.splice(0)) cleanup();
      listeners.clear();
    },
  };
}

/** Runs at most once in the pause; asked meanwhile, once more at its end. */
function spaced(pause: number, run: () => void): { ask(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    ask() {
      timer ??= setTimeout(() => {
        timer = undefined;
        run();
      }, pause);
    },
    stop: () => clearTimeout(timer),
  };
}

function coalesced(tell: (event: Extract<StationEvent, { event: 'changed' }>) => void): { add(touched: Touched): void; stop(): void } {
  const submissions = new Set<SubmissionId>();
  const kinds = new Set<string>();
  let upTo: Touched['upTo'] | undefined;
  const later = spaced(COALESCE, () => {
    tell({ event: 'changed', submissions: [...submissions].slice(0, MOST_NAMED), kinds: [...kinds], upTo: upTo! });
    submissions.clear();
    kinds.clear();
  });
  return {
    add(touched) {
      touched.submissions.forEach((id) => submissions.add(id));
      touched.kinds.forEach((kind) => kinds.add(kind));
      upTo = touched.upTo;
      later.ask();
    },
    stop: later.stop,
  };
}
