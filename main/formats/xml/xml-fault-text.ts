import type { XmlFault } from './read-xml.ts';

/** The fault in words for an inspector and a subscriber. */
export function xmlFaultText(fault: XmlFault): string {
  switch (fault.fault) {
    case 'empty':
      return 'файл пуст';
    case 'too-large':
      return { bytes: 'файл слишком велик', depth: 'слишком глубокая вложенность элементов', elements: 'слишком много элементов' }[fault.limit];
    case 'doctype':
      return 'в файле есть объявление DOCTYPE, в файлах обмена оно не допускается';
    case 'encoding':
      return `кодировка ${fault.declared === '' ? 'не определена' : `«${fault.declared}» не допускается или не соответствует содержимому`}; нужна windows-1251`;
    case 'malformed':
      return `нарушен синтаксис XML, строка ${fault.line} (${fault.message})`;
  }
}
