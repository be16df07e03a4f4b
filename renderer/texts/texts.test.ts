import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const here = import.meta.dirname;
const read = (language: string, file: string) => JSON.parse(readFileSync(path.join(here, language, file), 'utf8')) as Record<string, string>;
const filesOf = (language: string) => readdirSync(path.join(here, language)).sort();
const base = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const bases = (texts: Record<string, string>) => [...new Set(Object.keys(texts).map(base))].sort();
const values = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]))].sort();

describe('texts', () => {
  it('have the same files in both languages', () => {
    expect(filesOf('en')).toEqual(filesOf('ru'));
  });

  it.each(filesOf('ru'))('%s says the same keys in both languages', (file) => {
    expect(bases(read('en', file))).toEqual(bases(read('ru', file)));
  });

  it.each(filesOf('ru'))('%s has every plural form that its language has', (file) => {
    for (const [language, forms] of [['ru', ['one', 'few', 'many', 'other']], ['en', ['one', 'other']]] as const) {
      const texts = read(language, file);
      const counted = new Set(Object.keys(texts).filter((key) => key !== base(key)).map(base));
      for (const key of counted) expect(forms.filter((form) => texts[`${key}_${form}`] === undefined), `${language}: ${key}`).toEqual([]);
    }
  });

  it.each(filesOf('ru'))('%s names the same values in both languages', (file) => {
    const [ru, en] = [read('ru', file), read('en', file)];
    for (const key of Object.keys(en).filter((one) => ru[one] !== undefined)) expect(values(en[key]!), key).toEqual(values(ru[key]!));
  });

  it.each(filesOf('ru').flatMap((file) => [['ru', file], ['en', file]] as const))('%s/%s has no empty text and no HTML', (language, file) => {
    for (const [key, text] of Object.entries(read(language, file))) {
      expect(text.trim(), key).not.toBe('');
      expect(text, key).not.toMatch(/<\/?[a-z]+>/i);
    }
  });
});
