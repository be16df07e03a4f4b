import { ScrollText } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { FactKind, JournalEntry, OfficerId, SubmissionId } from '../../../preload/contract.ts';
import { startOfDay, useFormat } from '../../app/format.ts';
import { setParams, useRoute } from '../../app/router.ts';
import { Button, DataGrid, DateRange, EmptyState, Select, SplitPane, Toolbar, When, type Days, type GridColumn } from '../../components/index.ts';
import { EntryDetail } from './EntryDetail.tsx';
import { allKinds } from './facts.ts';
import { KindFilter } from './KindFilter.tsx';
import { sentenceOf } from './sentence.ts';
import { useText } from './texts.ts';
import { useWording } from './use-wording.ts';
import { useEntries, type JournalFilter } from './use-entries.ts';
import './journal.css';

/** Everything that happened, newest first, each entry as a sentence. */
export function Journal() {
  const t = useText();
  const { params } = useRoute();
  const filter = useMemo(() => filterOf(params), [params]);
  const { source, officers, ended } = useEntries(filter);
  const [current, setCurrent] = useState<JournalEntry>();
  const days: Days = { ...(params['from'] === undefined ? {} : { from: params['from'] as never }), ...(params['to'] === undefined ? {} : { to: params['to'] as never }) };
  const filtered = Object.keys(filter).length > 0;
  return (
    <div className="work">
      <Toolbar title={t('title')}>
        <DateRange label={t('column.at')} value={days} onChange={({ from, to }) => setParams({ from, to })} />
        <KindFilter chosen={filter.kinds ?? []} onChange={(kinds) => setParams({ kinds: kinds.join(' ') })} />
        <Select
          label={t('filter.officer')}
          bare
          width={190}
          value={filter.officer ?? 'anyone'}
          onChange={(officer) => setParams({ officer: officer === 'anyone' ? undefined : officer })}
          options={[{ id: 'anyone', label: t('filter.anyone') }, ...Object.entries(officers).map(([id, name]) => ({ id, label: name }))]}
        />
        {filtered ? (
          <Button look="quiet" onPress={() => setParams({ from: undefined, to: undefined, kinds: undefined, officer: undefined, submission: undefined })}>
            {t('filter.clear')}
          </Button>
        ) : null}
      </Toolbar>
      <SplitPane
        name="journal"
        side="right"
        share={0.7}
        first={
          <>
            <EntryTable source={source} officers={officers} current={current} onCurrent={setCurrent} filtered={filtered} />
            {ended && source.total > 0 ? <p className="soft small journal-end">{t('end')}</p> : null}
          </>
        }
        second={current === undefined ? <p className="soft journal-none">{t('detail.none')}</p> : <EntryDetail key={current.seq} entry={current} who={whoOf(current, officers, t('station'))} />}
      />
    </div>
  );
}

function filterOf(params: Readonly<Record<string, string>>): JournalFilter {
  const kinds = (params['kinds'] ?? '').split(' ').filter((kind): kind is FactKind => (allKinds as readonly string[]).includes(kind));
  return {
    ...(kinds.length === 0 ? {} : { kinds }),
    ...(params['officer'] === undefined ? {} : { officer: params['officer'] as OfficerId }),
    ...(params['submission'] === undefined ? {} : { submission: params['submission'] as SubmissionId }),
    ...(params['from'] === undefined ? {} : { from: startOfDay(params['from'] as never) }),
    ...(params['to'] === undefined ? {} : { to: startOfDay(params['to'] as never, 1) }),
  };
}

function whoOf(entry: JournalEntry, officers: Readonly<Record<string, string>>, station: string): string {
  return entry.officer === undefined ? station : (officers[entry.officer] ?? entry.officer);
}

type TableProps = {
  readonly source: ReturnType<typeof useEntries>['source'];
  readonly officers: Readonly<Record<string, string>>;
  readonly current: JournalEntry | undefined;
  readonly onCurrent: (entry: JournalEntry) => void;
  readonly filtered: boolean;
};

function EntryTable({ source, officers, current, onCurrent, filtered }: TableProps) {
  const t = useText();
  const format = useFormat();
  const wording = useWording();
  const columns: readonly GridColumn<JournalEntry>[] = [
    { id: 'seq', title: t('column.seq'), width: 72, align: 'end', cell: ({ seq }) => <span className="soft">{format.number(seq)}</span> },
    { id: 'at', title: t('column.at'), width: 132, cell: ({ at }) => <When at={at} /> },
    { id: 'who', title: t('column.who'), width: 140, cell: (entry) => (entry.officer === undefined ? <span className="soft">{t('station')}</span> : whoOf(entry, officers, '')), hover: (entry) => whoOf(entry, officers, t('station')) },
    { id: 'sentence', title: t('column.sentence'), width: 320, grow: 1, cell: (entry) => <span className="cut">{sentenceOf(entry, wording)}</span>, hover: (entry) => sentenceOf(entry, wording) },
  ];
  const empty = (
    <EmptyState icon={ScrollText} title={t('empty.title')}>
      {t(filtered ? 'empty.filtered' : 'empty.text')}
    </EmptyState>
  );
  return <DataGrid name="journal" label={t('table')} source={source} columns={columns} keyOf={({ seq }) => String(seq)} empty={empty} current={current === undefined ? undefined : String(current.seq)} onCurrent={onCurrent} autoFocus />;
}
