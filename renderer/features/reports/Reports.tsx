import { ChartColumn, Download } from 'lucide-react';
import { useState } from 'react';
import type { Day, Report, ReportQuery } from '../../../preload/contract.ts';
import { dayIn, startOfDay, stationOffset, useFormat } from '../../app/format.ts';
import { go, setParams, useRoute } from '../../app/router.ts';
import { useMay } from '../../app/start.ts';
import { useAct, useStation } from '../../app/station-api.ts';
import { useStore } from '../../app/store.ts';
import { Button, DateRange, daysOf, EmptyState, ErrorBox, Loading, Menu, Said, Toolbar } from '../../components/index.ts';
import { Figure } from './Figure.tsx';
import { ByDay, ByForm, ByState, DeadlineFigures, DecisionTimes, Refusals } from './panels.tsx';
import { figuresOf } from './figures.ts';
import { useText } from './texts.ts';
import './reports.css';

const formats = ['xlsx', 'csv', 'pdf'] as const;

/** A period in numbers: what came, what became of it, what is late. */
export function Reports() {
  const t = useText();
  const { params } = useRoute();
  const month = daysOf('month', dayIn(Date.now()));
  const period = { from: (params['from'] as Day | undefined) ?? month.from!, to: (params['to'] as Day | undefined) ?? month.to! };
  const query: ReportQuery = { ...period, offsetMinutes: stationOffset() };
  const { data, error, loading, again } = useStation('reports.read', query);
  const [said, setSaid] = useState<string>();
  return (
    <div className="work">
      <Toolbar title={t('title')} acts={<Exports query={query} onSaid={setSaid} />}>
        <DateRange label={t('period')} open value={period} onChange={({ from, to }) => setParams({ from, to })} />
      </Toolbar>
      <Said text={said} onRead={() => setSaid(undefined)} />
      {error === undefined ? null : <ErrorBox error={error} onAgain={again} />}
      {loading ? <Loading lines={12} /> : null}
      {data === undefined ? null : <Figures report={data} />}
    </div>
  );
}

function Figures({ report }: { readonly report: Report }) {
  const t = useText();
  const format = useFormat();
  const { all, accepted, refused, other } = figuresOf(report);
  if (all === 0)
    return (
      <EmptyState icon={ChartColumn} title={t('empty.title')}>
        {t('empty.text')}
      </EmptyState>
    );
  const share = (count: number) => t('figure.share', { percent: format.percent(count / all) });
  return (
    <div className="report scroll" data-pane>
      <dl className="figures">
        <Figure name={t('figure.all')} value={format.number(all)} />
        <Figure name={t('figure.accepted')} value={format.number(accepted)} note={share(accepted)} tone="good" />
        <Figure name={t('figure.refused')} value={format.number(refused)} note={share(refused)} tone="bad" />
        <Figure name={t('figure.other')} value={format.number(other)} note={share(other)} tone="wait" />
        <DeadlineFigures deadlines={report.deadlines} onOverdue={() => go('/needs-action')} />
      </dl>
      <div className="panels">
        <ByDay rows={report.byDay} />
        <ByState rows={report.byState} />
        <ByForm rows={report.byForm} />
        <DecisionTimes times={report.decisionTime} />
        <Refusals rows={report.refusals} />
      </div>
    </div>
  );
}

function Exports({ query, onSaid }: { readonly query: ReportQuery; readonly onSaid: (text: string) => void }) {
  const t = useText();
  const may = useMay();
  const language = useStore((state) => state.preferences.language);
  const summary = useAct('reports.exportSummary');
  const register = useAct('reports.exportRegister');
  if (!may('reports.export')) return null;
  const saveSummary = async (format: (typeof formats)[number]) => {
    const saved = await summary.act({ ...query, format, language });
    if (saved?.path !== undefined) onSaid(t('summarySaved', { path: saved.path }));
  };
  const saveRegister = async (format: (typeof formats)[number]) => {
    const saved = await register.act({ filter: { from: startOfDay(query.from), to: startOfDay(query.to, 1) }, format, language });
    if (saved?.path !== undefined) onSaid(t('registerSaved', { path: saved.path, count: saved.rows }));
  };
  const error = summary.error ?? register.error;
  return (
    <>
      {error === undefined ? null : <ErrorBox error={error} />}
      <Menu
        label={t('export')}
        entries={[
          { heading: t('exportSummary'), entries: formats.map((format) => ({ id: `summary-${format}`, label: t(`format.${format}`), act: () => saveSummary(format) })) },
          { heading: t('exportRegister'), entries: formats.map((format) => ({ id: `register-${format}`, label: t(`format.${format}`), act: () => saveRegister(format) })) },
        ]}
      >
        <Button icon={<Download size={14} aria-hidden />} busy={summary.busy || register.busy}>
          {t('export')}
        </Button>
      </Menu>
    </>
  );
}
