import { Ban, RotateCcw, SendHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { DispatchRow, DispatchState } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { addressOf, go, setParams, useRoute } from '../../app/router.ts';
import { useMay } from '../../app/start.ts';
import { useAct } from '../../app/station-api.ts';
import { Button, Copyable, DataGrid, DispatchMark, EmptyState, ErrorBox, KeyValue, Select, SimulatedMark, SplitPane, useStationRows, When, type GridColumn } from '../../components/index.ts';
import { ReasonDialog } from '../../components/ReasonDialog.tsx';
import { useChannelName } from '../replies/ReplyRoutePanel.tsx';
import { useText } from './texts.ts';

const states: readonly DispatchState[] = ['owed', 'held', 'sent', 'given-up'];
type Say = { readonly onSaid: (text: string) => void };

/** What was promised: each dispatch with its tries, and what to do about one that does not go. */
export function Outbox({ onSaid }: Say) {
  const t = useText();
  const { params } = useRoute();
  const state = states.find((one) => one === params['state']);
  const source = useStationRows('exchange.dispatches', state === undefined ? {} : { states: [state] });
  const [current, setCurrent] = useState<DispatchRow>();
  const fresh = current === undefined ? undefined : (rowsOf(source).find(({ id }) => id === current.id) ?? current);
  return (
    <>
      <div className="tab-tools">
        <Select
          label={t('outbox.filter')}
          bare
          width={180}
          value={state ?? 'all'}
          onChange={(value) => setParams({ state: value === 'all' ? undefined : value })}
          options={[{ id: 'all', label: t('outbox.all') }, ...states.map((one) => ({ id: one, label: t(`outbox.state.${one}`) }))]}
        />
      </div>
      <SplitPane
        name="outbox"
        side="below"
        share={0.6}
        first={<OutboxTable source={source} current={fresh} onCurrent={setCurrent} />}
        second={fresh === undefined ? <p className="soft outbox-preview">{t('outbox.choose')}</p> : <Preview key={fresh.id} row={fresh} onSaid={onSaid} />}
      />
    </>
  );
}

type Source = ReturnType<typeof useStationRows<'exchange.dispatches'>>;

function rowsOf(source: Source): readonly DispatchRow[] {
  return Array.from({ length: Math.min(source.total, 300) }, (_, index) => source.rowAt(index)).filter((row) => row !== undefined);
}

function OutboxTable({ source, current, onCurrent }: { readonly source: Source; readonly current: DispatchRow | undefined; readonly onCurrent: (row: DispatchRow) => void }) {
  const t = useText();
  const channel = useChannelName();
  const columns: readonly GridColumn<DispatchRow>[] = [
    { id: 'state', title: t('outbox.column.state'), width: 144, cell: ({ state }) => <DispatchMark state={state} /> },
    { id: 'queuedAt', title: t('outbox.column.queuedAt'), width: 132, cell: ({ queuedAt }) => <When at={queuedAt} /> },
    {
      id: 'recipient',
      title: t('outbox.column.recipient'),
      width: 200,
      grow: 2,
      cell: ({ recipientName, recipient }) => (
        <span className="row">
          <span className="cut">{recipientName || recipient}</span>
          <SimulatedMark name={recipientName} />
        </span>
      ),
      hover: ({ recipientName, recipient }) => `${recipientName} ${recipient}`,
    },
    { id: 'file', title: t('outbox.column.file'), width: 180, grow: 2, cell: ({ fileName }) => fileName, hover: ({ fileName }) => fileName },
    { id: 'channel', title: t('outbox.column.channel'), width: 140, cell: (row) => channel(row.channel) },
    { id: 'attempts', title: t('outbox.column.attempts'), width: 76, align: 'end', cell: ({ attempts }) => attempts },
    { id: 'next', title: t('outbox.column.next'), width: 210, grow: 1, cell: (row) => <Next row={row} /> },
  ];
  const empty = (
    <EmptyState icon={SendHorizontal} title={t('outbox.empty.title')}>
      {t('outbox.empty.text')}
    </EmptyState>
  );
  const open = (row: DispatchRow) => row.submission !== undefined && go(addressOf('submissions', [row.submission]));
  return <DataGrid name="outbox" label={t('outbox.table')} source={source} columns={columns} keyOf={({ id }) => id} empty={empty} current={current?.id} onCurrent={onCurrent} onOpen={open} />;
}

function Next({ row }: { readonly row: DispatchRow }) {
  const t = useText();
  const format = useFormat();
  if (row.state === 'sent') return row.sentAt === undefined ? null : t('outbox.next.sent', { at: format.instant(row.sentAt) });
  if (row.state === 'held') return <span className="tone-bad">{t('outbox.next.person')}</span>;
  if (row.state === 'given-up') return t('outbox.next.nothing');
  return row.retryAt === undefined || Date.parse(row.retryAt) <= Date.now() ? t('outbox.next.now') : t('outbox.next.at', { at: format.instant(row.retryAt) });
}

function Preview({ row, onSaid }: { readonly row: DispatchRow } & Say) {
  const t = useText();
  const format = useFormat();
  const channel = useChannelName();
  return (
    <section className="outbox-preview" aria-label={t('outbox.preview')}>
      <div className="row wrap">
        <h2 className="cut">{row.fileName}</h2>
        <DispatchMark state={row.state} />
        <div className="push row">
          <Acts row={row} onSaid={onSaid} />
        </div>
      </div>
      {row.lastError === undefined || row.state === 'sent' ? null : (
        <p className="outbox-error">
          <strong>{t('outbox.error')}: </strong>
          {row.lastError}
        </p>
      )}
      <KeyValue
        columns={2}
        pairs={[
          [t('outbox.column.recipient'), `${row.recipientName} · ${row.recipient}`],
          [t('outbox.column.channel'), channel(row.channel)],
          [t('outbox.column.attempts'), format.number(row.attempts)],
          [t('outbox.lastTried'), row.lastTriedAt === undefined ? undefined : <When at={row.lastTriedAt} />],
          [t('outbox.response'), row.response],
          [t('outbox.size'), format.bytes(row.payload.size)],
          [t('outbox.type'), row.mediaType],
          [t('outbox.messageId'), <Copyable key="id" value={row.messageId} mono label={t('outbox.messageId')} />],
        ]}
      />
    </section>
  );
}

function Acts({ row, onSaid }: { readonly row: DispatchRow } & Say) {
  const t = useText();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const retry = useAct('exchange.retryDispatch');
  const giveUp = useAct('exchange.giveUpDispatch');
  const again = async () => {
    if ((await retry.act({ id: row.id })) !== undefined) onSaid(t('outbox.retried', { file: row.fileName }));
  };
  const stop = async (reason: string) => {
    if ((await giveUp.act({ id: row.id, reason })) === undefined) return;
    setAsking(false);
    onSaid(t('outbox.givenUp', { file: row.fileName }));
  };
  const open = may('exchange.run');
  return (
    <>
      {retry.error === undefined ? null : <ErrorBox error={retry.error} />}
      {row.submission === undefined ? null : <Button onPress={() => go(addressOf('submissions', [row.submission!]))}>{t('outbox.openSubmission')}</Button>}
      {row.reply === undefined ? null : <Button onPress={() => go(addressOf('replies', [row.reply!]))}>{t('outbox.openReply')}</Button>}
      {open && row.state === 'held' ? (
        <Button icon={<Ban size={14} aria-hidden />} onPress={() => setAsking(true)}>
          {t('outbox.giveUp')}
        </Button>
      ) : null}
      {open && (row.state === 'held' || row.state === 'given-up') ? (
        <Button look={row.state === 'held' ? 'filled' : 'plain'} icon={<RotateCcw size={14} aria-hidden />} busy={retry.busy} onPress={() => void again()}>
          {t('outbox.retry')}
        </Button>
      ) : null}
      {asking ? (
        <ReasonDialog
          title={t('outbox.giveUpTitle')}
          what={t('outbox.giveUpWhat', { file: row.fileName, recipient: row.recipientName || row.recipient })}
          act={t('outbox.giveUpConfirm')}
          reason={t('outbox.reason')}
          missing={t('outbox.reasonMissing')}
          onAct={stop}
          onClose={() => setAsking(false)}
          busy={giveUp.busy}
          error={giveUp.error}
        />
      ) : null}
    </>
  );
}
