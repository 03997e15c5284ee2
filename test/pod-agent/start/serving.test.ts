/** A pod from start on: the built agent as supervisor of a real nginx. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildAgent, runAgent, until } from '../built-agent.ts';
import { listener, podsOf, sendTo, startedPodMissing, untilReady, wholeSite } from './started-pod.ts';

const agent = buildAgent();
const start = podsOf(agent);

describe.skipIf(startedPodMissing !== null)(`a pod that starts ${startedPodMissing ?? ''}`, () => {
  it('goes through its seven phases and serves', async () => {
    const { server: sshd, port: sshPort } = await listener('0.0.0.0');
    const variables = {
      POD_AGENT_SSH_PORT: String(sshPort),
      RUNPOD_PUBLIC_IP: '203.0.113.7',
      [`RUNPOD_TCP_PORT_${sshPort}`]: '40022',
    };
    const pod = await start({ variables });
    await untilReady(pod);
    const phases = [...pod.log().matchAll(/^\[(\d)\/7\] (\S+) +(\S+) +\d+ ms {2}/gm)].map(
      ([, ...words]) => words,
    );
    expect(phases).toEqual([
      ['1', 'optimise', 'ok'],
      ['2', 'validate', 'ok'],
      ['3', 'permissions', 'ok'],
      ['4', 'health-monitor', 'ok'],
      ['5', 'nginx', 'ok'],
      ['6', 'verify', 'ok'],
      ['7', 'ready', 'ok'],
    ]);
    const url = `https://pod1-${pod.port}.proxy.runpod.net`;
    expect(pod.log()).toMatch(
      new RegExp(`ready in \\d+\\.\\d s: ${url}, ssh root@203\\.0\\.113\\.7 -p 40022$`, 'm'),
    );
    const ready = JSON.parse(readFileSync(join(pod.folder, 'pod-ready.json'), 'utf8'));
    expect(ready).toMatchObject({ schema: 1, version: '1.2.3', url, ssh: 'ssh root@203.0.113.7 -p 40022' });
    expect((await pod.fetch('/')).body).toBe(wholeSite['index.html']);
    expect((await pod.fetch('/deep/route')).body).toBe(wholeSite['index.html']);
    expect(await pod.health()).toMatchObject({
      live: true,
      version: '1.2.3',
      podId: 'pod1',
      start: { state: 'ready' },
    });
    expect(existsSync(join(pod.folder, 'pod-optimization-status.json'))).toBe(true);
    sshd.close();
  });

  it('announces no SSH where nothing listens for it', async () => {
    const variables = {
      RUNPOD_PUBLIC_IP: '203.0.113.7',
      RUNPOD_TCP_PORT_1: '40022',
      POD_AGENT_SSH_PORT: '1',
    };
    const pod = await start({ variables });
    await untilReady(pod);
    expect(pod.log()).toMatch(/ready in \d+\.\d s: https:\S+$/m);
    expect(JSON.parse(readFileSync(join(pod.folder, 'pod-ready.json'), 'utf8')).ssh).toBeNull();
  });

  it('has its first health report before nginx is there, without blaming the application', async () => {
    const pod = await start();
    await until(() => existsSync(join(pod.folder, 'health-report.json')), 'the report');
    const first = JSON.parse(readFileSync(join(pod.folder, 'health-report.json'), 'utf8'));
    const app = first.checks.find(({ id }: { id: string }) => id === 'app');
    // Once nginx runs, a later report may already be there.
    expect([
      ['unknown', 'nginx is not started yet.'],
      ['ok', expect.stringContaining('answers in')],
    ]).toContainEqual([app.status, app.summary]);
    await untilReady(pod);
  });

  it('is asked by the HEALTHCHECK of its image', async () => {
    const pod = await start();
    await untilReady(pod);
    const served = () => runAgent(agent, ['health', 'served'], { POD_AGENT_APP_PORT: String(pod.port) });
    const well = served();
    expect((await well.ended).code).toBe(0);
    expect(well.output()).toMatch(/^(ok|warn|unknown): /);
    await pod.stop();
    const ended = served();
    expect((await ended.ended).code).toBe(1);
    expect(ended.output()).toContain('ECONNREFUSED');
  });

  it('lets nginx answer for an agent that hangs, saying that nothing is known', async () => {
    const pod = await start();
    await untilReady(pod);
    const pid = pod.agentPid();
    sendTo(pid, 'SIGSTOP');
    const answer = await pod.fetch('/health.json');
    sendTo(pid, 'SIGCONT');
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.body)).toMatchObject({ live: false, status: 'unknown', version: '1.2.3' });
    expect((await pod.health()).live).toBe(true);
  });

  it('says which settings it could not take, and serves all the same', async () => {
    const pod = await start({
      variables: { POD_AGENT_MEMORY_WARN_PERCENT: 'much', POD_AGENT_RATE_LIMIT: '0', POD_AGENT_CSP: 'a "b"' },
    });
    await untilReady(pod);
    expect(pod.log()).toMatch(/^\[2\/7\] validate +warn /m);
    expect(pod.log()).toContain('POD_AGENT_MEMORY_WARN_PERCENT (the environment) is "much"');
    expect(pod.log()).toContain('POD_AGENT_RATE_LIMIT (the environment) is "0"');
    expect(pod.log()).toContain('POD_AGENT_CSP (the environment) is "a "b""');
    expect((await pod.health()).start?.state).toBe('ready');
  });

  it('puts aside a log that has grown too long, and nginx writes on', async () => {
    const pod = await start();
    await untilReady(pod);
    const access = join(pod.folder, 'log/access.log');
    execFileSync('truncate', ['-s', String(17 * 1024 * 1024), access]);
    sendTo(pod.agentPid(), 'SIGHUP');
    await until(() => existsSync(`${access}.1`) && existsSync(access), 'the new log file');
    await pod.fetch('/after');
    await until(() => readFileSync(access, 'utf8').includes('"/after"'), 'its first line');
  });

  it('shows nobody the page of a stranger at the port of its own pages', async () => {
    const stranger = createHttpServer((_request, response) => response.end('{"status":"ok","token":"x"}'));
    stranger.listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const address = stranger.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const pod = await start({ variables: { POD_AGENT_HTTP_PORT: String(port) } });
    await untilReady(pod);
    expect(pod.log()).toMatch(
      new RegExp(`^\\[4/7\\] health-monitor +warn .*127\\.0\\.0\\.1:${port}: another program`, 'm'),
    );
    expect(await pod.health()).toMatchObject({ live: true, start: { state: 'ready' } });
    stranger.close();
  });

  it('takes a wish to look again that comes while it starts', async () => {
    const pod = await start();
    await until(() => pod.log().includes('[2/7]'), 'the second phase');
    sendTo(pod.agentPid(), 'SIGHUP');
    await until(() => pod.log().split('[7/7] ready           ok').length === 3, 'two starts');
  });

  it('goes on when nobody reads its log any more', async () => {
    const pod = await start({ lines: '$AGENT start | head -n 1' });
    await until(() => existsSync(join(pod.folder, 'pod-ready.json')), 'readiness');
    expect((await pod.fetch('/')).status).toBe(200);
  });
});
