import { CircleCheck, CircleX, Clock, Hourglass, ShieldOff, Trash2, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { FileBytes, TrustRow } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useMay } from '../../app/start.ts';
import { useAct, useStation } from '../../app/station-api.ts';
import { ConfirmDialog, Copyable, DataGrid, EmptyState, ErrorBox, FileDrop, IconButton, StateMark, useRows, type GridColumn, type Tone } from '../../components/index.ts';
import { nameIn } from '../journal/sentence.ts';
import { useText } from './texts.ts';

const looks: Readonly<Record<TrustRow['state'], readonly [Tone, LucideIcon]>> = { good: ['good', CircleCheck], ending: ['wait', Clock], ended: ['bad', CircleX], 'not-yet': ['off', Hourglass] };
const endings: Readonly<Record<TrustRow['state'], number>> = { ended: 0, ending: 1, 'not-yet': 2, good: 3 };

/** Roots, intermediates and revocation lists; what ends first stands first. */
export function TrustSection() {
  const t = useText();
  const may = useMay();
  const { data, error, again } = useStation('settings.trust', {});
  const [doomed, setDoomed] = useState<TrustRow>();
  const [said, setSaid] = useState<string>();
  const add = useAct('settings.addTrust');
  const sorted = data === undefined ? undefined : [...data].sort((one, other) => endings[one.state] - endings[other.state] || (one.to ?? '9').localeCompare(other.to ?? '9'));
  const ending = data?.filter(({ state }) => state === 'ending' || state === 'ended').length ?? 0;
  const take = async (files: readonly FileBytes[]) => {
    if (files.length > 0 && (await add.act({ files })) !== undefined) setSaid(t('trust.added', { count: files.length }));
  };
  return (
    <div className="settings-fill">
      <p className="soft">{t('trust.intro')}</p>
      {may('settings.edit') ? <FileDrop label={t('trust.add')} help={t('trust.drop')} many files={[]} onFiles={(files) => void take(files)} /> : null}
      <p className="soft" role="status">
        {said}
      </p>
      {add.error === undefined ? null : <ErrorBox error={add.error} />}
      {ending === 0 ? null : <p className="tone-wait">{t('trust.ending', { count: ending })}</p>}
      <TrustTable rows={sorted} asked={{ error, again }} onRemove={may('settings.edit') ? setDoomed : undefined} />
      {doomed === undefined ? null : <Remove row={doomed} onClose={() => setDoomed(undefined)} />}
    </div>
  );
}

type TableProps = { readonly rows: readonly TrustRow[] | undefined; readonly asked: Parameters<typeof useRows>[1]; readonly onRemove: ((row: TrustRow) => void) | undefined };

function TrustTable({ rows, asked, onRemove }: TableProps) {
  const t = useText();
  const format = useFormat();
  const [current, setCurrent] = useState<string>();
  const source = useRows(rows, asked);
  const columns: readonly GridColumn<TrustRow>[] = [
    { id: 'state', title: t('trust.column.state'), width: 136, cell: ({ state }) => <StateMark tone={looks[state][0]} icon={looks[state][1]}>{t(`trust.state.${state}`)}</StateMark> },
    { id: 'what', title: t('trust.column.what'), width: 130, cell: ({ what }) => t(`trust.what.${what}`) },
    { id: 'subject', title: t('trust.column.subject'), width: 140, grow: 2, cell: ({ subject }) => nameIn(subject), hover: ({ subject }) => subject },
    { id: 'issuer', title: t('trust.column.issuer'), width: 110, grow: 1, cell: ({ issuer }) => nameIn(issuer), hover: ({ issuer }) => issuer },
    { id: 'from', title: t('trust.column.from'), width: 96, cell: ({ from }) => format.dayOf(from) },
    { id: 'to', title: t('trust.column.to'), width: 96, cell: ({ to }) => (to === undefined ? '' : format.dayOf(to)) },
    { id: 'fingerprint', title: t('trust.fingerprint'), width: 148, cell: ({ fingerprint }) => <Copyable value={fingerprint} short mono label={t('trust.fingerprint')} /> },
    ...(onRemove === undefined
      ? []
      : [
          {
            id: 'remove',
            title: '',
            width: 44,
            cell: (row: TrustRow) => (
              <IconButton label={`${t('trust.remove')} ${nameIn(row.subject)}`} onPress={() => onRemove(row)}>
                <Trash2 size={14} aria-hidden />
              </IconButton>
            ),
          },
        ]),
  ];
  const empty = (
    <EmptyState icon={ShieldOff} title={t('trust.empty.title')}>
      {t('trust.empty.text')}
    </EmptyState>
  );
  return <DataGrid name="trust" label={t('trust.table')} source={source} columns={columns} keyOf={({ fingerprint }) => fingerprint} empty={empty} current={current} onCurrent={({ fingerprint }) => setCurrent(fingerprint)} />;
}

function Remove({ row, onClose }: { readonly row: TrustRow; readonly onClose: () => void }) {
  const t = useText();
  const doing = useAct('settings.removeTrust');
  const take = async () => {
    if ((await doing.act({ fingerprint: row.fingerprint })) !== undefined) onClose();
  };
  return (
    <ConfirmDialog open danger onClose={onClose} title={t('trust.removeTitle')} act={t('trust.removeConfirm')} onAct={take} busy={doing.busy} error={doing.error}>
      <p>{t(`trust.removeWhat.${row.what}`, { subject: nameIn(row.subject) })}</p>
    </ConfirmDialog>
  );
}
