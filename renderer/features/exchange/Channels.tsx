import { CircleCheck, CirclePause, CircleX, Download, PlugZap, TriangleAlert, Upload, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { ChannelHealth, ChannelStatistics, Result } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { go } from '../../app/router.ts';
import { useStart } from '../../app/start.ts';
import type { Asked } from '../../app/station-api.ts';
import { useText as useCommonText } from '../../app/texts.ts';
import { Button, DataGrid, EmptyState, SimulatedBadge, StateMark, useRows, When, type GridColumn, type Tone } from '../../components/index.ts';
import { useText } from './texts.ts';

type Row = ChannelHealth & { readonly numbers: ChannelStatistics | undefined };

const looks: Readonly<Record<ChannelHealth['state'], readonly [Tone, LucideIcon]>> = {
  idle: ['good', CircleCheck],
  collecting: ['info', Download],
  sending: ['info', Upload],
  broken: ['bad', CircleX],
  off: ['off', CirclePause],
};

/** Every channel with its state and what passed through it. */
export function Channels({ overview }: { readonly overview: Asked<Result<'exchange.overview'>> }) {
  const t = useText();
  const format = useFormat();
  const words = useCommonText();
  const { demo } = useStart();
  const { data, error, again } = overview;
  const rows = data?.health.channels.map((channel): Row => ({ ...channel, numbers: data.statistics.find((one) => one.channel === channel.id) }));
  const source = useRows(rows, { error, again });
  const [current, setCurrent] = useState<string>();
  const number = (name: 'arrived' | 'doubled' | 'accepted' | 'refused' | 'waiting' | 'sent' | 'owed' | 'held', width: number): GridColumn<Row> => ({
    id: name,
    title: t(`channel.${name}`),
    width,
    align: 'end',
    cell: ({ numbers }) => (numbers === undefined ? '' : <span className={(name === 'held' || name === 'refused') && numbers[name] > 0 ? 'tone-bad' : ''}>{format.number(numbers[name])}</span>),
  });
  const columns: readonly GridColumn<Row>[] = [
    {
      id: 'name',
      title: t('channel.name'),
      width: 130,
      grow: 2,
      cell: ({ name }) => (
        <span className="row">
          <span className="cut">{name}</span>
          {demo === undefined ? null : <SimulatedBadge word={t('simulated')} hint={words('simulated.hint')} />}
        </span>
      ),
    },
    { id: 'kind', title: t('channel.kind'), width: 110, grow: 1, cell: ({ kind }) => t(`channel.kinds.${kind}`), hover: ({ kind }) => t(`channel.kinds.${kind}`) },
    { id: 'state', title: t('channel.state'), width: 116, cell: ({ state }) => <StateMark tone={looks[state][0]} icon={looks[state][1]}>{t(`channel.states.${state}`)}</StateMark> },
    { id: 'contact', title: t('channel.lastContact'), width: 132, cell: ({ lastContactAt }) => <When at={lastContactAt} /> },
    number('arrived', 72),
    number('doubled', 78),
    number('accepted', 74),
    number('refused', 78),
    number('waiting', 60),
    number('sent', 90),
    number('owed', 78),
    number('held', 86),
  ];
  const broken = data?.health.channels.filter(({ lastError }) => lastError !== undefined) ?? [];
  const empty = (
    <EmptyState icon={PlugZap} title={t('channel.empty.title')} act={<Button onPress={() => go('/settings/channels')}>{t('channel.empty.open')}</Button>}>
      {t('channel.empty.text')}
    </EmptyState>
  );
  return (
    <>
      {broken.map(({ id, name, lastError }) => (
        <div key={id} className="channel-error" role="alert">
          <CircleX size={16} aria-hidden />
          <div>
            <strong>{t('channel.error', { name })}</strong>
            <p>{lastError}</p>
          </div>
        </div>
      ))}
      {data?.health.channels.map(({ id, name, remarks }) => (remarks === undefined || remarks.length === 0 ? null : <Remarks key={id} channel={name} remarks={remarks} />))}
      <DataGrid name="channels" label={t('channel.table')} source={source} columns={columns} keyOf={({ id }) => id} empty={empty} current={current} onCurrent={({ id }) => setCurrent(id)} />
    </>
  );
}

/** What waits at a channel's door and was not taken, or was taken and is odd: it stays there until somebody mends it. */
function Remarks({ channel, remarks }: { readonly channel: string; readonly remarks: NonNullable<ChannelHealth['remarks']> }) {
  const t = useText();
  return (
    <div className="channel-error channel-remarks" role="note">
      <TriangleAlert size={16} aria-hidden />
      <div>
        <strong>{t('channel.remarks', { name: channel })}</strong>
        <ul>
          {remarks.map(({ what, about }, at) => (
            <li key={at}>
              {t(`channel.remark.${what}`)} <span className="soft">{about}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
