import { describe, expect, test } from 'vitest';
import { terminalCapabilities } from '../../../source/terminal/capabilities.ts';

describe('colours', () => {
  test.each<[Record<string, string>, string]>([
    [{ TERM: 'xterm-256color' }, '256'],
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 'truecolor'],
    [{ TERM: 'xterm-kitty' }, 'truecolor'],
    [{ TERM: 'screen' }, '16'],
    [{ TERM: 'dumb', COLORTERM: 'truecolor' }, 'none'],
    [{ TERM: 'vt100' }, 'none'],
    [{}, 'none'],
    [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 'none'],
    [{ TERM: 'xterm-256color', NO_COLOR: '' }, '256'],
    [{ TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '3' }, 'none'],
    [{ TERM: 'xterm', FORCE_COLOR: '3' }, 'truecolor'],
    [{ TERM: 'xterm', FORCE_COLOR: '0' }, 'none'],
    [{ TERM: 'dumb', FORCE_COLOR: '' }, '16'],
  ])('of %j are %s', (environment, colours) => {
    expect(terminalCapabilities({ environment, isTerminal: true }).colours).toBe(colours);
  });

  test('are none in a file or a pipe unless forced', () => {
    const environment = { TERM: 'xterm-256color' };
    expect(terminalCapabilities({ environment, isTerminal: false }).colours).toBe('none');
    expect(
      terminalCapabilities({ environment: { ...environment, FORCE_COLOR: '1' }, isTerminal: false }).colours,
    ).toBe('16');
  });

  test('are none when the operator says so', () => {
    const environment = { TERM: 'xterm-256color', FORCE_COLOR: '3' };
    expect(terminalCapabilities({ environment, isTerminal: true, noColour: true }).colours).toBe('none');
  });
});

describe('glyphs', () => {
  test.each<[Record<string, string>, string]>([
    [{ TERM: 'xterm', LANG: 'en_US.UTF-8' }, 'unicode'],
    [{ TERM: 'xterm', LANG: 'C' }, 'ascii'],
    [{ TERM: 'xterm', LANG: 'C', LC_ALL: 'C.utf8' }, 'unicode'],
    [{ TERM: 'xterm', LANG: 'en_US.UTF-8', LC_ALL: 'POSIX' }, 'ascii'],
    [{ TERM: 'xterm', LANG: 'de_DE.UTF-8', LC_ALL: '' }, 'unicode'],
    [{ TERM: 'xterm' }, 'unicode'],
    [{ TERM: 'linux', LANG: 'en_US.UTF-8' }, 'ascii'],
  ])('of %j are %s', (environment, glyphs) => {
    expect(terminalCapabilities({ environment, isTerminal: true }).glyphs).toBe(glyphs);
  });

  test('are ASCII when the operator says so', () => {
    const environment = { TERM: 'xterm', LANG: 'en_US.UTF-8' };
    expect(terminalCapabilities({ environment, isTerminal: true, ascii: true }).glyphs).toBe('ascii');
  });
});
