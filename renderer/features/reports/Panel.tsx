import { ChartColumn, Table2 } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { IconButton } from '../../components/index.ts';
import { useText } from './texts.ts';

export type Cell = string | number;
export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] };

type Props = {
  readonly title: string;
  readonly wide?: boolean;
  /** Without a chart only the table is shown. */
  readonly chart?: ReactNode;
  readonly legend?: ReactNode;
  readonly table: Table;
};

/** A chart and, behind it, the same numbers as a table. */
export function Panel({ title, wide = false, chart, legend, table }: Props) {
  const t = useText();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <section className={`panel${wide ? ' wide' : ''}`} aria-labelledby={id}>
      <header className="row">
        <h2 id={id}>{title}</h2>
        {asTable ? null : legend}
        {chart === undefined ? null : (
          <span className="push">
            <IconButton label={`${title}: ${t(asTable ? 'showChart' : 'showTable')}`} onPress={() => setAsTable(!asTable)}>
              {asTable ? <ChartColumn size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
            </IconButton>
          </span>
        )}
      </header>
      {chart === undefined || asTable ? (
        <Numbers table={table} label={title} />
      ) : (
        <div role="img" aria-label={t('chartLabel', { title })} className="chart">
          {chart}
        </div>
      )}
    </section>
  );
}

function Numbers({ table, label }: { readonly table: Table; readonly label: string }) {
  return (
    <div className="panel-table" tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            {table.columns.map((column, place) => (
              <th key={column} scope="col" className={isNumber(table, place) ? 'number' : ''}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, place) => (
                <td key={place} className={isNumber(table, place) ? 'number' : ''}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function isNumber({ rows }: Table, place: number): boolean {
  return typeof rows[0]?.[place] === 'number';
}
