import { expect, test } from 'vitest';
import { letterFlowOf } from './letter-flow.ts';
import { builtInPacks } from './load-packs.ts';

test('a letter is called what the pack in force calls it', () => {
  expect(letterFlowOf(builtInPacks())).toEqual({
    code: '03',
    name: 'ПисьмоНО',
    transaction: { code: '01', name: 'ПисьмоНО' },
    letter: { code: '01', name: 'письмо' },
    description: { code: '02', name: 'описание' },
    attachment: { code: '03', name: 'приложение' },
  });
});

test('a pack without the flow of letters is said to be wrong, by its file', () => {
  const { docflows } = builtInPacks();
  const without = { docflows: { ...docflows, flows: docflows.flows.filter(({ code }) => code !== '03') } };
  expect(() => letterFlowOf(without)).toThrow(expect.objectContaining({ code: 'settings-invalid', details: { file: 'docflows.json', path: 'flows' } }));
});
