/** Alerts from the command line, beside what a console keeps of them: both read and write one file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSecret } from '../../source/base/secret.ts';
import { consoleAlerts } from '../../source/commands/console-alerts.ts';
import { changeTo } from '../../source/fleet/quiet-change.ts';
import { type Ended, type RunningSimulator, runProgram, startSimulator } from '../neighbours/program.ts';

let simulator: RunningSimulator;
const home = mkdtempSync(join(tmpdir(), 'pod-engine-alerts-'));

beforeAll(async () => {
  simulator = await startSimulator(['--pods', '1', '--seed', '7', '--light']);
  const answer = await fetch(new URL('/simulator', simulator.variables.RUNPOD_GRAPHQL_URL), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'lose-gpu', podId: simulator.pods[0]?.id }),
  });
  expect(answer.status).toBe(200);
});
afterAll(async () => {
  await simulator.stop();
  rmSync(home, { recursive: true });
});

beforeEach(() => rmSync(join(home, '.local'), { recursive: true, force: true }));

// More has been spent today than that: the fleet has been there for longer than the test.
const run = (...words: string[]): Promise<Ended> =>
  runProgram(words, {
    environment: { ...simulator.variables, HOME: home, POD_ENGINE_BUDGET_PER_DAY: '0.01' },
  });
const list = async () => {
  const ended = await run('alerts', '--json');
  const { alerts } = JSON.parse(ended.stdout);
  return { code: ended.code, alerts };
};
/** As a console of this account has it. */
const keeper = () => {
  const secret = createSecret(simulator.variables.RUNPOD_API_KEY);
  return consoleAlerts(
    { environment: {}, homeFolder: home },
    { apiKey: { secret, source: 'the environment' } },
  ).quietKeeper;
};

test('a lost card and a spent budget are listed, and what a console keeps and what is typed agree', async () => {
  const [pod] = simulator.pods;
  if (pod === undefined) throw new Error('the simulator has no pod');
  const before = await list();
  expect(before.code).toBe(7);
  expect(before.alerts).toContainEqual(
    expect.objectContaining({ podName: pod.name, rule: 'gpu-lost', kind: 'fail', quiet: null }),
  );
  expect(before.alerts).toContainEqual(expect.objectContaining({ podId: null, rule: 'budget:day' }));

  const gpuKey = `${pod.id} gpu-lost`;
  expect(await run('alerts', 'ack', pod.name, 'gpu-lost')).toMatchObject({
    code: 0,
    stdout: `${pod.name} gpu-lost: acknowledged until it is over\n`,
  });
  expect((await keeper().read()).get(gpuKey)).toMatchObject({ kind: 'acknowledged', was: 'fail' });
  expect(await run('alerts', 'snooze', 'account', '--for', '2h')).toMatchObject({ code: 0 });
  const snoozed = (await keeper().read()).get('account budget:day');
  expect((snoozed?.untilMs ?? 0) - (snoozed?.atMs ?? 0)).toBe(2 * 3_600_000);

  const byConsole = {
    kind: 'acknowledged',
    by: 'ann',
    atMs: Date.now(),
    untilMs: null,
    was: 'fail',
  } as const;
  await keeper().change(new Map([['account budget:day', changeTo(byConsole)]]));
  const after = await list();
  const quietOf = (rule: string) =>
    after.alerts.find((alert: { rule: string }) => alert.rule === rule)?.quiet;
  expect(quietOf('budget:day')).toEqual(byConsole);
  expect(quietOf('gpu-lost')).toMatchObject({ kind: 'acknowledged', untilMs: null });
  // All that is left is quiet, as far as a card that is lost brings no other alert with it.
  const loud = after.alerts.filter((alert: { quiet: unknown }) => alert.quiet === null);
  expect(after.code).toBe(
    loud.some((alert: { kind: string }) => alert.kind === 'fail') ? 7 : loud.length > 0 ? 6 : 0,
  );

  expect((await run('alerts', 'loud', 'account')).stdout).toBe('account budget:day: loud again\n');
  expect([...(await keeper().read()).keys()]).toEqual([gpuKey]);
});

test('what is not open is not made quiet, and a time that is none is refused', async () => {
  const name = simulator.pods[0]?.name ?? '';
  const missing = await run('alerts', 'ack', name, 'idle');
  expect(missing).toMatchObject({ code: 3, stdout: '' });
  expect(missing.stderr).toContain(`No alert of ${name} is open by the rule idle. Open are: gpu-lost`);
  expect(await run('alerts', 'snooze', name, '--for', 'soon')).toMatchObject({ code: 2 });
  expect(await run('alerts', 'snooze', name, '--for', '31d')).toMatchObject({ code: 2 });
  expect(await run('alerts', 'loud', 'account')).toMatchObject({
    code: 0,
    stderr: 'Nothing of account is acknowledged or snoozed.\n',
  });
});
