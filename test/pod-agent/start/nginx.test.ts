/** What a started pod does about an nginx that ends, breaks, or comes late. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ServedHealth } from '../../../pod-agent/protocol/served-health.ts';
import { buildAgent, isRunning, until } from '../built-agent.ts';
import {
  masterOf,
  podsOf,
  sendTo,
  startedPodMissing,
  untilReady,
  wholeSite,
  workersOf,
} from './started-pod.ts';

const start = podsOf(buildAgent());

describe.skipIf(startedPodMissing !== null)(`nginx in a pod ${startedPodMissing ?? ''}`, () => {
  it('starts a killed nginx again, without its orphans', async () => {
    const pod = await start();
    await untilReady(pod);
    const orphans = workersOf(pod).map(({ pid }) => pid);
    expect(orphans.length).toBeGreaterThan(0);
    const master = masterOf(pod);
    sendTo(master, 'SIGKILL');
    const isNew = () => masterOf(pod) > 0 && masterOf(pod) !== master;
    const hasWorkers = () => workersOf(pod).some(({ pid }) => !orphans.includes(pid));
    await until(() => isNew() && hasWorkers(), 'another nginx with workers');
    expect(orphans.filter(isRunning)).toEqual([]);
    await until(() => pod.log().includes('nginx was ended by SIGKILL'), 'the news');
    expect((await pod.fetch('/')).status).toBe(200);
  });

  it('clears away the nginx of an agent that was killed', async () => {
    const lines =
      'trap "" CHLD; $AGENT start & first=$!; while ! [ -e /tmp/pod-ready.json ]; do sleep 0.1; done; kill -9 $first; echo KILLED; exec $AGENT start';
    const pod = await start({ lines });
    await until(() => /KILLED[\s\S]*^\[7\/7\] ready +ok/m.test(pod.log()), 'the second start');
    expect(pod.log()).toMatch(
      /Port \d+ was held by nginx of an earlier run \(process group \d+\); it was ended\./,
    );
    expect((await pod.fetch('/')).status).toBe(200);
    expect(pod.processes().filter(({ command }) => command.startsWith('nginx: master'))).toHaveLength(1);
  });

  it('does not start a configuration that broke later, until it is told to look again', async () => {
    const pod = await start();
    await untilReady(pod);
    writeFileSync(join(pod.folder, 'run/nginx/nginx.conf'), 'nonsense');
    sendTo(masterOf(pod), 'SIGKILL');
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    // The page is there as soon as nginx is known to be away; why it is comes with the next look.
    await expect
      .poll(async () => (await pod.fetch('/')).body)
      .toContain('nginx does not take its configuration');
    sendTo(pod.agentPid(), 'SIGHUP');
    await until(() => pod.log().split('[7/7] ready           ok').length === 3, 'the second start');
    expect((await pod.fetch('/')).body).toBe(wholeSite['index.html']);
  });

  it('gives up on an nginx that ends again and again, and says so in its health', async () => {
    const pod = await start();
    await untilReady(pod);
    for (let time = 0; time < 5; time++) {
      await until(() => masterOf(pod) > 0, 'a master');
      sendTo(masterOf(pod), 'SIGKILL');
      await until(() => masterOf(pod) === 0, 'its end');
    }
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    const appOf = ({ checks }: ServedHealth) => checks.find(({ id }) => id === 'app')?.summary;
    await expect.poll(async () => appOf(await pod.health())).toContain('nginx ended 5 times within 5 min');
    expect((await pod.health()).status).toBe('fail');
  });

  it('mends a start that failed only because nginx was slow, and is ready then', async () => {
    const slowNginx = `#!/bin/sh
case "$*" in *daemon*) [ -e /tmp/was-slow ] || { touch /tmp/was-slow; sleep 11; } ;; esac
exec /usr/sbin/nginx "$@"
`;
    const lines = `mkdir /tmp/bin; printf '%s' '${slowNginx}' > /tmp/bin/nginx; chmod +x /tmp/bin/nginx; PATH=/tmp/bin:$PATH exec $AGENT start`;
    const pod = await start({ lines });
    await until(() => /^\[7\/7\] ready +FAIL/m.test(pod.log()), `the failed start; ${pod.log()}`, 40_000);
    expect((await pod.health()).start?.state).toBe('failed');
    expect(existsSync(join(pod.folder, 'pod-ready.json'))).toBe(false);
    await until(() => /^\[7\/7\] ready +ok/m.test(pod.log()), `the mended start; ${pod.log()}`, 40_000);
    expect((await pod.health()).start?.state).toBe('ready');
    expect(existsSync(join(pod.folder, 'pod-ready.json'))).toBe(true);
  }, 90_000);

  it('leaves no word of being ready when nginx is gone', async () => {
    const pod = await start();
    await untilReady(pod);
    writeFileSync(join(pod.folder, 'run/nginx/nginx.conf'), 'nonsense');
    sendTo(masterOf(pod), 'SIGKILL');
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    await expect.poll(() => existsSync(join(pod.folder, 'pod-ready.json'))).toBe(false);
  });

  it('finds an nginx that is installed later, when it is told to look again', async () => {
    const pod = await start({ withoutNginx: true });
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    const lift = ['-t', String(pod.agentPid()), '-m', '-p', 'umount', '/usr/sbin/nginx'];
    execFileSync('nsenter', lift);
    sendTo(pod.agentPid(), 'SIGHUP');
    await until(() => /^\[7\/7\] ready +ok/m.test(pod.log()), `the second start; the log:\n${pod.log()}`);
    expect((await pod.fetch('/')).body).toBe(wholeSite['index.html']);
  });
});
