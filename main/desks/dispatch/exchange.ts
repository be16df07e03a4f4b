import type { ChannelCheck } from '../../channels/channel.ts';
import type { DispatchId, OfficerId, SessionId } from '../../domain/identifiers.ts';
import type { ChannelHealth, ChannelSettings, SessionView } from '../../../preload/settings.ts';

/** Collect and dispatch: by itself, or one session at a time by hand. */
export interface Exchange {
  /** Starts a session at once; throws session-running. */
  run(by: 'officer' | 'command', officer?: OfficerId): Promise<SessionId>;
  /** Resolves when the running session, if any, has ended. */
  settled(): Promise<SessionView | undefined>;
  stop(): void;
  retryDispatch(dispatch: DispatchId, officer: OfficerId): Promise<void>;
  giveUpDispatch(dispatch: DispatchId, reason: string, officer: OfficerId): Promise<void>;
  /** Sends what is owed soon, without waiting for the next session (background mode only). */
  nudge(): void;
  view(): { session?: SessionView; lastSession?: SessionView; channels: readonly ChannelHealth[] };
  onChange(listener: () => void): () => void;
  check(channel: ChannelSettings): Promise<ChannelCheck>;
}
