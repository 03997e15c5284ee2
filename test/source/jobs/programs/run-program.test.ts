/** Programs run to their end, whatever they do: small real ones of sh and Node. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type ProgramOptions, runProgram } from '../../../../source/jobs/programs/run-program.ts';
import { listProcesses } from '../../../neighbours/processes.ts';
import { buildProgram } from '../programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-program-'));
afterAll(() => rmSync(folder, { recursive: true }));

const never = new AbortController().signal;

function run(program: string, words: readonly string[], more: Partial<ProgramOptions> = {}) {
  return runProgram({ program, words, timeoutMs: 60_000, signal: never, ...more });
}
function sh(line: string, more: Partial<ProgramOptions> = {}) {
  return run('sh', ['-c', line], more);
}
function node(script: string, more: Partial<ProgramOptions> = {}) {
  return run(process.execPath, ['-e', script], more);
}
function timers(): number {
  return process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
}
function isThere(pid: number): boolean {
  return listProcesses().some((each) => each.pid === pid && each.command !== '');
}

test('its lines come as they are said, each with its stream, and its exit code is told', async () => {
  const lines: string[] = [];
  const end = await sh('echo one; echo two >&2; printf three; exit 3', {
    onLine: (line, stream) => lines.push(`${stream} ${line}`),
  });
  expect(end).toEqual({ kind: 'ended', exitCode: 3, stdout: 'one\nthree', stderr: 'two\n' });
  expect(lines.sort()).toEqual(['err two', 'out one', 'out three']);
});

test('a program that is over keeps nobody waiting', async () => {
  const before = timers();
  for (let run = 0; run < 10; run += 1) await sh('echo done');
  // Others in this process have a few of their own.
  expect(timers() - before).toBeLessThan(10);
});

test('one that somebody kills is told by the signal', async () => {
  expect(await sh('echo before; kill -KILL $$')).toMatchObject({
    kind: 'killed',
    signal: 'SIGKILL',
    stdout: 'before\n',
  });
});

test('a late program gets TERM, and what it had said is kept', async () => {
  const end = await sh('echo begun; exec sleep 60', { timeoutMs: 3000 });
  expect(end).toEqual({ kind: 'timeout', stdout: 'begun\n', stderr: '' });
});

test('a child and a grandchild that ignore TERM are killed', async () => {
  const lines: string[] = [];
  const abort = new AbortController();
  const ended = sh("trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & echo $!; echo $$; wait", {
    signal: abort.signal,
    killAfterMs: 300,
    onLine: (line) => lines.push(line),
  });
  while (lines.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  abort.abort();
  expect(await ended).toEqual({ kind: 'stopped' });
  expect(lines.map(Number).filter(isThere)).toEqual([]);
});

test('a grandchild that ignores TERM is killed also where its parent obeys', async () => {
  const lines: string[] = [];
  const abort = new AbortController();
  const line = "(trap '' TERM; exec >/dev/null 2>&1; while :; do sleep 1; done) & echo $!; exec sleep 60";
  const ended = sh(line, { signal: abort.signal, killAfterMs: 300, onLine: (each) => lines.push(each) });
  while (lines.length < 1) await new Promise((resolve) => setTimeout(resolve, 20));
  abort.abort();
  expect(await ended).toEqual({ kind: 'stopped' });
  expect(lines.map(Number).filter(isThere)).toEqual([]);
});

test('what it left in the background with its output open does not hold the end up', async () => {
  const end = await sh('sleep 50 & echo $!; echo done');
  expect(end).toMatchObject({ kind: 'ended', exitCode: 0 });
  const [pid = '', last] = end.kind === 'ended' ? end.stdout.split('\n') : [];
  expect(last).toBe('done');
  // It ended well, so what it left goes on, as after a shell.
  expect(isThere(Number(pid))).toBe(true);
  process.kill(Number(pid), 'SIGKILL');
});

test('an abort before it begins starts nothing', async () => {
  const mark = join(folder, 'begun');
  expect(await sh(`touch ${mark}`, { signal: AbortSignal.abort() })).toEqual({ kind: 'stopped' });
  expect(() => readFileSync(mark)).toThrow();
});

test('a missing program, a missing folder and a file that may not be run are told apart', async () => {
  const file = join(folder, 'plain.txt');
  writeFileSync(file, 'echo hello\n');
  expect(await run('no-such-program-x', [])).toMatchObject({
    kind: 'missing',
    what: 'program',
    reason: '"no-such-program-x" is not installed, or not in PATH.',
  });
  expect(await sh('true', { folder: join(folder, 'gone') })).toMatchObject({
    kind: 'missing',
    what: 'folder',
    reason: `There is no folder "${join(folder, 'gone')}".`,
  });
  expect(await sh('true', { folder: file })).toMatchObject({
    kind: 'missing',
    reason: `"${file}" is not a folder.`,
  });
  expect(await run(file, [])).toMatchObject({
    kind: 'missing',
    what: 'program',
    reason: `"${file}" may not be run: permission denied.`,
  });
  expect(await run(join(folder, 'none'), [])).toMatchObject({
    reason: `There is no program "${join(folder, 'none')}", or what it needs to run is missing.`,
  });
});

test('words that no program can be given are no crash', async () => {
  expect(await run('sh', ['-c', 'a\0b'])).toMatchObject({ kind: 'missing', what: 'other' });
  const endless = 'x'.repeat(4_000_000);
  expect(await run('sh', ['-c', 'true', endless])).toMatchObject({ kind: 'missing', what: 'other' });
});

test('of huge output the newest million characters are kept, and every line is told', async () => {
  let count = 0;
  const script = `for (let at = 1; at <= 40; at++) process.stdout.write((String(at % 10).repeat(99999)) + '\\n'); process.stdout.write('last\\n')`;
  const end = await node(script, {
    onLine: () => {
      count += 1;
    },
  });
  if (end.kind !== 'ended') throw new Error(end.kind);
  expect(end.stdout).toHaveLength(1_000_000);
  expect(end.stdout.endsWith('0\nlast\n')).toBe(true);
  // Lines of 99,999 characters come in thirteen parts.
  expect(count).toBe(40 * 13 + 1);
});

test('characters of several bytes survive the borders of pieces', async () => {
  const script = `
    const bytes = Buffer.from('zwölf 🚀 Ringe\\n');
    let at = 0;
    const next = () => at < bytes.length ? (process.stdout.write(bytes.subarray(at, ++at)), setTimeout(next, 2)) : 0;
    next();`;
  const lines: string[] = [];
  expect(await node(script, { onLine: (line) => lines.push(line) })).toMatchObject({
    stdout: 'zwölf 🚀 Ringe\n',
  });
  expect(lines).toEqual(['zwölf 🚀 Ringe']);
});

test('input goes to its standard input, and one that reads none of it ends well all the same', async () => {
  expect(await run('cat', [], { input: 'a secret' })).toMatchObject({ exitCode: 0, stdout: 'a secret' });
  const much = 'x'.repeat(3_000_000);
  expect(await sh('exec <&-; exit 4', { input: much })).toMatchObject({ kind: 'ended', exitCode: 4 });
  expect(await sh('exit 5', { input: much })).toMatchObject({ kind: 'ended', exitCode: 5 });
});

test('without input its standard input is at its end', async () => {
  expect(await run('cat', [])).toMatchObject({ exitCode: 0, stdout: '' });
});

test('variables are added, and others are kept from it', async () => {
  process.env.RUN_PROGRAM_TEST_HIDDEN = 'hidden';
  process.env.RUN_PROGRAM_TEST_SEEN = 'seen';
  try {
    const end = await sh('echo "$GIVEN $RUN_PROGRAM_TEST_SEEN $RUN_PROGRAM_TEST_HIDDEN"', {
      environment: { GIVEN: 'given' },
      withoutVariables: ['RUN_PROGRAM_TEST_HIDDEN'],
    });
    expect(end).toMatchObject({ stdout: 'given seen \n' });
  } finally {
    delete process.env.RUN_PROGRAM_TEST_HIDDEN;
    delete process.env.RUN_PROGRAM_TEST_SEEN;
  }
});

test('a script whose interpreter is missing is named', async () => {
  const script = join(folder, 'script');
  mkdirSync(folder, { recursive: true });
  writeFileSync(script, '#!/no/such/interpreter\n');
  chmodSync(script, 0o755);
  expect(await run(script, [])).toMatchObject({ kind: 'missing', what: 'program' });
});

test('a stop after its end changes nothing', async () => {
  const abort = new AbortController();
  const lines: string[] = [];
  const line = 'sleep 50 & echo $!; echo $$';
  const ended = sh(line, { signal: abort.signal, onLine: (each) => lines.push(each) });
  while (lines.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  // Its output is still held open when it has been reaped.
  while (listProcesses().some(({ pid }) => pid === Number(lines[1])))
    await new Promise((resolve) => setTimeout(resolve, 20));
  abort.abort();
  expect(await ended).toMatchObject({ kind: 'ended', exitCode: 0 });
  process.kill(Number(lines[0]), 'SIGKILL');
});

test.each(['at its end', 'killed'])('it ends with the process that runs it: %s', async (how) => {
  const console = await buildProgram('exiting-console', folder);
  const { stdout } = spawnSync(process.execPath, [console, how], { encoding: 'utf8', timeout: 60_000 });
  const pid = Number(stdout);
  expect(pid).toBeGreaterThan(1);
  while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
});

test('no program gets the key of the account, and all else', async () => {
  process.env.RUNPOD_API_KEY = 'rpa_of_a_test';
  process.env.OPERATORS_OWN = 'kept';
  try {
    const end = await sh('echo "key=$RUNPOD_API_KEY own=$OPERATORS_OWN"', { environment: { MORE: 'x' } });
    expect(end).toMatchObject({ stdout: 'key= own=kept\n' });
  } finally {
    delete process.env.RUNPOD_API_KEY;
    delete process.env.OPERATORS_OWN;
  }
});
