import { Bar, BarChart, CartesianGrid, LabelList, Tooltip, XAxis, YAxis, ResponsiveContainer } from 'recharts';
import type { Report } from '../../../preload/contract.ts';
import { useFormat } from '../../app/format.ts';
import { useText as useCommonText } from '../../app/texts.ts';
import { Button } from '../../components/index.ts';
import { withEmptyDays } from './figures.ts';
import { Panel } from './Panel.tsx';
import { Figure } from './Figure.tsx';
import { useText } from './texts.ts';

const parts = [
  { name: 'accepted', colour: 'var(--chart-good)' },
  { name: 'refused', colour: 'var(--chart-bad)' },
  { name: 'other', colour: 'var(--chart-other)' },
] as const;

const axis = { fill: 'var(--ink-soft)', fontSize: 12 };
const still = { isAnimationActive: false } as const;

function Legend() {
  const t = useText();
  return (
    <span className="legend small">
      {parts.map(({ name }) => (
        <span key={name} className={`legend-${name}`}>
          {t(`column.${name}`)}
        </span>
      ))}
    </span>
  );
}

export function ByDay({ rows }: { readonly rows: Report['byDay'] }) {
  const t = useText();
  const format = useFormat();
  const days = withEmptyDays(rows).map((row) => ({ ...row, label: format.day(row.day), short: format.day(row.day).replace(/[ .]\d{4}$/, ''), total: row.accepted + row.refused + row.other }));
  const few = days.length <= 16;
  const chart = (
    <ResponsiveContainer width="100%" height={220}>
      <BarChart data={days} margin={{ top: 20, right: 8, bottom: 0, left: 0 }} barCategoryGap="20%" accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--rule)" />
        <XAxis dataKey="short" tick={axis} tickLine={false} axisLine={{ stroke: 'var(--rule-strong)' }} minTickGap={8} />
        <YAxis tick={axis} tickLine={false} axisLine={false} width={44} allowDecimals={false} />
        <Tooltip {...still} cursor={{ fill: 'var(--hover)' }} content={<Hover />} />
        {parts.map(({ name, colour }) => (
          <Bar key={name} dataKey={name} name={t(`column.${name}`)} stackId="all" fill={colour} maxBarSize={48} {...still}>
            {few ? <LabelList dataKey={totalAfter(name, format.number)} position="top" fill="var(--ink)" fontSize={12} /> : null}
          </Bar>
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
  return (
    <Panel
      wide
      title={t('byDay')}
      legend={<Legend />}
      chart={chart}
      table={{ columns: [t('column.day'), t('column.total'), t('column.accepted'), t('column.refused'), t('column.other')], rows: days.map((day) => [day.label, day.total, day.accepted, day.refused, day.other]).reverse() }}
    />
  );
}

/** The whole bar's number, at the last of its parts that is not empty: an empty part is not drawn, nor its label. */
function totalAfter(name: (typeof parts)[number]['name'], read: (value: number) => string) {
  return (row: Record<(typeof parts)[number]['name'], number>): string => {
    const last = parts.findLast((part) => row[part.name] > 0);
    return last?.name === name ? read(row.accepted + row.refused + row.other) : '';
  };
}

type HoverProps = { readonly active?: boolean; readonly label?: string | number; readonly payload?: readonly { readonly name?: string | number; readonly value?: unknown }[] };

/** The numbers under the pointer; plain text. */
function Hover({ active = false, label, payload = [] }: HoverProps) {
  const format = useFormat();
  if (!active) return null;
  return (
    <div className="chart-hover">
      <strong>{label}</strong>
      {payload.map(({ name, value }) => (
        <span key={String(name)}>
          {name}: {format.number(Number(value))}
        </span>
      ))}
    </div>
  );
}

export function ByState({ rows }: { readonly rows: Report['byState'] }) {
  const t = useText();
  const words = useCommonText();
  const sorted = [...rows].filter(({ count }) => count > 0).sort((one, other) => other.count - one.count);
  const data = sorted.map(({ state, count }) => ({ name: words(`state.${state}`), count }));
  return (
    <Panel
      title={t('byState')}
      chart={<LyingBars data={data} width={120} />}
      table={{ columns: [t('column.state'), t('column.count')], rows: data.map(({ name, count }) => [name, count]) }}
    />
  );
}

/** Bars that lie, each with its name before and its number behind: nothing to look up in a legend. */
function LyingBars({ data, width }: { readonly data: readonly { readonly name: string; readonly count: number }[]; readonly width: number }) {
  const format = useFormat();
  return (
    <ResponsiveContainer width="100%" height={Math.max(80, data.length * 30 + 8)}>
      <BarChart data={[...data]} layout="vertical" margin={{ top: 0, right: 56, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <XAxis type="number" hide domain={[0, 'dataMax']} />
        <YAxis type="category" dataKey="name" width={width} tick={{ ...axis, fill: 'var(--ink)' }} tickLine={false} axisLine={false} interval={0} />
        <Bar dataKey="count" fill="var(--chart-one)" maxBarSize={18} {...still}>
          <LabelList dataKey="count" position="right" fill="var(--ink)" fontSize={12} formatter={(value) => format.number(Number(value))} />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}

const mostForms = 8;

export function ByForm({ rows }: { readonly rows: Report['byForm'] }) {
  const t = useText();
  const format = useFormat();
  const total = (row: Report['byForm'][number]) => row.accepted + row.refused + row.other;
  const sorted = [...rows].sort((one, other) => total(other) - total(one));
  const data = sorted.slice(0, mostForms).map((row) => ({ ...row, label: row.knd === '' ? t('noForm') : row.knd, total: total(row) }));
  const chart = (
    <>
      <ResponsiveContainer width="100%" height={Math.max(80, data.length * 30 + 8)}>
        <BarChart data={data} layout="vertical" margin={{ top: 0, right: 56, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <XAxis type="number" hide domain={[0, 'dataMax']} />
          <YAxis type="category" dataKey="label" width={150} tick={{ ...axis, fill: 'var(--ink)' }} tickLine={false} axisLine={false} interval={0} />
          <Tooltip {...still} cursor={{ fill: 'var(--hover)' }} content={<Hover />} />
          {parts.map(({ name, colour }) => (
            <Bar key={name} dataKey={name} name={t(`column.${name}`)} stackId="all" fill={colour} maxBarSize={18} {...still}>
              <LabelList dataKey={totalAfter(name, format.number)} position="right" fill="var(--ink)" fontSize={12} />
            </Bar>
          ))}
        </BarChart>
      </ResponsiveContainer>
      {rows.length > mostForms ? <p className="soft small">{t('topOnly', { shown: mostForms, total: rows.length })}</p> : null}
    </>
  );
  return (
    <Panel
      title={t('byForm')}
      legend={<Legend />}
      chart={chart}
      table={{
        columns: [t('column.knd'), t('column.form'), t('column.total'), t('column.accepted'), t('column.refused'), t('column.other')],
        rows: sorted.map((row) => [row.knd, row.knd === '' ? t('noForm') : row.name, total(row), row.accepted, row.refused, row.other]),
      }}
    />
  );
}

export function DeadlineFigures({ deadlines, onOverdue }: { readonly deadlines: Report['deadlines']; readonly onOverdue: () => void }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      <Figure name={t('deadline.overdue')} value={format.number(deadlines.overdue)} tone={deadlines.overdue > 0 ? 'bad' : undefined} />
      <Figure name={t('deadline.dueToday')} value={format.number(deadlines.dueToday)} tone={deadlines.dueToday > 0 ? 'wait' : undefined} />
      <Figure name={t('deadline.dueLater')} value={format.number(deadlines.dueLater)} />
      <Figure name={t('deadline.kept')} value={format.number(deadlines.kept)} />
      <Figure name={t('deadline.broken')} value={format.number(deadlines.broken)} tone={deadlines.broken > 0 ? 'bad' : undefined} />
      {deadlines.overdue > 0 ? (
        <div className="figure-act">
          <dt className="unseen">{t('deadlines')}</dt>
          <dd>
            <Button look="quiet" onPress={onOverdue}>
              {t('openOverdue')}
            </Button>
          </dd>
        </div>
      ) : null}
    </>
  );
}

export function DecisionTimes({ times }: { readonly times: Report['decisionTime'] }) {
  const t = useText();
  const format = useFormat();
  return (
    <section className="panel" aria-label={t('decisionTime')}>
      <header className="row">
        <h2>{t('decisionTime')}</h2>
        <span className="soft small">{t('decided', { count: times.count })}</span>
      </header>
      {times.count === 0 ? null : (
        <dl className="times">
          {(['median', 'p95', 'max'] as const).map((name) => (
            <div key={name}>
              <dt className="soft">{t(name)}</dt>
              <dd>{format.duration(Math.max(1, times[name]))}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

export function Refusals({ rows }: { readonly rows: Report['refusals'] }) {
  const t = useText();
  const sorted = [...rows].sort((one, other) => other.count - one.count);
  return <Panel title={t('refusals')} table={{ columns: [t('column.code'), t('column.text'), t('column.count')], rows: sorted.map(({ code, text, count }) => [code, text, count]) }} />;
}
