/** A table for people: the register, a report, a list. The same value goes to PDF, XLSX and CSV. */
export type Table = {
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
};

/** day: YYYY-MM-DD. instant: ISO 8601 in UTC, shown in the zone of the writer's `offsetMinutes`. */
export type TableColumn = {
  readonly title: string;
  readonly type: 'text' | 'number' | 'day' | 'instant';
  /** Relative width, 1 by default. */
  readonly width?: number;
};

export type TableCell = string | number | null | undefined;

/** A cell as people write it: ДД.ММ.ГГГГ, ДД.ММ.ГГГГ ЧЧ:ММ. What does not parse stays as it is. */
export function cellText(cell: TableCell, type: TableColumn['type'], offsetMinutes: number): string {
  if (cell === null || cell === undefined) return '';
  const moment = type === 'day' || type === 'instant' ? momentOf(cell, type, offsetMinutes) : undefined;
  if (moment === undefined) return String(cell);
  const iso = moment.toISOString();
  const day = iso.slice(0, 10).split('-').reverse().join('.');
  return type === 'day' ? day : `${day} ${iso.slice(11, 16)}`;
}

/** The moment whose UTC parts are the local ones of the zone. */
export function momentOf(cell: string | number, type: 'day' | 'instant', offsetMinutes: number): Date | undefined {
  const time = typeof cell === 'number' ? cell : Date.parse(type === 'day' && /^\d{4}-\d{2}-\d{2}$/.test(cell) ? `${cell}T00:00:00Z` : cell);
  const shifted = type === 'day' ? time : time + offsetMinutes * 60_000;
  return Number.isNaN(shifted) || Math.abs(shifted) > 8.64e15 ? undefined : new Date(shifted);
}
