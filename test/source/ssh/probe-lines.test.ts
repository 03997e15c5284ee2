import { describe, expect, test } from 'vitest';
import { createProbeLines, type ProbeEvent } from '../../../source/ssh/probe-lines.ts';

const boot = 'c3dcf757-d1bd-4d4c-b51d-5aca5502d753';

function read(text: string): ProbeEvent[] {
  const events: ProbeEvent[] = [];
  const lines = createProbeLines('N', (event) => events.push(event));
  for (const line of text.split('\n')) lines.line(line);
  return events;
}

const separator = `@N about separator ${boot}\n`;

describe('the probe’s output', () => {
  test('is a greeting, facts, and samples', () => {
    expect(
      read('\n@N hello 1700000000 12.34\n\n@N about os Debian 12\n\n@N tick 12.40\n\n@N done 12.41 R 1 2\n'),
    ).toEqual([
      { kind: 'hello', wallSeconds: 1_700_000_000, uptimeMs: 12_340 },
      { kind: 'about', name: 'os', value: 'Debian 12' },
      { kind: 'tick', uptimeMs: 12_400 },
      { kind: 'done', uptimeMs: 12_410, stat: 'R 1 2' },
    ]);
  });

  test('has files whole, with or without a newline at their end, and empty ones', () => {
    const text = `${separator}\n@N files 3 5 8\nfirst\nfile\n${boot}\nno newline${boot}\n${boot}\n\n@N end\n`;
    expect(read(text).filter(({ kind }) => kind === 'text')).toEqual([
      { kind: 'text', number: 3, text: 'first\nfile\n' },
      { kind: 'text', number: 5, text: 'no newline' },
      { kind: 'text', number: 8, text: '' },
    ]);
  });

  test('has commands with their exit code', () => {
    expect(read('\n@N value 7 9\nNo devices\nwere found\n@N end\n')).toEqual([
      { kind: 'value', number: 7, exitCode: 9, text: 'No devices\nwere found' },
    ]);
  });

  test('has a slow command’s answer between two files', () => {
    const value = '\n@N value 7 0\nanswer\n@N end\n';
    const text = `${separator}\n@N files 3 5\na\n${value}${boot}\n${value}b\n${boot}\n\n@N end\n`;
    expect(read(text).filter(({ kind }) => kind !== 'about')).toEqual([
      { kind: 'value', number: 7, exitCode: 0, text: 'answer' },
      { kind: 'value', number: 7, exitCode: 0, text: 'answer' },
      { kind: 'text', number: 3, text: 'a\n' },
      { kind: 'text', number: 5, text: 'b\n' },
    ]);
  });

  test('tells what is not there', () => {
    expect(read('@N none 4 absent\n@N none 5 denied')).toEqual([
      { kind: 'none', number: 4, reason: 'absent' },
      { kind: 'none', number: 5, reason: 'denied' },
    ]);
  });
});

describe('what is broken is told as such, and the rest is read', () => {
  test.each([
    ['a line out of place', 'stray\n@N tick 1.00'],
    ['a block that another mark cuts short', '@N value 7 0\ncut\n@N tick 1.00'],
    ['fewer files than announced', `${separator}@N files 1 2\nonly one\n${boot}\n\n@N end\n@N tick 1.00`],
    ['more files than announced', `${separator}@N files 1\na\n${boot}\nb\n${boot}\n\n@N end\n@N tick 1.00`],
    ['a mark that does not exist', '@N weather fine\n@N tick 1.00'],
    ['a number that is none', '@N none x absent\n@N tick 1.00'],
    ['an end of nothing', '@N end\n@N tick 1.00'],
  ])('%s', (_name, text) => {
    const events = read(text).filter(({ kind }) => kind !== 'about');
    expect(events.map(({ kind }) => kind)).toEqual(['garbled', 'tick']);
  });

  test('a block without an end does not fill the memory', () => {
    const events: ProbeEvent[] = [];
    const lines = createProbeLines('N', (event) => events.push(event));
    lines.line('@N value 7 0');
    for (let at = 0; at < 30; at++) lines.line('x'.repeat(100_000));
    expect(events[0]).toEqual({ kind: 'garbled' });
  });

  test('a lost line spoils the block it stood in', () => {
    const events: ProbeEvent[] = [];
    const lines = createProbeLines('N', (event) => events.push(event));
    lines.line('@N value 7 0');
    lines.lost();
    lines.line('@N end');
    expect(events.map(({ kind }) => kind)).toEqual(['garbled', 'garbled']);
  });

  test('marks of another nonce are content', () => {
    expect(read('@N value 7 0\n@M end\n@N end')).toEqual([
      { kind: 'value', number: 7, exitCode: 0, text: '@M end' },
    ]);
  });
});
