/** What the words of a command line mean. Nothing is run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commandHelp, overviewHelp } from '../../../source/commands/help.ts';
import { commands } from '../../../source/commands/index.ts';
import { parseCommandLine } from '../../../source/commands/parse.ts';
import { beginning, cliMarkdown, end } from './cli-markdown.ts';

test.each([
  ['', ''],
  ['--ssh root@h:22 --ssh other', ''],
  ['demo --pods 3', 'demo'],
  ['--ssh root@h --config=x pods list --json', 'pods list'],
  ['--read-only pods stop name', 'pods stop'],
  ['pods list', 'pods list'],
  ['pods', 'pods list'],
  ['list-pods --json', 'pods list'],
  ['get-pod h100', 'pods get'],
  ['start-pod h100 --gpu-count 0', 'pods start'],
  ['stop-pod h100 -y', 'pods stop'],
  ['monitor-pod h100 --jsonl', 'pods monitor'],
  ['account-info', 'account'],
  ['health h100 --json', 'health'],
  ['alerts', 'alerts list'],
  ['--json alerts list', 'alerts list'],
  ['alerts ack h100 gpu-lost', 'alerts ack'],
  ['alerts snooze account --for 2h', 'alerts snooze'],
  ['alerts loud h100', 'alerts loud'],
  ['-f logs h100', 'logs'],
  ['--json -f pods logs h100', 'logs'],
  ['-f project.yaml deploy', 'deploy'],
  ['-f logs deploy', 'deploy'],
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
  ['pods lst', 'Did you mean "pods list"?'],
  ['pods craete x', 'Did you mean "pods create"?'],
  ['pods frobnicate', 'Commands of pods: pods list'],
  ['acount', 'Did you mean "account"?'],
  ['pods list --jsn', 'Did you mean --json?'],
  ['pods get', 'Usage: pod-engine pods get NAME'],
  ['pods get a b', '"b" is too much'],
  ['demo --pods many', '--pods many does not fit: give a whole number from 1 to 500.'],
  ['pods create x --disk=20G', '--disk 20G does not fit: give a whole number'],
  ['logs x --grep a -C all', '--context all does not fit'],
  ['demo --pods 501', '--pods 501 does not fit: give a whole number from 1 to 500.'],
  ['demo --seed -1', '--seed -1 does not fit'],
  ['simulate --port 65536', 'give a whole number from 0 to 65535'],
  ['pods monitor --samples 0', '--samples 0 does not fit: give a whole number, 1 or more.'],
  ['pods monitor --samples 1.5', '--samples 1.5 does not fit'],
  ['health x --timeout-ms 99', '--timeout-ms 99 does not fit'],
  ['pods start x --bid 0', '--bid 0 does not fit: give a number above 0.'],
  ['pods start x --gpu-count -1', '--gpu-count -1 does not fit'],
  ['--interval-ms 5', '--interval-ms 5 does not fit'],
  ['--ssh', '--ssh wants a value: --ssh [user@]host[:port].'],
  ['--ssh --ascii', '--ssh wants a value'],
  ['pods list --config=', '--config wants a value'],
  ['health x -i', '-i wants a value: -i, --identity FILE.'],
  ['pods list --no-ssh x', 'has no flag --no-ssh'],
  ['--jso', 'pod-engine has no flag --jso.'],
  ['pods create x --image a --image b', '--image is given twice'],
  ['logs x --tail 3 -f --tail=4', '--tail is given twice'],
  ['pods create x --ttl -3h', '--ttl wants a value: --ttl TIME.'],
  ['alerts h100', 'Commands of alerts: alerts list'],
  ['alerts ack', 'Usage: pod-engine alerts ack POD [RULE]'],
  ['alerts ack a b c', '"c" is too much'],
  ['alerts ack a --for 1h', 'has no flag --for'],
  ['account extra', '"extra" is too much. Usage: pod-engine account'],
  ['health x --interval-ms 3', 'has no flag --interval-ms'],
])('"%s" is wrong, and says why', async (line, message) => {
  const parsed = await parseCommandLine(line.split(' '));
  expect(parsed.kind).toBe('wrong');
  if (parsed.kind === 'wrong') expect(parsed.message).toContain(message);
});

test('no message has a hole in it', async () => {
  for (const line of ['--jso', 'account extra', '--ssh', 'pods lst', 'simulate --ssh x']) {
    const parsed = await parseCommandLine(line.split(' '));
    expect(parsed.kind === 'wrong' && parsed.message).not.toMatch(/ {2}|undefined/);
  }
});

test('the overview shows the flags of the console, and a refusal as it is typed', () => {
  const help = overviewHelp(commands);
  expect(help).toMatch(/--ssh \[user@\]host\[:port\] +watch this host too/);
  expect(help).toMatch(/--no-color +draw without colours/);
});

test('what a flag means with one command stands in its help, and a group lists its others', () => {
  const helpOf = (words: string): string => {
    const command = commands.find((each) => each.words === words);
    return command === undefined ? '' : commandHelp(command, commands);
  };
  expect(helpOf('pods create')).toMatch(/--gpu-count N +cards of the pod/);
  expect(helpOf('pods start')).toMatch(/--gpu-count N +cards to start with; 0/);
  expect(helpOf('pods create')).not.toContain("the project's");
  expect(helpOf('deploy')).toMatch(/--gpu TYPE +a GPU type in place of the project's/);
  expect(helpOf('pods list')).toContain('pod-engine pods terminate NAME');
  expect(helpOf('pods stop')).not.toContain('pods terminate');
});

test('docs/cli.md says what the tables say (UPDATE_DOCS=1 writes it)', () => {
  const path = fileURLToPath(new URL('../../../docs/cli.md', import.meta.url));
  const page = readFileSync(path, 'utf8');
  const [before = '', rest = ''] = page.split(beginning);
  const made = `${before}${cliMarkdown()}${rest.split(end)[1] ?? ''}`;
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, made);
  else expect(page).toBe(made);
});

test('every command has help that shows its flags, and the overview shows every command', () => {
  for (const command of commands) {
    expect(overviewHelp(commands)).toContain(command.summary);
    expect(commandHelp(command, commands)).toContain('Usage: pod-engine');
  }
});
