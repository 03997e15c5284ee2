/** `pod-engine logs` against the simulator: RunPod's own logs by REST v2, and what is said where there are none. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cleanEnvironment,
  program,
  type RunningSimulator,
  runProgram,
  startSimulator,
} from '../neighbours/program.ts';

describe('logs on the command line', () => {
  let simulator: RunningSimulator;
  let names: readonly string[];

  beforeAll(async () => {
    simulator = await startSimulator(['--pods', '3', '--light']);
    names = simulator.pods.map(({ name }) => name);
  }, 60_000);
  afterAll(() => simulator.stop());

  const run = (...words: readonly string[]) =>
    runProgram(['logs', ...words], { environment: simulator.variables, timeoutMs: 60_000 });

  test('merges two pods by time, as one JSON object a line', async () => {
    const { code, stdout } = await run(names[0] ?? '', names[1] ?? '', '--tail', '20', '--json');
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line): { time: string; pod: { name: string }; source: string } => JSON.parse(line));
    expect(new Set(lines.map(({ pod }) => pod.name))).toEqual(new Set(names.slice(0, 2)));
    expect(lines.map(({ time }) => time)).toEqual(lines.map(({ time }) => time).sort());
    expect(lines.every(({ source }) => source === 'container' || source === 'system')).toBe(true);
  }, 90_000);

  test('--tail holds with --since too, of which RunPod heeds the second alone', async () => {
    const words = [names[0] ?? '', '--source', 'container', '--since', '1h'];
    const all = await run(...words);
    const last = await run(...words, '--tail', '3');
    expect(all.stdout.trimEnd().split('\n').length).toBeGreaterThan(3);
    expect(last.stdout.trimEnd().split('\n')).toHaveLength(3);
    expect((await run(...words, '--tail', '0')).stdout).toBe('');
  }, 90_000);

  test('goes on until nobody reads it, and ends quietly then', () => {
    const line = `"${process.execPath}" "${program}" logs "${names[1]}" -f --tail 5; echo "exit $?" >&2`;
    const { stdout, stderr } = spawnSync('sh', ['-c', `{ ${line}; } | head -n 2`], {
      env: cleanEnvironment(simulator.variables),
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toContain('exit 0');
    expect(stderr).not.toContain('EPIPE');
  }, 90_000);

  test('on GraphQL alone it says what is missing, and takes files', async () => {
    const { code, stdout, stderr } = await run(names[0] ?? '', '--tail', '3', '--api', 'graphql');
    expect(stderr).toContain('What follows are files, read over SSH.');
    expect(stdout).toContain('[/var/log/nginx/access.log] ');
    expect(code).toBe(0);
  }, 90_000);

  test('a file and a pattern that are not there are told, each with what to do', async () => {
    const sources = ['--source', '/no/such.log', '--source', '/none/*.log'];
    const { code, stdout, stderr } = await run(names[0] ?? '', ...sources);
    expect(code).toBe(5);
    expect(stdout).toBe('');
    expect(stderr).toContain('/no/such.log: There is no such file in the pod.');
    expect(stderr).toContain('no file in the pod matches /none/*.log. Name the file with --source');
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  }, 90_000);

  test('--previous has the container before the last start, and says where there is none', async () => {
    const name = names[0] ?? '';
    const last = async () => (await run(name, '--source', 'container', '--tail', '1')).stdout.trim();
    // Of a container that an earlier try has made anew there may be none yet.
    await expect.poll(last, { interval: 1000 }).not.toBe('');
    const before = await last();
    const restarted = await runProgram(['pods', 'restart', name, '--yes'], {
      environment: simulator.variables,
    });
    expect(restarted.code).toBe(0);
    // The new container is started when its image has been pulled.
    const previous = () => run(name, '--previous', '--source', 'container');
    await expect
      .poll(async () => (await previous()).stdout, { timeout: 60_000, interval: 1000 })
      .toContain(before);
    const never = await run(names[1] ?? '', '--previous');
    expect(never.code).toBe(5);
    expect(never.stderr).toContain('no start of a container');
  }, 180_000);

  test.each([
    [['--since', 'yesterday'], '--since has "yesterday"'],
    [['--grep', '/(/'], '--grep: /(/ is no pattern'],
    [['--source', 'nothing'], '--source has "nothing"'],
    [['--previous', '-f'], 'Leave out -f'],
    [['--previous', '--source', 'nginx'], 'files belong to no container'],
  ])('%s is refused before anything is opened', async (words, said) => {
    const { code, stderr } = await run(names[0] ?? '', ...words);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });

  test('logs that RunPod alone keeps are not looked for on a host', async () => {
    const words = ['--ssh', 'me@127.0.0.1:9', '--previous'];
    const { code, stderr } = await run('127.0.0.1:9', ...words);
    expect(code).toBe(2);
    expect(stderr).toContain("no pod of RunPod's, so it has no --previous. Name files with --source /PATH.");
  });
});
