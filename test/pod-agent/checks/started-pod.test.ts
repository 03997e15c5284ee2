/** Faults planted in a pod that the agent really started: each is found, and a safe fix mends it. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Draft, PodPlan } from '../../../pod-agent/checks/check.ts';
import { checks } from '../../../pod-agent/checks/index.ts';
import type { Host } from '../../../pod-agent/host/host.ts';
import { isExecutable } from '../../neighbours/executable.ts';
import { buildAgent, isRunning, until } from '../built-agent.ts';
import {
  listener,
  masterOf,
  podsOf,
  type StartedPod,
  sendTo,
  startedPodMissing,
  untilReady,
  workersOf,
} from '../start/started-pod.ts';
import { hostWithin, runWithin, type Tools } from './host-within.ts';
import { lookWith, named, notInHaste, troubleIn, unknownPod } from './look.ts';

const start = podsOf(buildAgent());
const own = ['environment', 'nginx', 'app-files', 'network', 'logs'];

/** Everything that these checks find in a pod, in their order. */
function findings(pod: StartedPod, tools: Partial<Tools> = {}): Promise<readonly Draft[]> {
  return notInHaste(() => findingsBy(pod, hostWithin(pod.agentPid(), tools)));
}

async function findingsBy(pod: StartedPod, host: Host): Promise<readonly Draft[]> {
  const plan = planOf(pod);
  const asked = checks.filter(({ id }) => own.includes(id));
  return (await Promise.all(asked.map((check) => lookWith(host, check, plan)))).flat();
}

function planOf(pod: StartedPod): PodPlan {
  const text = execFileSync('cat', [`/proc/${pod.agentPid()}/environ`], { encoding: 'utf8' });
  const number = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(text)?.[1]);
  return {
    ...unknownPod,
    isOurImage: true,
    isAppExpected: true,
    appPort: pod.port,
    site: '/tmp/site',
    runFolder: '/tmp/run',
    logFolder: '/tmp/log',
    agentPort: number('POD_AGENT_HTTP_PORT'),
    nginxStatusPort: number('POD_AGENT_NGINX_STATUS_PORT'),
    podId: 'pod1',
  };
}

async function mend(pod: StartedPod, draft: Draft): Promise<void> {
  expect(draft.fix?.safe).toBe(true);
  const answer = await runWithin(pod.agentPid(), ['sh', '-c', draft.fix?.command ?? 'false'], 25_000);
  expect(answer).toMatchObject({ ok: true, exitCode: 0 });
}

const shells = [
  { name: 'dash', tools: { shell: ['dash'] } },
  { name: 'bash', tools: { shell: ['bash', '--posix'] } },
  // Its own tools and no others, as in an image of Alpine.
  { name: 'busybox', tools: { shell: ['/usr/bin/busybox', 'sh'], path: '/tmp/busybox' } },
].filter(({ name }) => isExecutable(`/usr/bin/${name}`));

