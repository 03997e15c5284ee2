/** Ctrl-] among what is typed: pressed it comes back, pasted it is the shell's. */
import { describe, expect, it } from 'vitest';
import { createTypedReader } from '../../../source/access/return-key.ts';

function readAll(...chunks: readonly string[]): {
  readonly sent: string;
  readonly comesBackAt: number | null;
} {
  const reader = createTypedReader();
  let sent = '';
  for (const [index, chunk] of chunks.entries()) {
    const { before, comesBack } = reader.read(Buffer.from(chunk));
    sent += before.toString('utf8');
    if (comesBack) return { sent, comesBackAt: index };
  }
  return { sent, comesBackAt: null };
}

describe('Ctrl-] that is pressed', () => {
  it.each(['\x1d', '\x1b[27;5;93~', '\x1b[93;5u', '\x1b[93;69:1u'])('comes back as %j', (key) => {
    expect(readAll('ls', key)).toEqual({ sent: 'ls', comesBackAt: 1 });
    expect(readAll(`ls\r${key}`)).toEqual({ sent: 'ls\r', comesBackAt: 0 });
    expect(readAll(`é${key}j`)).toEqual({ sent: 'é', comesBackAt: 0 });
  });

  it('comes back after a paste', () => {
    expect(readAll('\x1b[200~a\x1d\rb\x1b[201~', 'c\x1d').comesBackAt).toBe(1);
  });

  it('comes back out of a paste whose end never comes', () => {
    expect(readAll('\x1b[200~a', '\x1d').comesBackAt).toBe(1);
  });
});

describe('Ctrl-] that is pasted', () => {
  it.each([
    ['in one piece', ['\x1b[200~one\rtwo\x1dthree\r\x1b[201~']],
    ['in pieces', ['\x1b[200~one\r', 'two\x1dthree', '\r\x1b[201~']],
    ['with its marks cut through', ['x\x1b[2', '00~two\x1dthree\r\x1b[20', '1~']],
    ['without marks, between lines', ['one\rtwo\x1dthree\r']],
  ])('is the shell’s: %s', (_name, chunks) => {
    expect(readAll(...chunks)).toEqual({ sent: chunks.join(''), comesBackAt: null });
  });
});
