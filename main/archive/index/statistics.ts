import type { ChannelId, Digest, Sequence } from '../../domain/identifiers.ts';
import type { ArchiveStatus, ChannelStatistics } from '../../domain/records.ts';
import type { Sql } from './database.ts';
import { positionOf } from './entries.ts';
import { known, knownInstant } from './instants.ts';
import { milestone } from './milestones.ts';
import { countOf } from './objects.ts';

type Row = { channel: ChannelId; arrived: number; doubled: number; sent: number; last_arrival_at: number | null; last_sent_at: number | null };

/** Of each channel that anything came or went by. "waiting": numbered, but not decided upon. */
export function statistics(sql: Sql): ChannelStatistics[] {
  return sql.all<Row>('SELECT * FROM channels ORDER BY channel').map((row) => {
    const states = inStates(sql, row.channel);
    const outbox = sql.all<{ state: string; n: number }>("SELECT state, count(*) n FROM dispatches WHERE state IN ('owed', 'held') AND channel = ? GROUP BY state", row.channel);
    const inOutbox = (state: string) => outbox.find((one) => one.state === state)?.n ?? 0;
    return {
      channel: row.channel,
      arrived: row.arrived,
      doubled: row.doubled,
      accepted: states(['accepted', 'entered', 'clarification']),
      refused: states(['refused']),
      waiting: states(['registered', 'deciding', 'quarantined']),
      sent: row.sent,
      owed: inOutbox('owed'),
      held: inOutbox('held'),
      ...knownInstant('lastArrivalAt', row.last_arrival_at),
      ...knownInstant('lastSentAt', row.last_sent_at),
    };
  });
}

function inStates(sql: Sql, channel: string): (states: readonly string[]) => number {
  const counts = sql.all<{ state: string; n: number }>('SELECT state, sum(count) n FROM tallies WHERE channel = ? GROUP BY state', channel);
  return (states) => counts.filter((one) => states.includes(one.state)).reduce((sum, one) => sum + one.n, 0);
}

export function status(sql: Sql, broken: string | undefined): ArchiveStatus {
  const { seq, head } = positionOf(sql);
  const seal = milestone(sql, 'seal');
  const fixity = milestone(sql, 'fixity');
  return {
    entries: seq,
    head: head satisfies Digest,
    objects: countOf(sql, 'objects'),
    bytes: countOf(sql, 'bytes'),
    submissions: sql.get<{ n: number }>('SELECT coalesce(sum(count), 0) n FROM tallies')!.n,
    ...knownInstant('lastSealAt', seal?.at ?? null),
    ...known('lastSealUpTo', seal?.number as Sequence | undefined),
    ...knownInstant('lastFixityAt', fixity?.at ?? null),
    ...known('lastFixityDamaged', fixity?.number),
    ...knownInstant('lastBackupAt', milestone(sql, 'backup')?.at ?? null),
    ...known('broken', broken),
  };
}
