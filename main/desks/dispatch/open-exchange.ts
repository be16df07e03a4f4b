import type { Archive } from '../../archive/archive.ts';
import type { Channel, ChannelCheck, Remark } from '../../channels/channel.ts';
import { isReceptionError, ReceptionError } from '../../domain/errors.ts';
import { instantOf, newId, type ChannelId, type DispatchId, type OfficerId, type SessionId } from '../../domain/identifiers.ts';
import type { ChannelHealth, ChannelSettings, SessionView } from '../../../preload/settings.ts';
import { archiveIsClosed } from '../archive-is-closed.ts';
import { dispatchOwed } from './dispatch-owed.ts';
import type { Exchange } from './exchange.ts';

/** What the exchange needs of the intake desk. */
export type IntakePort = {
  taker(channel: Pick<Channel, 'id' | 'kind'>): Parameters<Channel['collect']>[0];
  drain(signal?: AbortSignal): Promise<void>;
};

export type ExchangeDependencies = {
  readonly archive: Archive;
  readonly intake: IntakePort;
  readonly channels: () => readonly Channel[];
  readonly openChannel: (settings: ChannelSettings) => Channel;
  readonly mode: () => 'background' | 'by-hand';
  readonly pollSeconds: () => number;
  readonly now: () => number;
  readonly log?: (message: string, error?: unknown) => void;
  /** The archive takes no more: the station has to stop. */
  readonly onFatal: (error: unknown) => void;
};

type Health = Pick<ChannelHealth, 'state' | 'lastError' | 'lastContactAt' | 'remarks'>;
/** As many remarks of a channel as a person reads; the rest is more of the same. */
const MOST_REMARKS = 50;
/** Remarks on what was taken: no later collecting finds them again. The others are made anew for as long as their cause waits at the door. */
const madeOnce: ReadonlySet<Remark['what']> = new Set(['name-reused', 'note-invalid']);

type Session = { -readonly [Key in keyof SessionView]: SessionView[Key] };

/**
 * Collect and dispatch. In the background every hint, every pause and every nudge starts a round; by
 * hand only `run` does. One round at a time.
 */
export class OpenExchange implements Exchange {
  readonly #on: ExchangeDependencies;
  readonly #health = new Map<ChannelId, Health>();
  readonly #inFlight = new Set<DispatchId>();
  readonly #listeners = new Set<() => void>();
  #session: Session | undefined;
  #last: SessionView | undefined;
  #round: Promise<void> | undefined;
  #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #unwatch: (() => Promise<void>)[] = [];
  #again = false;
  #closed = false;

  constructor(dependencies: ExchangeDependencies) {
    this.#on = dependencies;
  }