describe.skipIf(startedPodMissing !== null)(`faults in a started pod ${startedPodMissing ?? ''}`, () => {
  it.each(shells)('a healthy one has no warning, asked in $name', async ({ tools }) => {
    const pod = await start();
    await untilReady(pod);
    await pod.fetch('/');
    mkdirSync(join(pod.folder, 'busybox'));
    if (isExecutable('/usr/bin/busybox'))
      execFileSync('/usr/bin/busybox', ['--install', '-s', join(pod.folder, 'busybox')]);
    const found = await findings(pod, tools);
    expect(troubleIn(found), JSON.stringify(found, null, 1)).toEqual([]);
    for (const id of ['nginx-well', 'site-well', 'network-well']) expect(named(found, id).status).toBe('ok');
  });

  it('a configuration that broke after nginx was killed is quoted, and written anew by its fix', async () => {
    const pod = await start();
    await untilReady(pod);
    writeFileSync(join(pod.folder, 'run/nginx/nginx.conf'), 'events {}\nworker_conections 12;\n');
    sendTo(masterOf(pod), 'SIGKILL');
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    const found = await findings(pod);
    const first = named(found, 'nginx-config-invalid');
    expect(troubleIn(found).slice(0, 2)).toEqual(['nginx-config-invalid', 'nginx-not-running']);
    expect(first.title).toContain('unknown directive "worker_conections"');
    expect(first.evidence).toContainEqual(
      expect.objectContaining({ what: '/tmp/run/nginx/nginx.conf:2', value: 'worker_conections 12;' }),
    );
    await mend(pod, first);
    await until(() => pod.log().split('[7/7] ready           ok').length === 3, 'the second start');
    expect(troubleIn(await findings(pod)).filter((id) => id.startsWith('nginx'))).toEqual([]);
  });

  it('a configuration that broke while nginx runs is a warning', async () => {
    const pod = await start();
    await untilReady(pod);
    writeFileSync(join(pod.folder, 'run/nginx/nginx.conf'), 'nonsense');
    const found = await findings(pod);
    expect(troubleIn(found)).toEqual(['nginx-config-invalid']);
    expect(named(found, 'nginx-config-invalid').status).toBe('warn');
  });

  it('an nginx that the agent gave up is not running, and started again by its fix', async () => {
    const pod = await start();
    await untilReady(pod);
    for (let time = 0; time < 5; time++) {
      await until(() => masterOf(pod) > 0, 'a master');
      sendTo(masterOf(pod), 'SIGKILL');
      await until(() => masterOf(pod) === 0, 'its end');
    }
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    const found = await findings(pod);
    expect(troubleIn(found)).toEqual(['nginx-not-running']);
    expect(
      named(found, 'nginx-not-running')
        .evidence.map(({ value }) => value)
        .join(),
    ).toMatch(/which is gone/);
    await mend(pod, named(found, 'nginx-not-running'));
    await until(() => masterOf(pod) > 0 && workersOf(pod).length > 0, 'nginx');
    await expect.poll(async () => troubleIn(await findings(pod))).toEqual([]);
  });

  it('what kept the agent from starting nginx is told in its own words', async () => {
    const pod = await start({ variables: { POD_AGENT_LOG_FOLDER: '/dev/null/logs' } });
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    const found = await findings(pod);
    expect(troubleIn(found)).toEqual(['nginx-not-running']);
    const { title, fix } = named(found, 'nginx-not-running');
    expect(title).toContain('nginx was not started: /dev/null/logs cannot be made');
    expect(fix?.text).toContain('name another folder in POD_AGENT_LOG_FOLDER');
  });

  it('a stranger at a port of nginx is named', async () => {
    const { server: other, port: taken } = await listener('127.0.0.1');
    const pod = await start({ variables: { POD_AGENT_NGINX_STATUS_PORT: String(taken) } });
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    const found = await findings(pod);
    expect(troubleIn(found)[0]).toBe(`nginx-port-held:${taken}`);
    expect(named(found, 'nginx-port-held').fix?.text).toContain('POD_AGENT_NGINX_STATUS_PORT');
    other.close();
  });

  it('a stranger within the pod is named with its process', async () => {
    const holder =
      'require("net").createServer().listen(+process.env.POD_AGENT_NGINX_STATUS_PORT,"127.0.0.1",()=>require("fs").writeFileSync("/tmp/listens",""))';
    const lines = `${process.execPath} -e '${holder}' & until [ -e /tmp/listens ]; do sleep 0.1; done; exec $AGENT start`;
    const pod = await start({ lines });
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    const draft = named(await findings(pod), 'nginx-port-held');
    expect(draft.title).toMatch(/ is held by \S+ \(process \d+\), so that nginx cannot have it$/);
    await runWithin(pod.agentPid(), ['sh', '-c', draft.fix?.command ?? 'false'], 20_000);
    sendTo(pod.agentPid(), 'SIGHUP');
    await until(() => /^\[7\/7\] ready +ok/m.test(pod.log()), 'the second start');
  });

  it('a stopped nginx is silent, and goes on by its fix', async () => {
    const pod = await start();
    await untilReady(pod);
    for (const { pid } of workersOf(pod)) sendTo(pid, 'SIGSTOP');
    const found = await findings(pod);
    expect(troubleIn(found)[0]).toBe('nginx-silent');
    await mend(pod, named(found, 'nginx-silent'));
    expect((await pod.fetch('/')).status).toBe(200);
  });

  it('a stopped agent is silent, and goes on by its fix', async () => {
    const pod = await start();
    await untilReady(pod);
    const agent = pod.agentPid();
    sendTo(agent, 'SIGSTOP');
    // One look, and no longer than a check waits: nginx waits for the agent too, and logs that in the end, as a finding more.
    const found = await findingsBy(pod, hostWithin(agent, {}, 1));
    expect(troubleIn(found)[0]).toBe('network-agent-silent');
    await mend(pod, named(found, 'network-agent-silent'));
    await until(() => isRunning(agent), 'the agent');
    await expect.poll(async () => troubleIn(await findings(pod))).toEqual([]);
  });

  it('an nginx that is not installed is missing', async () => {
    const pod = await start({ withoutNginx: true });
    await until(() => pod.log().includes('tells why'), 'the diagnosis');
    expect(troubleIn(await findings(pod))[0]).toBe('nginx-missing');
  });

  it('a site without its first page, an empty one, and a missing script are told apart', async () => {
    const pod = await start();
    await untilReady(pod);
    rmSync(join(pod.folder, 'site/assets/a.js'));
    expect(troubleIn(await findings(pod))).toEqual(['site-references-missing']);
    writeFileSync(join(pod.folder, 'site/index.html'), '');
    expect(troubleIn(await findings(pod))).toEqual(['site-index-empty']);
    rmSync(join(pod.folder, 'site/index.html'));
    writeFileSync(join(pod.folder, 'site/other.html'), 'x');
    expect(troubleIn(await findings(pod)).slice(0, 2)).toContain('site-index-missing');
    rmSync(join(pod.folder, 'site'), { recursive: true });
    expect(troubleIn(await findings(pod))).toContain('site-missing');
  });

  it('a site that the workers may not read is opened by its fix', async () => {
    const pod = await start();
    await untilReady(pod);
    chmodSync(join(pod.folder, 'site'), 0o700);
    const found = await findings(pod);
    expect(troubleIn(found)).toContain('site-unreadable');
    expect((await pod.fetch('/')).status).toBeGreaterThanOrEqual(400);
    await mend(pod, named(found, 'site-unreadable'));
    expect((await pod.fetch('/')).status).toBe(200);
    expect(troubleIn(await findings(pod)).filter((id) => id.startsWith('site'))).toEqual([]);
  });

  it('settings with slips are named with the nearest right one', async () => {
    const pod = await start({
      variables: {
        POD_AGENT_APP_PROT: '8080',
        POD_AGENT_RATE_LIMIT: 'zzz',
        RUNPOD_API_KEY: 'rpa_verysecret',
      },
    });
    await untilReady(pod);
    writeFileSync(join(pod.folder, 'pod-agent.env'), 'POD_AGENT_CPU_WARN_PRECENT=50\n');
    const found = await findings(pod);
    expect(named(found, 'environment-setting-unknown').title).toContain('POD_AGENT_APP_PORT is near');
    expect(troubleIn(found)).toEqual(
      expect.arrayContaining([
        'environment-setting-unknown:POD_AGENT_APP_PROT',
        'environment-setting-unknown:POD_AGENT_CPU_WARN_PRECENT',
        'environment-setting-refused:POD_AGENT_RATE_LIMIT',
      ]),
    );
    expect(JSON.stringify(found)).not.toContain('verysecret');
  });

  it('a resolver file without a server is found, and mended by its fix', async () => {
    const lines =
      'echo "# empty" > /tmp/resolv; mount --bind /tmp/resolv /etc/resolv.conf; exec $AGENT start';
    const pod = await start({ lines });
    await untilReady(pod);
    execFileSync('nsenter', [
      '-t',
      String(pod.agentPid()),
      '-m',
      'sh',
      '-c',
      'grep -q empty /etc/resolv.conf || { echo "# empty" >/tmp/resolv; mount --bind /tmp/resolv /etc/resolv.conf; }',
    ]);
    const found = await findings(pod);
    expect(troubleIn(found)).toEqual(['network-no-nameserver']);
    await mend(pod, named(found, 'network-no-nameserver'));
    expect(troubleIn(await findings(pod))).toEqual([]);
  });
});
