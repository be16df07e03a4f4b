import { useMemo } from 'react';
import type { SubmissionSummary } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useText } from '../../app/texts.ts';
import { DueMark, IndicationMark, SimulatedMark, SubmissionMark, When, type GridColumn } from '../../components/index.ts';
import { useSubmissionsText } from './texts.ts';

export function useSubmissionColumns(): readonly GridColumn<SubmissionSummary>[] {
  const t = useSubmissionsText();
  const words = useText();
  const format = useFormat();
  return useMemo((): readonly GridColumn<SubmissionSummary>[] => [
    { id: 'state', title: t('column.state'), width: 128, sortable: true, cell: (row) => <SubmissionMark state={row.state} /> },
    { id: 'receivedAt', title: t('column.received'), width: 112, sortable: true, cell: (row) => <When at={row.receivedAt} /> },
    { id: 'number', title: t('column.number'), width: 150, sortable: true, hover: (row) => row.number, cell: (row) => row.number },
    {
      id: 'subscriber',
      title: t('column.subscriber'),
      width: 184,
      grow: 3,
      sortable: true,
      hover: (row) => row.subscriber.name,
      cell: (row) => (
        <>
          <span className="cut">{row.subscriber.name === '' ? <span className="soft">{t('unknown')}</span> : row.subscriber.name}</span>
          <SimulatedMark name={row.subscriber.name} small />
        </>
      ),
    },
    { id: 'taxNumber', title: t('column.taxNumber'), from: 1000, width: 108, cell: (row) => row.subscriber.taxNumber },
    { id: 'form', title: t('column.form'), width: 120, grow: 3, sortable: true, hover: (row) => row.formName ?? row.subject, cell: (row) => <span className="cut">{row.formName === undefined ? (row.subject ?? '') : shortForm(row.formName)}</span> },
    { id: 'period', title: t('column.period'), from: 900, width: 112, hover: (row) => row.period, cell: (row) => <span className="cut">{periodOf(row)}</span> },
    { id: 'verdict', title: t('column.verdict'), width: 92, hover: (row) => words(`indication.${row.indication ?? 'none'}`), cell: (row) => <IndicationMark indication={row.indication} short /> },
    { id: 'dueAt', title: t('column.due'), width: 100, sortable: true, cell: (row) => <DueMark dueAt={row.dueAt} what={row.dueWhat === undefined ? undefined : words(`duty.${row.dueWhat}`)} /> },
    { id: 'channel', title: t('column.channel'), from: 1240, width: 58, cell: (row) => <span className="cut">{t(`short.${row.channelKind}`)}</span>, hover: (row) => words(`channel.${row.channelKind}`) },
    { id: 'size', title: t('column.size'), from: 1320, width: 68, align: 'end', sortable: true, cell: (row) => format.bytes(row.size) },
  ], [t, words, format]);
}

/** What tells a form from its neighbours, first: "6-НДФЛ" of "Расчет … (форма 6-НДФЛ)"; the whole name is on hover. */
export function shortForm(name: string): string {
  const called = /\(форма ([^()]{1,20})\)/.exec(name)?.[1];
  if (called !== undefined) return called;
  const taxed = name.replace(/^Налоговая декларация по налогу /, 'Налог ');
  return taxed === name ? name.replace(/^Налоговая декларация /, 'Декларация ') : taxed;
}

/** "9 месяцев 2026", with the number of the correction where it is one. */
export function periodOf(row: SubmissionSummary): string {
  const correction = row.correction === undefined || row.correction === 0 ? '' : ` · ${row.correction}`;
  return `${row.period ?? ''}${correction}`;
}
