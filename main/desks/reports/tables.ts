import type { RegisterRow, Report, ReportQuery } from '../../domain/records.ts';
import type { SubmissionState } from '../../domain/submission.ts';

export type Language = 'ru' | 'en';
export type Cell = string | number | undefined;
export type ColumnKind = 'text' | 'number' | 'instant';

/** A table as the writers of XLSX, CSV and PDF take it. Instants are ISO 8601 texts in UTC. */
export type Table = {
  readonly title: string;
  readonly columns: readonly { readonly title: string; readonly kind: ColumnKind; /** characters */ readonly width: number }[];
  readonly rows: readonly (readonly Cell[])[];
  readonly language: Language;
  readonly offsetMinutes: number;
};

type Words = readonly [ru: string, en: string];
const say = ([ru, en]: Words, language: Language) => (language === 'ru' ? ru : en);

const states: Readonly<Record<SubmissionState, Words>> = {
  registered: ['Зарегистрировано', 'Registered'],
  deciding: ['Ждёт решения', 'Awaits decision'],
  accepted: ['Принято', 'Accepted'],
  refused: ['Отказано', 'Refused'],
  entered: ['Введено', 'Entered'],
  clarification: ['Требует уточнения', 'Needs clarification'],
  quarantined: ['Отложено', 'Set aside'],
};
const indications: Readonly<Record<string, Words>> = {
  TOTAL_PASSED: ['Подписи верны', 'Signatures valid'],
  TOTAL_FAILED: ['Подпись неверна', 'Signature invalid'],
  INDETERMINATE: ['Не установлено', 'Undetermined'],
};

type RegisterColumn = { readonly title: Words; readonly kind: ColumnKind; readonly width: number; readonly value: (row: RegisterRow, language: Language) => Cell };

const registerColumns: readonly RegisterColumn[] = [
  { title: ['Рег. номер', 'Reg. number'], kind: 'text', width: 22, value: (row) => row.number },
  { title: ['Получено', 'Received'], kind: 'instant', width: 18, value: (row) => row.receivedAt },
  { title: ['Состояние', 'State'], kind: 'text', width: 20, value: (row, language) => say(states[row.state], language) },
  { title: ['Решено', 'Decided'], kind: 'instant', width: 18, value: (row) => row.decidedAt },
  { title: ['Абонент', 'Subscriber'], kind: 'text', width: 40, value: (row) => row.subscriber.name },
  { title: ['ИНН', 'Tax number'], kind: 'text', width: 14, value: (row) => row.subscriber.taxNumber },
  { title: ['КПП', 'KPP'], kind: 'text', width: 11, value: (row) => row.subscriber.kpp },
  { title: ['КНД', 'KND'], kind: 'text', width: 10, value: (row) => row.formKnd },
  { title: ['Форма или тема', 'Form or subject'], kind: 'text', width: 40, value: (row) => row.formName ?? row.subject },
  { title: ['Период', 'Period'], kind: 'text', width: 18, value: (row) => row.period },
  { title: ['Корр.', 'Corr.'], kind: 'number', width: 7, value: (row) => row.correction },
  { title: ['Проверка подписей', 'Signatures'], kind: 'text', width: 18, value: (row, language) => (row.indication ? say(indications[row.indication]!, language) : undefined) },
  { title: ['Подписали', 'Signed by'], kind: 'text', width: 36, value: (row) => row.signers },
  { title: ['Причины', 'Reasons'], kind: 'text', width: 50, value: (row) => row.reasons },
  { title: ['Канал', 'Channel'], kind: 'text', width: 12, value: (row) => row.channel },
  { title: ['Документов', 'Documents'], kind: 'number', width: 11, value: (row) => row.documents },
  { title: ['Байт', 'Bytes'], kind: 'number', width: 12, value: (row) => row.size },
];

export function registerHead(language: Language, offsetMinutes: number): Omit<Table, 'rows'> {
  return {
    title: say(['Реестр отправлений', 'Register of submissions'], language),
    columns: registerColumns.map(({ title, kind, width }) => ({ title: say(title, language), kind, width })),
    language,
    offsetMinutes,
  };
}

export function registerCells(row: RegisterRow, language: Language): readonly Cell[] {
  return registerColumns.map((column) => column.value(row, language));
}

/** The report as one table of three columns, so that every format can carry it: section, what, how many. */
export function summaryTable(report: Report, query: ReportQuery, language: Language): Table {
  const word = (words: Words) => say(words, language);
  const section = (title: Words, rows: readonly (readonly [string, number])[]) => rows.map(([what, count]) => [word(title), what, count] as const);
  return {
    title: `${word(['Сводка', 'Summary'])} ${query.from} — ${query.to}`,
    columns: [
      { title: word(['Раздел', 'Section']), kind: 'text', width: 24 },
      { title: word(['Показатель', 'Figure']), kind: 'text', width: 60 },
      { title: word(['Количество', 'Number']), kind: 'number', width: 14 },
    ],
    rows: [
      ...section(['По состоянию', 'By state'], report.byState.map(({ state, count }) => [word(states[state]), count])),
      ...section(['По формам', 'By form'], report.byForm.flatMap((form) => decided(`${form.knd} ${form.name}`, form, word))),
      ...section(['По дням', 'By day'], report.byDay.flatMap((day) => decided(day.day, day, word))),
      ...section(['Отказы', 'Refusals'], report.refusals.map(({ code, text, count }) => [`${code} ${text}`, count])),
      ...section(['Сроки', 'Deadlines'], deadlines(report, word)),
      ...section(['Время до решения, с', 'Time to decision, s'], decisionTimes(report, word)),
    ],
    language,
    offsetMinutes: query.offsetMinutes,
  };
}

type Say = (words: Words) => string;

function decided(label: string, counts: { accepted: number; refused: number; other: number }, word: Say): readonly (readonly [string, number])[] {
  return [
    [`${label}: ${word(['принято', 'accepted'])}`, counts.accepted],
    [`${label}: ${word(['отказано', 'refused'])}`, counts.refused],
    [`${label}: ${word(['прочее', 'other'])}`, counts.other],
  ];
}

function deadlines({ deadlines: { overdue, dueToday, dueLater, kept, broken } }: Report, word: Say): readonly (readonly [string, number])[] {
  return [
    [word(['Просрочено', 'Overdue']), overdue],
    [word(['Истекает сегодня', 'Due today']), dueToday],
    [word(['Истекает позже', 'Due later']), dueLater],
    [word(['Соблюдено', 'Kept']), kept],
    [word(['Нарушено', 'Broken']), broken],
  ];
}

function decisionTimes({ decisionTime: { median, p95, max, count } }: Report, word: Say): readonly (readonly [string, number])[] {
  return [
    [word(['Медиана', 'Median']), median],
    [word(['95-й процентиль', '95th percentile']), p95],
    [word(['Наибольшее', 'Longest']), max],
    [word(['Решений', 'Decisions']), count],
  ];
}