  /** Begins the background work, if the settings say so. Called again when they change. */
  async start(): Promise<void> {
    await this.pause();
    this.#closed = false;
    if (this.#on.mode() !== 'background') return;
    for (const channel of this.#on.channels()) {
      await channel
        .watch(() => this.#wake())
        .then((stop) => this.#unwatch.push(stop))
        .catch((error: unknown) => this.#broke(channel, error));
    }
    this.#wake();
  }

  /** Stops watching and waits for the round under way. */
  async pause(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#abort.abort();
    await Promise.all(this.#unwatch.splice(0).map((stop) => stop().catch(() => undefined)));
    await this.#round?.catch(() => undefined);
  }

  async run(by: 'officer' | 'command', officer?: OfficerId): Promise<SessionId> {
    if (this.#session !== undefined && this.#session.by !== 'background') throw new ReceptionError('session-running', 'An exchange session is running already');
    await this.#round?.catch(() => undefined);
    const session = this.#begin(by);
    this.#round = this.#perform(session, officer).finally(() => this.#rest());
    this.#round.catch(() => undefined);
    return session.id;
  }

  async settled(): Promise<SessionView | undefined> {
    await this.#round?.catch(() => undefined);
    return this.#last;
  }

  stop(): void {
    if (this.#session !== undefined) this.#session.stopped = true;
    this.#abort.abort();
    this.#tell();
  }

  nudge(): void {
    if (this.#on.mode() === 'background') this.#wake();
  }

  async retryDispatch(dispatch: DispatchId, officer: OfficerId): Promise<void> {
    await this.#on.archive.append([{ kind: 'dispatch-retried', dispatch, officer }]);
    this.nudge();
  }

  async giveUpDispatch(dispatch: DispatchId, reason: string, officer: OfficerId): Promise<void> {
    await this.#on.archive.append([{ kind: 'dispatch-given-up', dispatch, reason, officer }]);
  }

  view(): { session?: SessionView; lastSession?: SessionView; channels: readonly ChannelHealth[] } {
    return {
      ...(this.#session === undefined ? {} : { session: { ...this.#session } }),
      ...(this.#last === undefined ? {} : { lastSession: this.#last }),
      channels: this.#on.channels().map(({ id, kind, name }) => ({ id, kind, name, ...(this.#health.get(id) ?? { state: 'idle' as const }) })),
    };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async check(settings: ChannelSettings): Promise<ChannelCheck> {
    const channel = this.#on.openChannel(settings);
    try {
      return await channel.check(AbortSignal.timeout(30_000));
    } finally {
      await channel.close();
    }
  }

  /** Counted into the running session by the intake desk. */
  taken({ received, doubled }: { received: readonly unknown[]; doubled: number }): void {
    if (this.#session === undefined) return;
    this.#session.collected += received.length;
    this.#session.doubled += doubled;
    this.#tell();
  }

  examined(): void {
    if (this.#session === undefined) return;
    this.#session.examined++;
    this.#tell();
  }

  #wake(): void {
    if (this.#closed || this.#on.mode() !== 'background') return;
    this.#again = true;
    if (this.#round !== undefined) return;
    this.#round = this.#rounds().finally(() => this.#rest());
    this.#round.catch(() => undefined);
  }

  async #rounds(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      await this.#perform(this.#begin('background'));
    }
  }

  #rest(): void {
    this.#round = undefined;
    clearTimeout(this.#timer);
    if (!this.#closed && this.#on.mode() === 'background') this.#timer = setTimeout(() => this.#wake(), this.#on.pollSeconds() * 1000);
  }

  #begin(by: SessionView['by']): Session {
    this.#abort = new AbortController();
    this.#session = {
      id: newId<SessionId>(this.#on.now()),
      by,
      startedAt: instantOf(this.#on.now()),
      step: 'collecting',
      collected: 0,
      doubled: 0,
      examined: 0,
      dispatched: 0,
      failed: 0,
      waiting: 0,
      stopped: false,
    };
    this.#tell();
    return this.#session;
  }

  async #perform(session: Session, officer?: OfficerId): Promise<void> {
    try {
      if (session.by !== 'background') await this.#journalStart(session, officer);
      await Promise.all(this.#on.channels().map((channel) => this.#collect(channel)));
      this.#step(session, 'examining');
      await this.#on.intake.drain(this.#abort.signal);
      this.#step(session, 'dispatching');
      await this.#dispatch(session);
    } catch (error) {
      if (archiveIsClosed(error)) this.#on.onFatal(error);
      else if (!this.#abort.signal.aborted) this.#on.log?.('The exchange round failed', error);
    } finally {
      await this.#end(session, officer).catch((error: unknown) => this.#on.log?.('The session could not be journalled', error));
    }
  }

  async #journalStart({ id, by }: Session, officer?: OfficerId): Promise<void> {
    await this.#on.archive.append([{ kind: 'session-started', session: id, by, ...(officer === undefined ? {} : { officer }) }]);
  }

  /** Background rounds that moved nothing leave no record. */
  async #end(session: Session, officer?: OfficerId): Promise<void> {
    session.endedAt = instantOf(this.#on.now());
    session.step = 'ended';
    this.#session = undefined;
    const { id, collected, doubled, dispatched, failed, stopped } = session;
    const moved = collected + doubled + dispatched > 0 || session.by !== 'background';
    if (moved || this.#last === undefined) this.#last = { ...session };
    this.#tell();
    if (moved) await this.#on.archive.append([{ kind: 'session-ended', session: id, collected, doubled, dispatched, failed, stopped, ...(officer === undefined ? {} : { officer }) }]);
  }

  async #collect(channel: Channel): Promise<void> {
    this.#set(channel.id, { state: 'collecting' });
    try {
      const { remarks } = await channel.collect(this.#on.intake.taker(channel), { signal: this.#abort.signal });
      await this.#works(channel, remarks ?? []);
    } catch (error) {
      if (archiveIsClosed(error)) throw error;
      if (!this.#abort.signal.aborted) await this.#broke(channel, error);
    }
  }

  async #dispatch(session: Session): Promise<void> {
    const channels = new Map(this.#on.channels().map((channel) => [channel.id, channel]));
    await dispatchOwed(
      {
        archive: this.#on.archive,
        channel: (id) => channels.get(id),
        now: this.#on.now,
        onSent: () => {
          session.dispatched++;
          this.#tell();
        },
        onFailed: (row, reason) => {
          session.failed++;
          const channel = channels.get(row.channel);
          if (channel !== undefined) this.#set(channel.id, { state: 'broken', lastError: reason });
        },
      },
      this.#inFlight,
      this.#abort.signal,
    );
  }

  async #works(channel: Channel, remarks: readonly Remark[]): Promise<void> {
    const before = this.#health.get(channel.id);
    const wasBroken = before?.lastError !== undefined;
    const made = [...remarks, ...(before?.remarks ?? []).filter(({ what }) => madeOnce.has(what))].slice(0, MOST_REMARKS);
    this.#health.set(channel.id, { state: 'idle', lastContactAt: instantOf(this.#on.now()), ...(made.length === 0 ? {} : { remarks: made }) });
    this.#tell();
    if (wasBroken) await this.#on.archive.append([{ kind: 'channel-mended', channel: channel.id }]);
  }

  async #broke(channel: Channel, error: unknown): Promise<void> {
    const reason = isReceptionError(error) || error instanceof Error ? error.message : String(error);
    const wasBroken = this.#health.get(channel.id)?.lastError !== undefined;
    this.#set(channel.id, { state: 'broken', lastError: reason });
    if (!wasBroken) await this.#on.archive.append([{ kind: 'channel-broken', channel: channel.id, reason }]);
  }

  #set(id: ChannelId, health: Health): void {
    const before = this.#health.get(id);
    this.#health.set(id, { ...before, ...health });
    this.#tell();
  }

  #step(session: Session, step: SessionView['step']): void {
    session.step = step;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
