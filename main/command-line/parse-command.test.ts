import { describe, expect, it } from 'vitest';
import { parseCommand } from './parse-command.ts';

describe('the command line', () => {
  it('reads a command with its station and the wish for JSON', () => {
    expect(parseCommand(['fixity', '--station', 'here', '--json'])).toEqual({ name: 'fixity', station: 'here', json: true, limit: 50 });
  });
  it('takes several words as one search', () => {
    expect(parseCommand(['search', 'налог', 'на', 'прибыль', '--station', 'x'])).toMatchObject({ operand: 'налог на прибыль' });
  });
  it('gives help when asked', () => {
    expect(parseCommand(['--help'])).toBe('help');
  });
  it.each([
    [[], 'Say what to do'],
    [['dance'], 'no command "dance"'],
    [['verify'], 'needs an argument'],
    [['seal'], 'needs --station'],
    [['show', 'a', 'b', '--station', 'x'], 'one argument'],
    [['search', 'a', '--station', 'x', '--limit', '0'], '--limit'],
    [['verify', 'a', '--at', 'yesterday'], '--at takes an instant'],
    [['seal', '--station', 'x', '--quick'], 'quick'],
  ])('refuses %j and says why', (argv, message) => {
    expect(() => parseCommand(argv as string[])).toThrow(message as string);
  });
});
