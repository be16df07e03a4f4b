import { Ban, CircleCheck, CircleX, History, LoaderCircle, type LucideIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useFormat } from '../../app/format.ts';
import { useMay } from '../../app/start.ts';
import { skipToken, useStation } from '../../app/station-api.ts';
import { useStore } from '../../app/store.ts';
import { DataGrid, EmptyState, StateMark, useRows, When, type GridColumn, type Tone } from '../../components/index.ts';
import { sessionsOf, type SessionRow } from './sessions.ts';
import { useText } from './texts.ts';

const looks: Readonly<Record<SessionRow['end'], readonly [Tone, LucideIcon]>> = {
  ended: ['good', CircleCheck],
  stopped: ['wait', Ban],
  broken: ['bad', CircleX],
  running: ['info', LoaderCircle],
};

/** Every session as the journal tells it: the newest five hundred. */
export function Sessions() {
  const t = useText();
  const format = useFormat();
  const allowed = useMay()('journal.read');
  const running = useStore((state) => (state.live.session?.step === 'ended' ? undefined : state.live.session?.id));
  const asked = useStation('journal.page', allowed ? { kinds: ['session-started', 'session-ended'], limit: 1000 } : skipToken);
  const rows = useMemo(() => (asked.data === undefined ? undefined : sessionsOf(asked.data.entries, running)), [asked.data, running]);
  const source = useRows(rows, asked);
  const [current, setCurrent] = useState<string>();
  if (!allowed) return <p className="soft tab-tools">{t('sessions.notPermitted')}</p>;
  const columns: readonly GridColumn<SessionRow>[] = [
    { id: 'started', title: t('sessions.column.when'), width: 140, cell: ({ startedAt, endedAt }) => <When at={startedAt ?? endedAt} /> },
    { id: 'by', title: t('sessions.column.by'), width: 120, cell: ({ by }) => t(`session.by.${by ?? 'background'}`) },
    { id: 'took', title: t('sessions.column.took'), width: 160, grow: 1, cell: (row) => <Took row={row} /> },
    ...(['collected', 'doubled', 'dispatched', 'failed'] as const).map(
      (name): GridColumn<SessionRow> => ({ id: name, title: t(`sessions.column.${name}`), width: 96, align: 'end', cell: (row) => <span className={name === 'failed' && row.failed > 0 ? 'tone-bad' : ''}>{format.number(row[name])}</span> }),
    ),
    { id: 'end', title: t('sessions.column.end'), width: 140, grow: 1, cell: ({ end }) => <StateMark tone={looks[end][0]} icon={looks[end][1]}>{t(`sessions.${end}`)}</StateMark> },
  ];
  const empty = (
    <EmptyState icon={History} title={t('sessions.empty.title')}>
      {t('sessions.empty.text')}
    </EmptyState>
  );
  return <DataGrid name="sessions" label={t('sessions.table')} source={source} columns={columns} keyOf={({ id }) => id} empty={empty} current={current} onCurrent={({ id }) => setCurrent(id)} />;
}

function Took({ row: { startedAt, endedAt } }: { readonly row: SessionRow }) {
  const format = useFormat();
  if (startedAt === undefined || endedAt === undefined) return null;
  return format.duration(Math.max(1, (Date.parse(endedAt) - Date.parse(startedAt)) / 1000));
}

