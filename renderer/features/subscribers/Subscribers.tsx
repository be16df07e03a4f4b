import { Search, Users } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { SubscriberRow } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { addressOf, go, useRoute } from '../../app/router.ts';
import { useMay } from '../../app/start.ts';
import { DataGrid, EmptyState, SimulatedMark, SplitPane, TextField, Toolbar, useStationRows, When, type GridColumn } from '../../components/index.ts';
import { useChannelName } from '../replies/ReplyRoutePanel.tsx';
import { SubscriberCard } from './SubscriberCard.tsx';
import { useText } from './texts.ts';
import './subscribers.css';

/** Who submits: a table with search, and the card of the chosen one beside it. */
export function Subscribers() {
  const t = useText();
  const { rest } = useRoute();
  const [text, setText] = useState('');
  const words = useDeferredValue(text.trim());
  const source = useStationRows('subscribers.page', words === '' ? {} : { text: words });
  const chosen = rest[0];
  return (
    <div className="work">
      <Toolbar title={t('title')} count={t('total', { count: source.total })}>
        <TextField label={t('search')} bare placeholder={t('search')} value={text} onChange={setText} clearable width={280} icon={<Search size={14} aria-hidden />} />
      </Toolbar>
      <SplitPane
        name="subscribers"
        side="right"
        share={0.62}
        first={<SubscriberTable source={source} chosen={chosen} filtered={words !== ''} />}
        second={chosen === undefined ? <p className="soft subscriber-none">{t('choose')}</p> : <SubscriberCard key={chosen} taxNumber={chosen} />}
      />
    </div>
  );
}

type TableProps = { readonly source: ReturnType<typeof useStationRows<'subscribers.page'>>; readonly chosen: string | undefined; readonly filtered: boolean };

function SubscriberTable({ source, chosen, filtered }: TableProps) {
  const t = useText();
  const may = useMay();
  const format = useFormat();
  const channel = useChannelName();
  const columns: readonly GridColumn<SubscriberRow>[] = [
    { id: 'name', title: t('column.name'), width: 200, grow: 3, cell: ({ name }) => <Named name={name} />, hover: ({ name }) => name },
    { id: 'taxNumber', title: t('column.taxNumber'), width: 112, cell: ({ taxNumber }) => taxNumber },
    { id: 'kpp', title: t('column.kpp'), width: 88, cell: ({ kpp }) => kpp },
    { id: 'submissions', title: t('column.submissions'), width: 104, align: 'end', cell: ({ submissions }) => format.number(submissions) },
    { id: 'last', title: t('column.last'), width: 132, cell: ({ lastSubmissionAt }) => <When at={lastSubmissionAt} /> },
    { id: 'address', title: t('column.address'), width: 120, grow: 1, cell: ({ addresses }) => channel(addresses[0]?.channel) },
  ];
  const empty = (
    <EmptyState icon={Users} title={t('empty.title')}>
      {t(filtered ? 'empty.filtered' : 'empty.text')}
    </EmptyState>
  );
  const write = ({ taxNumber }: SubscriberRow) => may('replies.compose') && go(addressOf('replies', ['new'], { to: taxNumber }));
  return (
    <DataGrid name="subscribers" label={t('table')} source={source} columns={columns} keyOf={({ taxNumber }) => taxNumber} empty={empty} current={chosen} onCurrent={({ taxNumber }) => go(addressOf('subscribers', [taxNumber]), { replace: true })} onOpen={write} autoFocus />
  );
}

function Named({ name }: { readonly name: string }) {
  return (
    <span className="row">
      <span className="cut">{name}</span>
      <SimulatedMark name={name} />
    </span>
  );
}
