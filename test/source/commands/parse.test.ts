/** What the words of a command line mean. Nothing is run. */
import { expect, test } from 'vitest';
import { commandHelp, overviewHelp } from '../../../source/commands/help.ts';
import { commands } from '../../../source/commands/index.ts';
import { parseCommandLine } from '../../../source/commands/parse.ts';

test.each([
  ['', ''],
  ['--ssh root@h:22 --ssh other', ''],
  ['demo --pods 3', 'demo'],
  ['pods list', 'pods list'],
  ['pods', 'pods list'],
  ['list-pods --json', 'pods list'],
  ['get-pod h100', 'pods get'],
  ['start-pod h100 --gpu-count 0', 'pods start'],
  ['stop-pod h100 -y', 'pods stop'],
  ['monitor-pod h100 --jsonl', 'pods monitor'],
  ['account-info', 'account'],
  ['health h100 --json', 'health'],
])('"%s" is the command "%s"', async (line, words) => {
  const parsed = await parseCommandLine(line.split(' ').filter((word) => word !== ''));
  expect(parsed).toMatchObject({ kind: 'run', command: { words } });
});

test('flags arrive with their types', async () => {
  const parsed = await parseCommandLine([
    '--ssh',
    'a',
    '--ssh',
    'b',
    '--interval-ms',
    '500',
    '--ascii',
    '--no-color',
    '-i',
    'key',
  ]);
  expect(parsed).toMatchObject({
    kind: 'run',
    flags: { ssh: ['a', 'b'], intervalMs: 500, ascii: true, color: false, identity: 'key' },
  });
});

test.each([
  ['pods lst', 'Commands of pods: pods list'],
  ['acount', 'Did you mean "account"?'],
  ['pods list --jsn', 'Did you mean --json?'],
  ['pods get', 'Usage: pod-engine pods get NAME'],
  ['pods get a b', '"b" is too much'],
  ['demo --pods many', '--pods N wants a number'],
  ['health x --interval-ms 3', 'has no flag --interval-ms'],
])('"%s" is wrong, and says why', async (line, message) => {
  const parsed = await parseCommandLine(line.split(' '));
  expect(parsed.kind).toBe('wrong');
  if (parsed.kind === 'wrong') expect(parsed.message).toContain(message);
});

test('every command has help that shows its flags, and the overview shows every command', () => {
  for (const command of commands) {
    expect(overviewHelp(commands)).toContain(command.summary);
    expect(commandHelp(command)).toContain('Usage: pod-engine');
  }
});
