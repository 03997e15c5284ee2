/** A start that goes wrong says what, and leaves the pod up wherever anything can be served. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../neighbours/free-port.ts';
import { buildAgent, until } from '../built-agent.ts';
import { listener, podsOf, sendTo, startedPodMissing, untilReady } from './started-pod.ts';

const start = podsOf(buildAgent());

describe.skipIf(startedPodMissing !== null)(`a start that goes wrong ${startedPodMissing ?? ''}`, () => {
  it('serves a broken site, and says everywhere that it is broken', async () => {
    const pod = await start({ site: { 'index.html': '<script src="/assets/gone.js"></script>' } });
    await untilReady(pod);
    expect(pod.log()).toMatch(/^\[2\/7\] validate +FAIL .*index\.html refers to \/assets\/gone\.js/m);
    expect(pod.log()).toContain('fix: Build the site anew');
    expect(existsSync(join(pod.folder, 'pod-ready.json'))).toBe(false);
    expect((await pod.fetch('/')).status).toBe(200);
    expect((await pod.fetch('/health.json')).status).toBe(503);
    const { status, start: told } = await pod.health();
    expect(status).toBe('fail');
    expect(told?.state).toBe('failed');
    expect(told?.phases.find(({ id }) => id === 'validate')).toMatchObject({
      outcome: 'failed',
      fix: expect.any(String),
    });
  });

  it('tells at its port why nginx does not serve', async () => {
    const pod = await start({ variables: { POD_AGENT_LOG_FOLDER: '/dev/null/logs' } });
    await until(() => pod.log().includes('tells why'), `the diagnosis; the log:\n${pod.log()}`);
    const page = await pod.fetch('/anything');
    expect(page.status).toBe(503);
    expect(page.headers['content-type']).toContain('text/plain');
    expect(page.body).toContain('This pod does not serve its site.');
    expect(page.body).toContain('failed in validate:');
    expect(page.body).toContain('/dev/null/logs cannot be made');
    expect(page.body).toContain('name another folder in POD_AGENT_LOG_FOLDER');
    const health = await pod.health();
    expect(health).toMatchObject({ status: 'fail', live: true, start: { state: 'failed' } });
    expect(await pod.stop()).toBe(1);
  });

  it('tells at its port that nginx is not installed', async () => {
    const pod = await start({ withoutNginx: true });
    await until(() => pod.log().includes('tells why'), `the diagnosis; the log:\n${pod.log()}`);
    expect((await pod.fetch('/')).body).toContain('Install nginx in the image');
    expect((await pod.fetch('/health.json')).status).toBe(503);
  });

  it('ends at once, naming the holder, where another program has its port and nobody can enter', async () => {
    const { server: other, port } = await listener('0.0.0.0');
    const pod = await start({ port });
    expect(await pod.ended).toBe(1);
    expect(pod.log()).toContain(`nginx cannot listen: port ${port} is held by`);
    expect(pod.log()).toContain(
      'fix: End the process that is named, or set another port by the variable that is named.',
    );
    expect(pod.log()).toContain(`The pod can serve nothing at port ${port}`);
    other.close();
  });

  it('leaves a pod alone that an agent has already', async () => {
    const pod = await start();
    await untilReady(pod);
    const words = ['-t', String(pod.agentPid()), '-m', '-p', 'sh', '-c', '$AGENT start; echo "code $?"'];
    const environment = readFileSync(`/proc/${pod.agentPid()}/environ`, 'utf8').split('\0').filter(Boolean);
    const env = Object.fromEntries(
      environment.map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
    );
    const second = execFileSync('nsenter', words, { encoding: 'utf8', env });
    expect(second).toMatch(/^An agent \(process (\d+)\) runs this pod already\. .* kill -HUP \1\ncode 2\n$/);
    expect((await pod.fetch('/')).status).toBe(200);
    expect(pod.log()).not.toContain('earlier run');
  });

  it('warns of what the policy would keep a browser from, and serves', async () => {
    const page = '<script>run()</script><script src="https://cdn.example/a.js"></script>';
    const pod = await start({ site: { 'index.html': page } });
    await untilReady(pod);
    expect(pod.log()).toMatch(/^\[2\/7\] validate +warn .*index\.html has inline scripts/m);
    expect(pod.log()).toContain('index.html asks cdn.example');
    expect((await pod.health()).start?.state).toBe('ready');
  });

  it('tells of settings also where the start fails for another reason', async () => {
    const pod = await start({ site: {}, variables: { POD_AGENT_RATE_LIMIT: 'zzz' } });
    await untilReady(pod);
    expect(pod.log()).toMatch(/^\[2\/7\] validate +FAIL .*index\.html is not there/m);
    expect(pod.log()).toContain('POD_AGENT_RATE_LIMIT (the environment) is "zzz"');
  });

  it('gives every port another number, whatever is set', async () => {
    const port = await freePort();
    const same = { POD_AGENT_HTTP_PORT: String(port), POD_AGENT_NGINX_STATUS_PORT: String(port) };
    const pod = await start({ port, variables: { ...same, POD_AGENT_CSP: ' ' } });
    await untilReady(pod);
    expect(pod.log()).toContain('which another port of the pod is as well');
    expect((await pod.health()).start?.state).toBe('ready');
  });

  it('warns of a key that opens nothing', async () => {
    const pod = await start({ variables: { PUBLIC_KEY: 'garbage' } });
    await untilReady(pod);
    expect(pod.log()).toMatch(/^\[7\/7\] ready +warn /m);
    const ready = (await pod.health()).start?.phases.at(-1);
    expect(ready?.found).toContain('sshd is not started, since PUBLIC_KEY holds no key');
  });

  it('names a stranger at any of its ports, and serves when it is gone', async () => {
    const { server: other, port: taken } = await listener('127.0.0.1');
    const pod = await start({ variables: { POD_AGENT_NGINX_STATUS_PORT: String(taken) } });
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    expect(pod.log()).toMatch(/nginx cannot listen: port \d+ is held by .* \(POD_AGENT_NGINX_STATUS_PORT\)/);
    expect((await pod.health()).start?.state).toBe('failed');
    other.close();
    sendTo(pod.agentPid(), 'SIGHUP');
    await until(() => /^\[7\/7\] ready +ok/m.test(pod.log()), 'the second start');
  });

  it('publishes no folder of the system, and leaves its modes alone', async () => {
    const pod = await start({ variables: { POD_AGENT_SITE: '/etc' } });
    const { mode } = statSync('/etc/shadow');
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    expect(pod.log()).toContain('/etc holds more than a site');
    expect(statSync('/etc/shadow').mode).toBe(mode);
    expect((await pod.fetch('/passwd')).status).toBe(503);
  });

  it('is not held up by a site that never answers, and ends when told to', async () => {
    const pod = await start({
      site: {},
      lines: 'mkdir -p /tmp/site && mkfifo /tmp/site/index.html && exec $AGENT start',
    });
    await until(() => pod.log().includes('[7/7]'), `the phases; the log:\n${pod.log()}`);
    expect(pod.log()).toContain('/tmp/site/index.html is not a file');
    expect(await pod.stop()).toBe(0);
  });
});
