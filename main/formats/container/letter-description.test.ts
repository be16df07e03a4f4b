import { expect, it } from 'vitest';
import { readLetterDescription, writeLetterDescription } from './letter-description.ts';

it('The description of a letter says what it answers, and is read back', () => {
  const description = { subject: 'Ответ на обращение & «вопрос»', answerTo: '0123456789abcdef0123456789abcdef', category: 'Разъяснения' };
  expect(readLetterDescription(writeLetterDescription(description).bytes)).toEqual(description);
  expect(readLetterDescription(writeLetterDescription({ subject: 'т'.repeat(300) }).bytes)).toEqual({ subject: `${'т'.repeat(254)}…` });
});

it('A description that holds its fields in elements is read too, and a broken one yields nothing', () => {
  const text = '<?xml version="1.0" encoding="UTF-8"?><письмо><тема>Вопрос</тема><ответНа>abc</ответНа></письмо>';
  expect(readLetterDescription(new TextEncoder().encode(text))).toEqual({ subject: 'Вопрос', answerTo: 'abc' });
  expect(readLetterDescription(new TextEncoder().encode('<!DOCTYPE a><a тема="x"/>'))).toEqual({});
});
