/** The built agent whose switch is armed, in a process of its own, with an HTTP server in the place of RunPod. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type AgentRun, buildAgent, runAgent, until } from '../built-agent.ts';
import { createIdleRoot } from './idle-root.ts';

const agent = buildAgent();
const key = 'rpa_THE_KEY_OF_THIS_POD_ALONE';
/** What is opened last is closed first. */
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

type Asked = { readonly path: string; readonly authorization: string; readonly body: unknown };

/** Answers with these statuses by path; what is asked is kept. */
async function runpod(answers: Readonly<Record<string, readonly [number, unknown]>>) {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const path = request.url ?? '';
      asked.push({ path, authorization: request.headers.authorization ?? '', body: JSON.parse(body) });
      const [status, answer] = answers[path] ?? [404, { title: 'Not Found' }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { asked, url: `http://127.0.0.1:${port}` };
}

function armed(url: string, more: Readonly<Record<string, string>> = {}, logins = 0) {
  const root = createIdleRoot();
  root.logIn(logins);
  ends.push(root.remove);
  const environment = {
    RUNPOD_API_KEY: key,
    RUNPOD_POD_ID: 'pod1',
    POD_ENGINE_IDLE_STOP_MINUTES: '0.03',
    POD_ENGINE_STOP_GRACE_MINUTES: '0.02',
    POD_ENGINE_REST_URL: `${url}/v2`,
    POD_ENGINE_GRAPHQL_URL: `${url}/graphql`,
    POD_AGENT_RUN_FOLDER: join(root.folder, 'run'),
    POD_AGENT_SETTINGS: join(root.folder, 'agent.env'),
    ...more,
  };
  root.write('agent.env', '');
  const reportPath = join(root.folder, 'report.json');
  const run = runAgent(
    agent,
    ['health', 'monitor', '--root', root.folder, '--report', reportPath],
    environment,
  );
  ends.push(() => {
    run.child.kill('SIGKILL');
    return run.ended;
  });
  return { root, run, environment, reportPath };
}

const stopped = { id: 'pod1', status: 'EXITED' };

describe('the switch of a pod', () => {
  it('warns, then stops the pod by REST v2, and its key stands nowhere', async () => {
    const { asked, url } = await runpod({ '/v2/pods/pod1/action': [200, stopped] });
    const { run, reportPath } = armed(url);
    await until(() => asked.length > 0, `the stop; the log:\n${run.output()}${run.errorOutput()}`);
    expect(asked[0]).toEqual({
      path: '/v2/pods/pod1/action',
      authorization: `Bearer ${key}`,
      body: { action: 'stop' },
    });
    await until(() => run.output().includes('has taken it'), 'the word of it');
    expect(run.output()).toMatch(/Nobody is here and nothing runs since \d\d:\d\dZ: the pod stops itself at/);
    const report = JSON.parse(readFileSync(reportPath, 'utf8'));
    expect(report.stopSwitch).toMatchObject({ why: 'idle', trouble: null, graceMs: 1200 });
    expect(report.alerts[0]).toMatchObject({ fingerprint: 'stop-switch', checkId: 'app', severity: 'warn' });
    const seen = `${run.output()}${run.errorOutput()}${JSON.stringify(report)}${commandLineOf(run)}`;
    expect(seen).not.toContain(key);
  });

  it.each([
    ['does not know the pod', 404],
    ['is gone', 410],
  ])('asks GraphQL where REST v2 %s', async (_what, status) => {
    const { asked, url } = await runpod({
      '/v2/pods/pod1/action': [status, { title: 'no' }],
      '/graphql': [200, { data: { podStop: { id: 'pod1', desiredStatus: 'EXITED' } } }],
    });
    const { run } = armed(url);
    await until(() => run.output().includes('by GraphQL'), `the stop; the log:\n${run.output()}`);
    expect(asked.map(({ path }) => path)).toEqual(['/v2/pods/pod1/action', '/graphql']);
    expect(asked[1]?.body).toMatchObject({ variables: { podId: 'pod1' } });
    expect(JSON.stringify(asked.map(({ body }) => body))).not.toMatch(/terminate/i);
  });

  it('says what keeps it from stopping, in log and report', async () => {
    const { asked, url } = await runpod({ '/v2/pods/pod1/action': [409, { title: 'Conflict' }] });
    const { run, reportPath } = armed(url);
    const trouble = () => JSON.parse(readFileSync(reportPath, 'utf8')).stopSwitch?.trouble ?? null;
    await until(() => asked.length > 0 && trouble() !== null, `the trouble; the log:\n${run.output()}`);
    expect(trouble()).toBe('REST v2: HTTP 409');
    expect(asked.map(({ path }) => path)).not.toContain('/graphql');
  });

  it('does not stop the pod under whoever is logged in', async () => {
    const { asked, url } = await runpod({ '/v2/pods/pod1/action': [200, stopped] });
    const { run, reportPath } = armed(url, { POD_ENGINE_TTL_MINUTES: '0.05' }, 1);
    await until(() => run.output().includes('Its time to live is over'), `the warning; ${run.output()}`);
    // By then its idle time would have been over too.
    expect(run.output()).not.toContain('Nobody is here');
    await until(() => asked.length > 0, 'the end of its time to live');
    expect(reportOf(reportPath)?.stopSwitch?.because).toBe('1 SSH connection');
  });

  it('is put off by pod-agent keep, and says until when', async () => {
    const { asked, url } = await runpod({ '/v2/pods/pod1/action': [200, stopped] });
    const { run, reportPath, environment } = armed(url, { POD_ENGINE_STOP_GRACE_MINUTES: '0.6' });
    await until(() => run.output().includes('stops itself at'), 'the warning');
    const kept = runAgent(agent, ['keep', '2h'], environment);
    expect((await kept.ended).code).toBe(0);
    expect(kept.output()).toMatch(/^The pod is kept until \d{4}-\d\d-\d\dT\d\d:\d\dZ\.\n$/);
    await until(() => run.output().includes('somebody keeps it'), 'the end of the countdown');
    await until(() => reportOf(reportPath)?.stopSwitch?.keptUntilMs > Date.now() + 7_000_000, 'the report');
    const report = reportOf(reportPath);
    expect(report?.alerts[0]).toMatchObject({ fingerprint: 'stop-switch', resolvedAtMs: expect.any(Number) });
    expect(asked).toEqual([]);
  });

  it('is off where nothing arms it', async () => {
    const { url } = await runpod({});
    const { reportPath } = armed(url, { POD_ENGINE_IDLE_STOP_MINUTES: '0' });
    await until(() => reportOf(reportPath) !== null, 'a report');
    expect(reportOf(reportPath)).not.toHaveProperty('stopSwitch');
  });
});

describe('pod-agent keep', () => {
  it.each([[[]], [['soon']], [['8d']], [['0m']], [['1h', '2h']]])('does not take %j', async (args) => {
    const run = runAgent(agent, ['keep', ...args]);
    expect((await run.ended).code).toBe(2);
    expect(run.errorOutput()).toMatch(/pod-agent keep 2h|Write one as 30m/);
  });
});

function reportOf(path: string) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function commandLineOf({ pid }: AgentRun): string {
  return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}
