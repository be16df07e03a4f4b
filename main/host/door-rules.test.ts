import { describe, expect, test } from 'vitest';
import { ReceptionError } from '../domain/errors.ts';
import { answering, letIn } from './door-rules.ts';

describe('the door between page and station', () => {
  test('lets in the page of the program', () => {
    expect(() => letIn({ url: 'app://reception/index.html', parent: null })).not.toThrow();
  });

  test.each([
    ['a frame that is gone', null],
    ['a frame within the page', { url: 'app://reception/index.html', parent: {} }],
    ['another host', { url: 'app://reception.example/index.html', parent: null }],
    ['a page of the web', { url: 'https://reception/index.html', parent: null }],
    ['a file', { url: 'file:///app://reception/', parent: null }],
    ['an empty page', { url: 'about:blank', parent: null }],
  ])('keeps out %s', (_who, frame) => {
    expect(() => letIn(frame)).toThrow(expect.objectContaining({ code: 'not-permitted' }));
  });

  test('answers with the value, or with the code, words and details of the error', async () => {
    expect(await answering(async () => 5)).toEqual({ ok: true, value: 5 });
    const refused = await answering(async () => {
      throw new ReceptionError('archive-full', 'No space', { details: { free: 0 } });
    });
    expect(refused).toEqual({ ok: false, error: { code: 'archive-full', message: 'No space', details: { free: 0 } } });
  });
});
