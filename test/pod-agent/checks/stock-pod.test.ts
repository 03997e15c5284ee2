/** Faults of nginx and of applications in containers that our agent did not start. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../pod-agent/checks/check.ts';
import { tailScript } from '../../../pod-agent/checks/web/sources.ts';
import { freePort } from '../../neighbours/free-port.ts';
import { named, troubleIn } from './look.ts';
import { stockConfiguration, stockPodMissing, stockPods } from './stock-pod.ts';

const start = stockPods();

/** A program's last argument of `listen`, and what waits for it. */
const tells = '()=>require("fs").writeFileSync("/tmp/listens","")';
const untilTold = 'until [ -e /tmp/listens ]; do sleep 0.1; done';
/** A master and two workers. */
const allUp = 'until [ -s /run/nginx.pid ] && [ "$(pgrep -cx nginx)" -ge 3 ]; do sleep 0.1; done';

describe.skipIf(stockPodMissing !== null)(`a container of another image ${stockPodMissing ?? ''}`, () => {
  it('has no warning where no web server runs, and nobody expects one', async () => {
    const pod = await start();
    const found = await pod.findings();
    expect(troubleIn(found), JSON.stringify(found, null, 1)).toEqual([]);
    expect(named(found, 'nginx-unused').status).toBe('skip');
    expect(named(found, 'site-absent').status).toBe('skip');
    expect(named(found, 'logs-absent').status).toBe('skip');
  });

  it('has no warning where nginx serves', async () => {
    const pod = await start();
    await pod.run('nginx');
    const found = await pod.findings({ isAppExpected: true });
    expect(troubleIn(found), JSON.stringify(found, null, 1)).toEqual([]);
    expect(named(found, 'nginx-well').title).toMatch(
      /2 workers\), its configuration is taken, \/ answers 200/,
    );
  });

  it('tells orphans from nginx, and its fix has a new nginx serve', async () => {
    const pod = await start();
    await pod.run(`nginx && ${allUp}; kill -9 $(cat /run/nginx.pid)`);
    const found = await pod.findingsOf('nginx');
    expect(troubleIn(found)).toEqual(['nginx-orphan-workers']);
    const orphans = named(found, 'nginx-orphan-workers');
    expect(orphans.title).toBe(`2 workers of an nginx whose master is gone hold port ${pod.port}`);
    // They serve well still: when to interrupt that is for a person to say.
    expect(orphans.fix?.safe).toBe(false);
    await pod.run(orphans.fix?.command ?? 'false');
    await expect.poll(async () => troubleIn(await pod.findingsOf('nginx'))).toEqual([]);
  });

  it('finds an nginx that was killed, by the pid that it left', async () => {
    const pod = await start();
    await pod.run(`nginx && ${allUp}; kill -9 $(pgrep -x nginx)`);
    const found = await pod.findings();
    expect(troubleIn(found)).toEqual(['nginx-not-running']);
    const { fix } = named(found, 'nginx-not-running');
    expect(fix).toMatchObject({ safe: true, reversible: true });
    await pod.run(fix?.command ?? 'false');
    expect(troubleIn(await pod.findings())).toEqual([]);
  });

  it('names the program that has the port of an nginx which could not start', async () => {
    const pod = await start();
    const program = `require("http").createServer((q,r)=>r.end("x")).listen(${pod.port},"0.0.0.0",${tells})`;
    await pod.run(`${process.execPath} -e '${program}' >/dev/null 2>&1 & ${untilTold}; nginx; :`);
    const found = await pod.findings({ isAppExpected: true });
    expect(troubleIn(found).slice(0, 2)).toEqual([`nginx-port-held:${pod.port}`, 'nginx-not-running']);
    const held = named(found, 'nginx-port-held');
    expect(held.title).toMatch(/ is held by \S+ \(process \d+\), so that nginx cannot have it$/);
    // The fix tells the program to end, which it does in its own time; nginx itself tries for half a second.
    await pod.run(`${held.fix?.command} && for try in $(seq 20); do nginx && exit 0; done; exit 1`);
    expect(named(await pod.findingsOf('nginx'), 'nginx-well').status).toBe('ok');
  });

  it('quotes the line of a configuration that is not taken', async () => {
    const pod = await start();
    writeFileSync(
      join(pod.folder, 'nginx/nginx.conf'),
      `events {}
http { server {
listen ${pod.port};
lisen 81;
} }
`,
    );
    const found = await pod.findings({ isAppExpected: true });
    expect(troubleIn(found).slice(0, 2)).toEqual(['nginx-config-invalid', 'nginx-not-running']);
    const { evidence, fix } = named(found, 'nginx-config-invalid');
    expect(evidence[1]).toMatchObject({ what: '/etc/nginx/nginx.conf:4', value: 'lisen 81;' });
    expect(fix?.text).toContain('Correct /etc/nginx/nginx.conf:4');
  });

  it('does not miss nginx where it is installed, and another program is to serve', async () => {
    const pod = await start();
    const elsewhere = await freePort();
    writeFileSync(join(pod.folder, 'nginx/nginx.conf'), stockConfiguration(elsewhere));
    expect(troubleIn(await pod.findings({ isAppExpected: true }))).toEqual([
      `network-nothing-listens:${pod.port}`,
    ]);
  });

  it('knows an upstream that is not found from a slip in the configuration', async () => {
    const pod = await start();
    const location = 'proxy_pass http://no-such-host.invalid:8000;';
    writeFileSync(join(pod.folder, 'nginx/nginx.conf'), stockConfiguration(pod.port, location));
    const found = await pod.findingsOf('nginx', { isAppExpected: true });
    expect(troubleIn(found)).toEqual(['nginx-host-not-found', 'nginx-not-running']);
  });

  it('names an application behind nginx that is not there: 502, and the logs', async () => {
    const pod = await start();
    const nobody = await freePort();
    const location = `proxy_pass http://127.0.0.1:${nobody};`;
    writeFileSync(join(pod.folder, 'nginx/nginx.conf'), stockConfiguration(pod.port, location));
    await pod.run('nginx');
    for (let time = 0; time < 12; time++)
      await fetch(`http://127.0.0.1:${pod.port}/api/users/${time}?token=abc`);
    const found = await pod.findings({ isAppExpected: true });
    expect(troubleIn(found)).toEqual([
      'nginx-answers-error:502',
      'logs-server-errors',
      'logs-upstream-refused',
    ]);
    const errors = named(found, 'logs-server-errors');
    expect(errors.evidence).toContainEqual(expect.objectContaining({ value: '/api/users/N: 12' }));
    expect(named(found, 'logs-patterns').evidence[0]?.value).toContain(
      'connect() failed (N: Connection refused)',
    );
    expect(JSON.stringify(found)).not.toContain('token=abc');
  });

  it('warns of an application behind nginx that takes more than a second, which no log tells', async () => {
    const pod = await start();
    const program = createServer((_, response) => setTimeout(() => response.end('at last'), 1200));
    const upstream = program.listen(await freePort(), '127.0.0.1');
    await once(upstream, 'listening');
    const address = upstream.address();
    const location = `proxy_pass http://127.0.0.1:${typeof address === 'object' ? address?.port : ''};`;
    writeFileSync(join(pod.folder, 'nginx/nginx.conf'), stockConfiguration(pod.port, location));
    await pod.run('nginx');
    let found: readonly Draft[] = [];
    // On a busy machine it takes longer than it is waited for now and then, and is silent then.
    await expect
      .poll(async () => {
        found = await pod.findingsAtOnce({ isAppExpected: true });
        return troubleIn(found);
      })
      .toEqual(['nginx-answers-slowly']);
    program.close();
    const slow = named(found, 'nginx-answers-slowly');
    expect(slow).toMatchObject({ status: 'warn', fix: { command: null } });
    expect(slow.evidence[0]?.what).toContain('asked once');
  });

  it('names a program that only the pod itself can reach', async () => {
    const pod = await start();
    const program = createServer((_, response) => response.end('ok')).listen(pod.port, '127.0.0.1');
    await once(program, 'listening');
    const found = await pod.findings({ isAppExpected: true });
    program.close();
    expect(troubleIn(found)).toEqual([`network-loopback-only:${pod.port}`]);
    expect(named(found, 'network-loopback-only').fix?.text).toContain('0.0.0.0');
  });

  it('names a port at which nobody listens, and who answers with an error', async () => {
    const pod = await start();
    expect(troubleIn(await pod.findings({ isAppExpected: true }))).toContain(
      `network-nothing-listens:${pod.port}`,
    );
    const program = `require("http").createServer((q,r)=>{r.statusCode=500;r.end()}).listen(${pod.port},${tells})`;
    await pod.run(`${process.execPath} -e '${program}' >/dev/null 2>&1 & ${untilTold}`);
    const found = await pod.findings({ isAppExpected: true });
    expect(troubleIn(found)).toEqual(['network-app-error']);
    expect(named(found, 'network-app-error').title).toMatch(/^\S+ \(process \d+\) answers 500 at \/$/);
  });

  it('names crashes and full disks from the logs of applications', async () => {
    const pod = await start();
    const stamp = new Date().toISOString().slice(0, 19).replace('T', ' ');
    const lines = [
      '2001-01-01 00:00:00 ERROR No space left on device, long ago',
      `${stamp} ERROR torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB`,
      `${stamp} ERROR request 17 failed with api_key=sk-abcdefghijklmnopqrstu`,
      `${stamp} ERROR request 18 failed with api_key=sk-abcdefghijklmnopqrstu`,
    ];
    await pod.run(`printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} >/var/log/app.log`);
    const found = await pod.findingsOf('logs');
    expect(troubleIn(found)).toEqual(['logs-gpu-memory']);
    expect(named(found, 'logs-patterns').evidence[0]).toMatchObject({
      what: '2 times',
      value: 'TIME ERROR request N failed with api_key=***',
      source: '/var/log/app.log',
    });
  });

  it('does not wait for logs that are the output of the container', async () => {
    const pod = await start();
    await pod.run(
      'ln -s /dev/stdout /var/log/nginx/access.log && ln -s /dev/stderr /var/log/nginx/error.log',
    );
    expect(named(await pod.findingsOf('logs'), 'logs-absent').status).toBe('skip');
    // It would wait until the line is given up, which rejects.
    const line = `sh -c '${tailScript}' sh /var/log/nginx/access.log; echo "code $?"`;
    expect(await pod.run(line)).toBe('code 1\n');
  });

  it('knows what RunPod set, and never a secret', async () => {
    const environment = {
      RUNPOD_POD_ID: 'abcdefghijklmn',
      RUNPOD_API_KEY: 'rpa_secret',
      RUNPOD_TCP_PORT_22: '41022',
      CUDA_VISIBLE_DEVICES: '',
      SECRET_OF_MINE: 'POD_AGENT_X=1',
    };
    const pod = await start({ environment });
    const found = await pod.findings({ podId: 'abcdefghijklmn', gpuCount: 2 });
    expect(troubleIn(found)).toEqual([
      'environment-gpus-hidden:CUDA_VISIBLE_DEVICES',
      'environment-public-key-missing',
      'network-ssh-not-listening',
    ]);
    expect(JSON.stringify(found)).not.toContain('rpa_secret');
  });
});
