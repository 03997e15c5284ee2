/** Thresholds that are set by variables and by a file change what the built agent says, wherever health is judged. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import type { HealthReport } from '../../pod-agent/protocol/health-report.ts';
import { freePort } from '../neighbours/free-port.ts';
import { type AgentRun, buildAgent, runAgent, until } from './built-agent.ts';

const agent = buildAgent();
const runs: AgentRun[] = [];
let app: Server;
let port = 0;

beforeAll(async () => {
  port = await freePort();
  // Slow enough to be told from a quick one, and far below the default threshold.
  app = createServer((_request, response) => setTimeout(() => response.end('{}'), 150));
  await new Promise<void>((resolve) => app.listen(port, '127.0.0.1', resolve));
});
afterAll(() => {
  app.closeAllConnections();
  app.close();
});
afterEach(() => {
  for (const run of runs.splice(0)) run.child.kill('SIGKILL');
});

function start(args: readonly string[], environment: Readonly<Record<string, string>>): AgentRun {
  const run = runAgent(agent, args, { POD_AGENT_APP_PORT: String(port), ...environment });
  runs.push(run);
  return run;
}

async function check(environment: Readonly<Record<string, string>>) {
  const run = start(['health', 'check', '--json'], environment);
  await run.ended;
  const report: HealthReport = JSON.parse(run.output());
  return { app: report.checks.find(({ id }) => id === 'app'), errors: run.errorOutput() };
}

function fileOf(...lines: readonly string[]): string {
  const path = join(mkdtempSync(join(agent.folder, 'settings-')), 'pod-agent.env');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

describe('health check', () => {
  it('is ok without settings, and says nothing of them', async () => {
    expect(await check({})).toMatchObject({ app: { status: 'ok' }, errors: '' });
  });

  it('warns and fails by variables', async () => {
    const warned = await check({ POD_AGENT_APP_WARN_MS: '100' });
    expect(warned.app).toMatchObject({ status: 'warn' });
    const failed = await check({ POD_AGENT_APP_WARN_MS: '50', POD_AGENT_APP_FAIL_MS: '100' });
    expect(failed.app).toMatchObject({ status: 'fail' });
  });

  it('warns by a file, and a variable comes before it', async () => {
    const POD_AGENT_SETTINGS = fileOf('POD_AGENT_APP_WARN_MS=100');
    expect((await check({ POD_AGENT_SETTINGS })).app).toMatchObject({ status: 'warn' });
    const both = await check({ POD_AGENT_SETTINGS, POD_AGENT_APP_WARN_MS: '900' });
    expect(both.app).toMatchObject({ status: 'ok' });
  });

  it('tells what it cannot take, and goes on', async () => {
    const { app: checked, errors } = await check({
      POD_AGENT_APP_WARN_MS: '100',
      POD_AGENT_CPU_WARN_PERCENT: 'high',
      POD_AGENT_MEMRY_WARN_PERCENT: '5',
    });
    expect(checked).toMatchObject({ status: 'warn' });
    expect(errors.split('\n')).toEqual([
      expect.stringContaining('Did you mean POD_AGENT_MEMORY_WARN_PERCENT?'),
      expect.stringContaining('POD_AGENT_CPU_WARN_PERCENT (the environment) is "high"'),
      '',
    ]);
  });
});

it('health monitor judges by them', async () => {
  const report = join(mkdtempSync(join(agent.folder, 'report-')), 'report.json');
  const run = start(['health', 'monitor', '--once', '--report', report], {
    POD_AGENT_APP_FAIL_MS: '100',
    POD_AGENT_APP_WARN_MS: '90',
  });
  expect((await run.ended).code).toBe(2);
});

it('stream judges by them, and tells what it cannot take as an event after the hello', async () => {
  const run = start(
    ['stream', '--look', '--interval-ms', '200', '--report', join(agent.folder, 'none.json')],
    { POD_AGENT_SETTINGS: fileOf('POD_AGENT_APP_WARN_MS=100', 'nonsense') },
  );
  await until(() => run.output().includes('"kind":"health"'), 'a health frame');
  const frames = run
    .output()
    .split('\n')
    .slice(0, -1)
    .filter((line) => line !== '')
    .map((line): Frame => JSON.parse(line));
  expect(frames.slice(0, 2)).toMatchObject([
    { kind: 'hello' },
    { kind: 'event', level: 'warn', text: expect.stringContaining('line 2 is not of the form NAME=value') },
  ]);
  const judged = frames.find((frame) => frame.kind === 'health');
  expect(judged?.report.checks.find(({ id }) => id === 'app')).toMatchObject({ status: 'warn' });
  expect(run.errorOutput()).toBe('');
});
