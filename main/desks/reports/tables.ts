import type { RegisterRow, Report, ReportQuery } from '../../domain/records.ts';
import type { SubmissionState } from '../../domain/submission.ts';

export type Language = 'ru' | 'en';
export type Cell = string | number | undefined;
export type ColumnKind = 'text' | 'number' | 'instant';

/** A table as the writers of XLSX, CSV and PDF take it. Instants are ISO 8601 texts in UTC. */
export type Table = {
  readonly title: string;
  readonly columns: readonly { readonly title: string; readonly type: ColumnKind; /** Relative to the others. */ readonly width: number }[];
  readonly rows: readonly (readonly Cell[])[];
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
  quarantined: ['В карантине', 'In quarantine'],
};
const indications: Readonly<Record<string, Words>> = {
  TOTAL_PASSED: ['Подписи верны', 'Signatures valid'],
  TOTAL_FAILED: ['Подпись неверна', 'Signature invalid'],
  INDETERMINATE: ['Не установлено', 'Undetermined'],
};

type RegisterColumn = { readonly title: Words; readonly type: ColumnKind; readonly width: number; readonly value: (row: RegisterRow, language: Language) => Cell };

const registerColumns: readonly RegisterColumn[] = [
  { title: ['Рег. номер', 'Reg. number'], type: 'text', width: 2.2, value: (row) => row.number },
  { title: ['Получено', 'Received'], type: 'instant', width: 1.8, value: (row) => row.receivedAt },
  { title: ['Состояние', 'State'], type: 'text', width: 2, value: (row, language) => say(states[row.state], language) },
  { title: ['Решено', 'Decided'], type: 'instant', width: 1.8, value: (row) => row.decidedAt },
  { title: ['Абонент', 'Subscriber'], type: 'text', width: 4, value: (row) => row.subscriber.name },
  { title: ['ИНН', 'Tax number'], type: 'text', width: 1.4, value: (row) => row.subscriber.taxNumber },
  { title: ['КПП', 'KPP'], type: 'text', width: 1.1, value: (row) => row.subscriber.kpp },
  { title: ['КНД', 'KND'], type: 'text', width: 1, value: (row) => row.formKnd },
  { title: ['Форма или тема', 'Form or subject'], type: 'text', width: 4, value: (row) => row.formName ?? row.subject },
  { title: ['Период', 'Period'], type: 'text', width: 1.8, value: (row) => row.period },
  { title: ['Корр.', 'Corr.'], type: 'number', width: 0.7, value: (row) => row.correction },
  { title: ['Проверка подписей', 'Signatures'], type: 'text', width: 1.8, value: (row, language) => (row.indication ? say(indications[row.indication]!, language) : undefined) },
  { title: ['Подписали', 'Signed by'], type: 'text', width: 3.6, value: (row) => row.signers },
  { title: ['Причины', 'Reasons'], type: 'text', width: 5, value: (row) => row.reasons },
  { title: ['Канал', 'Channel'], type: 'text', width: 1.2, value: (row) => row.channel },
  { title: ['Документов', 'Documents'], type: 'number', width: 1.1, value: (row) => row.documents },
  { title: ['Байт', 'Bytes'], type: 'number', width: 1.2, value: (row) => row.size },
];

export function registerHead(language: Language): Omit<Table, 'rows'> {
  return {
    title: say(['Реестр отправлений', 'Register of submissions'], language),
    columns: registerColumns.map(({ title, type, width }) => ({ title: say(title, language), type, width })),
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
      { title: word(['Раздел', 'Section']), type: 'text', width: 2.4 },
      { title: word(['Показатель', 'Figure']), type: 'text', width: 6 },
      { title: word(['Количество', 'Number']), type: 'number', width: 1.4 },
    ],
    rows: [
      ...section(['По состоянию', 'By state'], report.byState.map(({ state, count }) => [word(states[state]), count])),
      ...section(['По формам', 'By form'], report.byForm.flatMap((form) => decided(`${form.knd} ${form.name}`, form, word))),
      ...section(['По дням', 'By day'], report.byDay.flatMap((day) => decided(day.day, day, word))),
      ...section(['Отказы', 'Refusals'], report.refusals.map(({ code, text, count }) => [`${code} ${text}`, count])),
      ...section(['Сроки', 'Deadlines'], deadlines(report, word)),
      ...section(['Время до решения, с', 'Time to decision, s'], decisionTimes(report, word)),
    ],
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
