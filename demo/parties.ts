/** The people and firms of the demo office. All of them are made up; the program marks them as simulated. */

export type DemoSubscriber = {
  readonly id: string;
  readonly name: string;
  readonly taxNumber: string;
  readonly kpp?: string;
  readonly person: { readonly surname: string; readonly given: string; readonly title: string };
  readonly key: 'rsa-2048' | 'p-256';
  readonly by: 'operator' | 'mail';
};

export const demoAuthority = { code: '7700', name: 'Инспекция ФНС № 0 по г. Москве (демонстрация)', taxNumber: '7700000009', kpp: '770001001' } as const;

export const demoOperator = { id: '1DM', name: 'ООО «Оператор ЭДО» (имитация)' } as const;

export const demoSubscribers: readonly DemoSubscriber[] = [
  { id: '1DM0001', name: 'ООО «Ромашка»', taxNumber: '7701234560', kpp: '770101001', person: { surname: 'Смирнова', given: 'Ольга Петровна', title: 'Генеральный директор' }, key: 'rsa-2048', by: 'operator' },
  { id: '1DM0002', name: 'АО «Северный ветер»', taxNumber: '7702345672', kpp: '770201001', person: { surname: 'Кузнецов', given: 'Андрей Ильич', title: 'Директор' }, key: 'p-256', by: 'operator' },
  { id: '1DM0003', name: 'ПАО «Уральские самоцветы и минералы имени А. Е. Ферсмана»', taxNumber: '7703456784', kpp: '770301001', person: { surname: 'Валиева', given: 'Динара Рустамовна', title: 'Главный бухгалтер' }, key: 'rsa-2048', by: 'operator' },
  { id: '1DM0004', name: 'Иванов Пётр Сергеевич, ИП', taxNumber: '770401234546', person: { surname: 'Иванов', given: 'Пётр Сергеевич', title: 'Индивидуальный предприниматель' }, key: 'p-256', by: 'operator' },
  { id: 'mail0001', name: 'ООО «Почтовые ряды»', taxNumber: '7705678905', kpp: '770501001', person: { surname: 'Орлов', given: 'Михаил Юрьевич', title: 'Директор' }, key: 'rsa-2048', by: 'mail' },
  { id: 'mail0002', name: 'ООО «Ёлки и палки»', taxNumber: '7706789012', kpp: '770601001', person: { surname: 'Ёлкина', given: 'Алёна Фёдоровна', title: 'Директор' }, key: 'p-256', by: 'mail' },
];

export const demoOfficers = [
  { login: 'inspector', name: 'Петров Игорь Иванович', position: 'Главный государственный налоговый инспектор', roles: ['inspector'], password: 'inspector-demo' },
  { login: 'clerk', name: 'Соколова Анна Викторовна', position: 'Архивариус', roles: ['clerk'], password: 'clerk-demo' },
  { login: 'supervisor', name: 'Михайлова Вера Николаевна', position: 'Начальник отдела', roles: ['supervisor', 'administrator'], password: 'supervisor-demo' },
] as const;

/** The password of the demo office's key files. */
export const demoKeyPassword = 'demo';

export const demoMail = { authority: 'priem@inspection.demo', of: (subscriber: DemoSubscriber) => `${subscriber.id}@subscribers.demo` } as const;

/** What the screens say about who is simulated. */
export const demoParties = {
  operator: demoOperator.name,
  subscribers: demoSubscribers.map(({ name }) => name),
  note: {
    ru: 'Абоненты, оператор, почтовый сервер и удостоверяющий центр этого стенда — имитация. Пароли: inspector-demo, clerk-demo, supervisor-demo.',
    en: 'The subscribers, the operator, the mail server and the certification authority of this office are simulated. Passwords: inspector-demo, clerk-demo, supervisor-demo.',
  },
};
