/** What is left of a table on a narrow terminal. */
import { expect, test } from 'vitest';
import type { CommandContext } from '../../../source/commands/command.ts';
import { printTable } from '../../../source/commands/table.ts';

const rows = [{ id: 'abcdefghij', name: 'h100-train-0', region: 'EU-RO-1', ssh: 'root@203.0.113.7:22022' }];

async function printed(columns: number, interactive: boolean): Promise<string> {
  let text = '';
  const context: CommandContext = {
    arguments: [],
    flags: {},
    environment: {},
    homeFolder: '/',
    print: (more) => {
      text += more;
    },
    say: () => {},
    interactive,
    columns,
    nowMs: () => 0,
    signal: new AbortController().signal,
  };
  await printTable(context, rows, ['region', 'id', 'ssh']);
  return text;
}

const heads = (text: string): string[] => text.split('\n')[0]?.split(/ +/) ?? [];

test.each([
  [57, ['ID', 'NAME', 'REGION', 'SSH']],
  [50, ['ID', 'NAME', 'SSH']],
  [40, ['NAME', 'SSH']],
  [13, ['NAME']],
])('on %i columns', async (columns, names) => {
  const text = await printed(columns, true);
  expect(heads(text)).toEqual(names);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
});

test('a pipe has every column', async () => {
  expect(heads(await printed(20, false))).toEqual(['ID', 'NAME', 'REGION', 'SSH']);
});
