export type Language = 'ru' | 'en';

/** The words of the host itself; the page has its own catalogues. */
export const texts = {
  ru: {
    name: 'Приём',
    cannotStart: 'Приём не может начать работу',
    file: 'Файл',
    closeWindow: 'Закрыть окно',
    quit: 'Выйти',
    edit: 'Правка',
    undo: 'Отменить',
    redo: 'Вернуть',
    cut: 'Вырезать',
    copy: 'Копировать',
    paste: 'Вставить',
    selectAll: 'Выделить всё',
    view: 'Вид',
    zoomIn: 'Крупнее',
    zoomOut: 'Мельче',
    actualSize: 'Обычный размер',
    fullScreen: 'На весь экран',
    show: 'Показать окно',
  },
  en: {
    name: 'Reception',
    cannotStart: 'Reception cannot start',
    file: 'File',
    closeWindow: 'Close window',
    quit: 'Quit',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: 'View',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    actualSize: 'Actual size',
    fullScreen: 'Full screen',
    show: 'Show window',
  },
} as const;

/** The first of the person's languages that the program speaks; Russian if none. */
export function languageOf(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in texts);
  return (known as Language | undefined) ?? 'ru';
}
