import { PackageCheck } from 'lucide-react';
import { useState } from 'react';
import type { Result, UnfinishedDelivery } from '../../../preload/contract.ts';
import { addressOf, go } from '../../app/router.ts';
import { useMay } from '../../app/start.ts';
import { useAct, type Asked } from '../../app/station-api.ts';
import { Button, DataGrid, EmptyState, ErrorBox, useRows, When, type GridColumn } from '../../components/index.ts';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useText as useNeedsText } from '../needs-action/texts.ts';
import { useChannelName } from '../replies/ReplyRoutePanel.tsx';
import { useText } from './texts.ts';

type Props = { readonly asked: Asked<Result<'needsAction.list'>>; readonly onSaid: (text: string) => void };

/** Deliveries that the station failed with too often; kept, and waiting for a person. */
export function HeldWork({ asked, onSaid }: Props) {
  const t = useText();
  const words = useNeedsText();
  const may = useMay();
  const channel = useChannelName();
  const retry = useAct('deliveries.retry');
  const [aside, setAside] = useState<UnfinishedDelivery>();
  const [current, setCurrent] = useState<string>();
  const source = useRows(asked.data?.unfinished.filter(({ held }) => held), { error: asked.error, again: asked.again });
  const again = async ({ delivery }: UnfinishedDelivery) => {
    if ((await retry.act({ id: delivery.id })) !== undefined) onSaid(words('retried', { title: delivery.name }));
  };
  const columns: readonly GridColumn<UnfinishedDelivery>[] = [
    { id: 'name', title: t('held.column.name'), width: 180, grow: 2, cell: ({ delivery }) => delivery.name, hover: ({ delivery }) => delivery.name },
    { id: 'received', title: t('held.column.received'), width: 132, cell: ({ delivery }) => <When at={delivery.receivedAt} /> },
    { id: 'channel', title: t('held.column.channel'), width: 140, cell: ({ delivery }) => channel(delivery.channel) },
    { id: 'attempts', title: t('held.column.attempts'), width: 76, align: 'end', cell: ({ attempts }) => attempts },
    { id: 'reason', title: t('held.column.reason'), width: 200, grow: 3, cell: ({ lastReason }) => lastReason, hover: ({ lastReason }) => lastReason },
    {
      id: 'acts',
      title: t('held.column.acts'),
      width: 280,
      cell: (row) => (
        <span className="row cell-acts">
          {row.submission === undefined ? null : <Button look="quiet" onPress={() => go(addressOf('submissions', [row.submission!]))}>{t('held.open')}</Button>}
          {may('submissions.retry') ? <Button look="quiet" onPress={() => void again(row)}>{t('held.retry')}</Button> : null}
          {may('submissions.retry') ? <Button look="quiet" onPress={() => setAside(row)}>{t('held.setAside')}</Button> : null}
        </span>
      ),
    },
  ];
  return (
    <>
      {retry.error === undefined ? null : <ErrorBox error={retry.error} />}
      {source.total === 0 ? null : <p className="soft tab-tools">{t('held.intro')}</p>}
      <DataGrid
        name="held"
        label={t('held.table')}
        source={source}
        columns={columns}
        keyOf={({ delivery }) => delivery.id}
        current={current}
        onCurrent={({ delivery }) => setCurrent(delivery.id)}
        empty={
          <EmptyState icon={PackageCheck} title={t('held.empty.title')}>
            {t('held.empty.text')}
          </EmptyState>
        }
      />
      {aside === undefined ? null : <SetAside row={aside} onClose={() => setAside(undefined)} onSaid={onSaid} />}
    </>
  );
}

function SetAside({ row, onClose, onSaid }: { readonly row: UnfinishedDelivery; readonly onClose: () => void; readonly onSaid: (text: string) => void }) {
  const t = useNeedsText();
  const doing = useAct('deliveries.setAside');
  const title = row.delivery.name;
  const take = async (reason: string) => {
    if ((await doing.act({ id: row.delivery.id, reason })) === undefined) return;
    onSaid(t('setAsideDone', { title }));
    onClose();
  };
  return (
    <ReasonDialog title={t('setAside.title')} what={t('setAside.what', { title })} act={t('setAside.confirm')} reason={t('setAside.reason')} help={t('setAside.reasonHelp')} missing={t('reasonMissing')} onAct={take} onClose={onClose} busy={doing.busy} error={doing.error} />
  );
}
