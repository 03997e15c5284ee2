/** `health check` and `health monitor` of the built agent, against real HTTP servers and real files. */
import { mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { HealthReport } from '../../pod-agent/protocol/health-report.ts';
import { freePort } from '../neighbours/free-port.ts';
import { type AgentRun, buildAgent, runAgent, until } from './built-agent.ts';

const agent = buildAgent();
const runs: AgentRun[] = [];
const servers: Server[] = [];

afterEach(() => {
  for (const run of runs.splice(0)) run.child.kill('SIGKILL');
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

function start(args: readonly string[], environment?: Readonly<Record<string, string>>): AgentRun {
  const run = runAgent(agent, args, environment);
  runs.push(run);
  return run;
}

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return portOf(server);
}

function portOf(server: { address(): unknown }): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null || !('port' in address))
    throw new Error('not listening');
  return Number(address.port);
}

/** Judges the app alone: a machine without anything else would be unknown, this one is as good as any. */
async function check(
  port: number,
): Promise<{ code: number | null; app: HealthReport['checks'][number] | undefined }> {
  const run = start(['health', 'check', '--json', '--url', `http://127.0.0.1:${port}/health.json`]);
  const { code } = await run.ended;
  const report: HealthReport = JSON.parse(run.output());
  expect(code).toBe({ ok: 0, warn: 1, fail: 2, unknown: 3 }[report.status]);
  return { code, app: report.checks.find(({ id }) => id === 'app') };
}

describe('pod-agent health check', () => {
  it('takes an answer of 200 for health', async () => {
    const port = await serve((_request, response) => response.end('{"status":"ok"}'));
    const { app } = await check(port);
    expect(app).toMatchObject({ status: 'ok', unit: 'milliseconds' });
    expect(app?.summary).toMatch(/answers in \d+ ms/);
  });

  it('fails for 503, whatever the page says', async () => {
    const port = await serve((_request, response) => response.writeHead(503).end('{"status":"ok"}'));
    const { code, app } = await check(port);
    expect(code).toBe(2);
    expect(app).toMatchObject({ status: 'fail' });
    expect(app?.summary).toContain('HTTP status 503');
  });

  it('fails when the page of a server says so', async () => {
    const port = await serve((_request, response) => response.end('{"status":"error"}'));
    expect((await check(port)).code).toBe(2);
  });

  it('fails for a server that does not answer, after five seconds', async () => {
    const port = await serve(() => {});
    const { code, app } = await check(port);
    expect(code).toBe(2);
    expect(app?.summary).toContain('no answer within 5 s');
  });

  it('fails for a server that begins to answer and hangs up', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"status":');
      setTimeout(() => response.destroy(), 50);
    });
    const { code, app } = await check(port);
    expect(code).toBe(2);
    expect(app?.summary).toContain('closed before the answer was complete');
  });

  it('fails where nothing listens', async () => {
    const { code, app } = await check(await freePort());
    expect(code).toBe(2);
    expect(app?.summary).toContain('connection refused');
  });

  it('reads no page without end', async () => {
    const port = await serve((_request, response) => {
      response.on('error', () => {});
      const pour = () => {
        while (response.writable && response.write('x'.repeat(65_536)));
      };
      response.on('drain', pour);
      pour();
    });
    expect((await check(port)).app?.status).toBe('ok');
  });

  it('asks the port that POD_AGENT_APP_PORT names, and prints a line for each check', async () => {
    const port = await serve((request, response) =>
      response.end(JSON.stringify({ status: 'ok', path: request.url })),
    );
    const run = start(['health', 'check'], { POD_AGENT_APP_PORT: String(port) });
    await run.ended;
    expect(run.output()).toMatch(
      new RegExp(`^ok +app +answers in .*\\(http://127.0.0.1:${port}/health.json\\)`, 'm'),
    );
    expect(run.output()).toMatch(/^(ok|warn|fail|unknown) +disk /m);
    expect(run.output()).toMatch(/^health: /m);
  });
});

describe('pod-agent health monitor', () => {
  const reportIn = (path: string): HealthReport => JSON.parse(readFileSync(path, 'utf8'));

  it('writes one report for all to read, and ends with its status', async () => {
    const port = await serve((_request, response) => response.writeHead(500).end());
    const path = join(mkdtempSync(join(agent.folder, 'report-')), 'health-report.json');
    const run = start(['health', 'monitor', '--once', '--report', path], {
      POD_AGENT_APP_PORT: String(port),
    });
    expect(await run.ended).toEqual({ code: 2, signal: null });
    expect(reportIn(path)).toMatchObject({ schema: 1, sequence: 0, periodMs: 30_000, status: 'fail' });
    expect(statSync(path).mode & 0o777).toBe(0o644);
    expect(readdirSync(join(path, '..'))).toEqual(['health-report.json']);
  });

  it('goes on until it is told to end', async () => {
    const port = await serve((_request, response) => response.end('{}'));
    const path = join(mkdtempSync(join(agent.folder, 'report-')), 'health-report.json');
    const run = start(['health', 'monitor', '--period-ms', '1000', '--report', path], {
      POD_AGENT_APP_PORT: String(port),
    });
    const sequence = () => {
      try {
        return reportIn(path).sequence;
      } catch {
        return -1;
      }
    };
    await until(() => sequence() >= 2, 'the third report');
    const report = reportIn(path);
    expect(report.nextAtMs).toBe(report.atMs + 1000);
    expect(report.agent.residentBytes).toBeGreaterThan(10e6);
    run.child.kill('SIGTERM');
    expect(await run.ended).toEqual({ code: 0, signal: null });
  });

  it('does not write through a link that somebody laid in its way', async () => {
    const folder = mkdtempSync(join(agent.folder, 'report-'));
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'precious');
    const path = join(folder, 'health-report.json');
    symlinkSync(victim, path);
    await start(['health', 'monitor', '--once', '--report', path]).ended;
    expect(readFileSync(victim, 'utf8')).toBe('precious');
    expect(reportIn(path).schema).toBe(1);
  });

  it('says so when it cannot write', async () => {
    const run = start([
      'health',
      'monitor',
      '--once',
      '--report',
      join(agent.folder, 'no-such-folder/report.json'),
    ]);
    expect((await run.ended).code).toBe(70);
    expect(run.errorOutput()).toContain('no-such-folder');
  });

  it('is followed by a stream beside it', async () => {
    const port = await serve((_request, response) => response.end('{}'));
    const path = join(mkdtempSync(join(agent.folder, 'report-')), 'health-report.json');
    await start(['health', 'monitor', '--once', '--report', path], { POD_AGENT_APP_PORT: String(port) })
      .ended;
    const run = start(['stream', '--interval-ms', '200', '--report', path]);
    await until(() => run.output().includes('"kind":"health"'), 'a health frame');
    expect(run.output()).toContain('"source":"monitor"');
    expect(run.output()).toContain(`"atMs":${reportIn(path).atMs}`);
  });
});
