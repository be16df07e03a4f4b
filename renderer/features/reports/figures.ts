import type { Day, Report } from '../../../preload/contract.ts';

export type Figures = { readonly all: number; readonly accepted: number; readonly refused: number; readonly other: number };

const acceptedStates: readonly string[] = ['accepted', 'entered', 'clarification'];

/** The headline: a submission that was entered or is being clarified was accepted first. */
export function figuresOf({ byState }: Pick<Report, 'byState'>): Figures {
  const sum = (fits: (state: string) => boolean) => byState.filter(({ state }) => fits(state)).reduce((total, { count }) => total + count, 0);
  const accepted = sum((state) => acceptedStates.includes(state));
  const refused = sum((state) => state === 'refused');
  const all = sum(() => true);
  return { all, accepted, refused, other: all - accepted - refused };
}

type DayRow = Report['byDay'][number];

/** Days on which nothing came are days too; a chart without them would lie about the pace. */
export function withEmptyDays(rows: readonly DayRow[]): readonly DayRow[] {
  const first = rows.at(0)?.day;
  const last = rows.at(-1)?.day;
  if (first === undefined || last === undefined) return rows;
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const days: DayRow[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last) && days.length < 1000; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10) as Day;
    days.push(byDay.get(day) ?? { day, accepted: 0, refused: 0, other: 0 });
  }
  return days;
}
