/** A pod as clients meet it over SSH: ssh2's client and OpenSSH's. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFrame } from '../../../../pod-agent/protocol/codec.ts';
import type { Frame } from '../../../../pod-agent/protocol/frames.ts';
import { type Simulation, startSimulation } from '../../../../source/simulator/simulation.ts';
import { clientKey, connect, plant, podCalled, run } from '../asking.ts';

let simulation: Simulation;

beforeAll(async () => {
  simulation = await startSimulation({ pods: 12, seed: 7, port: 0 });
});

afterAll(() => simulation.stop());

const podOf = (part: string) => podCalled(simulation, part);

function framesIn(out: string): Frame[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const decoded = decodeFrame(line);
      if (!decoded.ok) throw new Error(`${decoded.reason}: ${line}`);
      return decoded.frame;
    });
}

const stream = 'pod-agent stream --interval-ms 200';
const afterSamples = (count: number) => (out: string) => out.split('"kind":"sample"').length > count;

describe('the agent', () => {
  it("streams frames that the agent's own codec takes, until standard input ends", async () => {
    const { client } = await connect(podOf('-train-0').port);
    const { code, out, err } = await run(client, `exec ${stream} --nonce 'a b'`, afterSamples(4));
    client.destroy();
    const frames = framesIn(out);
    expect([code, err]).toEqual([0, '']);
    expect(out.startsWith('\n{"kind":"hello"')).toBe(true);
    expect(frames[0]).toMatchObject({ kind: 'hello', nonce: 'a b', agentKind: 'agent', intervalMs: 200 });
    const inventory = frames.find((frame) => frame.kind === 'hello' && frame.inventory !== null);
    expect(inventory).toMatchObject({ inventory: { runpod: { RUNPOD_GPU_COUNT: '8' } } });
    expect(out).not.toContain('RUNPOD_API_KEY');
    const samples = frames.filter((frame) => frame.kind === 'sample');
    expect(samples.map(({ sequence }) => sequence)).toEqual(samples.map((_, at) => at));
    expect(samples.at(-1)).toMatchObject({ failures: [], gpu: { vendor: 'nvidia', expectedCount: 8 } });
  });

  it('goes on counting where a reader left off', async () => {
    const { client } = await connect(podOf('-infer-').port);
    const { out } = await run(client, `${stream} --since 41`, afterSamples(1));
    client.destroy();
    expect(framesIn(out).find((frame) => frame.kind === 'sample')).toMatchObject({ sequence: 42 });
  });

  it('checks health once, and fails where the application does', async () => {
    const healthy = await connect(podOf('-infer-').port);
    const good = await run(healthy.client, 'pod-agent health check --json', (text) => text.includes('\n'));
    healthy.client.destroy();
    expect(good.err).toBe('');
    expect(JSON.parse(good.out)).toMatchObject({ schema: 1, checks: expect.any(Array) });
    const { id, port } = podOf('-infer-');
    await plant(simulation, { action: 'fail-site', podId: id });
    const { client } = await connect(port);
    const { code, out } = await run(client, 'pod-agent health check --json', (text) => text.includes('\n'));
    client.destroy();
    await plant(simulation, { action: 'settle', podId: id });
    const report = JSON.parse(out) as {
      readonly status: string;
      readonly checks: readonly { readonly id: string; readonly status: string }[];
    };
    expect(report.checks.find((check) => check.id === 'app')?.status).toBe('fail');
    expect([code, report.status]).toEqual([2, 'fail']);
  });

  it('sends health of its own along with the stream', async () => {
    const { client } = await connect(podOf('-train-0').port);
    const { out } = await run(client, stream, (text) => text.includes('"kind":"health"'));
    client.destroy();
    const health = framesIn(out).find((frame) => frame.kind === 'health');
    expect(health).toMatchObject({ source: 'stream', report: { schema: 1 } });
    expect(health?.report.checks.find((check) => check.id === 'app')).toMatchObject({ status: 'ok' });
  });

  it('refuses what it does not understand', async () => {
    const { client } = await connect(podOf('-train-0').port);
    expect(await run(client, 'pod-agent stream --interval-ms soon')).toMatchObject({ code: 2, out: '' });
    expect(await run(client, 'pod-agent dance')).toMatchObject({
      code: 2,
      err: expect.stringContaining('"dance"'),
    });
    client.destroy();
  });
});

describe('other commands', () => {
  it.each([
    ['true', { code: 0, out: '', err: '' }],
    ["echo 'two  words'", { code: 0, out: 'two  words\n', err: '' }],
    ['vim x', { code: 127, out: '', err: 'bash: line 1: vim: command not found\n' }],
    [
      'hostname | cat',
      {
        code: 127,
        out: '',
        err: expect.stringContaining('sh: this machine is simulated: it takes one program'),
      },
    ],
  ])('%s', async (command, expected) => {
    const { client } = await connect(podOf('-train-0').port);
    expect(await run(client, command)).toEqual(expected);
    client.destroy();
  });

  it('lets root in, with a key or without one, and nobody else', async () => {
    const { port } = podOf('-train-0');
    (await connect(port, { authHandler: ['none'] })).client.destroy();
    await expect(connect(port, { username: 'admin' })).rejects.toThrow('authentication');
    await expect(connect(port, { authHandler: ['password'], password: 'secret' })).rejects.toThrow(
      'authentication',
    );
  });

  it('has a host key of its own in each pod', async () => {
    const links = await Promise.all([podOf('-train-0'), podOf('-infer-')].map(({ port }) => connect(port)));
    expect(links[0]?.hostKey.equals(links[1]?.hostKey ?? Buffer.alloc(0))).toBe(false);
    for (const { client } of links) client.destroy();
  });
});

describe('faults', () => {
  it('an agent that is stopped ends its streams and is no longer found', async () => {
    const { id, port } = podOf('-dev-');
    await plant(simulation, { action: 'start-agent', podId: id });
    const { client } = await connect(port);
    let begun = false;
    const ended = run(client, stream, (out) => {
      if (out.includes('"kind":"sample"') && !begun) {
        begun = true;
        void plant(simulation, { action: 'stop-agent', podId: id });
      }
      return false;
    });
    expect((await ended).code).toBe(0);
    expect(await run(client, stream)).toMatchObject({
      code: 127,
      err: 'bash: line 1: pod-agent: command not found\n',
    });
    await plant(simulation, { action: 'start-agent', podId: id });
    expect((await run(client, stream, afterSamples(1))).code).toBe(0);
    client.destroy();
  });

  it('an agent that is frozen prints nothing while its connection stands', async () => {
    const { id, port } = podOf('-dev-');
    const { client } = await connect(port);
    await plant(simulation, { action: 'freeze-agent', podId: id });
    const silent = run(client, stream, () => false);
    const waited = new Promise<string>((resolve) => setTimeout(() => resolve('silent'), 1000));
    expect(await Promise.race([silent.then(({ out }) => out), waited])).toBe('silent');
    await plant(simulation, { action: 'thaw-agent', podId: id });
    client.destroy();
    expect((await silent).out).not.toContain('hello');
  });

  it('connections are dropped, refused and accepted again', async () => {
    const { id, port } = podOf('-dev-');
    await plant(simulation, { action: 'accept-ssh', podId: id });
    const { client } = await connect(port);
    const closed = new Promise<void>((resolve) => client.on('close', resolve));
    await plant(simulation, { action: 'drop-ssh', podId: id });
    await closed;
    (await connect(port)).client.destroy();
    await plant(simulation, { action: 'refuse-ssh', podId: id });
    await expect(connect(port)).rejects.toThrow();
    await plant(simulation, { action: 'accept-ssh', podId: id });
    (await connect(port)).client.destroy();
  });

  it('a host key is changed', async () => {
    const { id, port } = podOf('-dev-');
    const before = await connect(port);
    await plant(simulation, { action: 'change-host-key', podId: id });
    const after = await connect(port);
    expect(after.hostKey.equals(before.hostKey)).toBe(false);
    before.client.destroy();
    after.client.destroy();
  });

  it('a volume that hangs is told as unanswered', async () => {
    const { id, port } = podOf('-dev-');
    await plant(simulation, { action: 'hang-volume', podId: id });
    const { client } = await connect(port);
    const { out } = await run(client, stream, afterSamples(2));
    client.destroy();
    await plant(simulation, { action: 'free-volume', podId: id });
    const sample = framesIn(out).findLast((frame) => frame.kind === 'sample');
    expect(sample?.disk?.mounts.find(({ mountPoint }) => mountPoint === '/workspace')).toMatchObject({
      unanswered: true,
    });
  });
});

const openSsh = hasOpenSsh();

describe.skipIf(!openSsh)(`OpenSSH's client${openSsh ? '' : ' (skipped: ssh is not installed)'}`, () => {
  let folder: string;
  let keyPath: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pod-engine-ssh-'));
    keyPath = join(folder, 'key');
    writeFileSync(keyPath, clientKey);
    chmodSync(keyPath, 0o600);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function ssh(port: number, command: string) {
    const options = [
      'StrictHostKeyChecking=no',
      `UserKnownHostsFile=${join(folder, 'known')}`,
      'BatchMode=yes',
      'IdentitiesOnly=yes',
    ];
    const words = [
      '-F',
      '/dev/null',
      '-i',
      keyPath,
      ...options.flatMap((option) => ['-o', option]),
      '-p',
      String(port),
    ];
    return spawn('ssh', [...words, 'root@127.0.0.1', command], { stdio: ['pipe', 'pipe', 'pipe'] });
  }

  it('runs a command and gets its exit code', async () => {
    const child = ssh(podOf('-train-0').port, 'nvidia-smi -L');
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^GPU 0: NVIDIA H100 80GB HBM3/);
  });

  it('streams until its standard input ends', async () => {
    const child = ssh(podOf('-sft-').port, `${stream} --nonce z`);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (afterSamples(3)(out)) child.stdin.end();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    expect(framesIn(out).findLast((frame) => frame.kind === 'sample')).toMatchObject({
      gpu: { vendor: 'amd' },
    });
  });
});

function hasOpenSsh(): boolean {
  try {
    execFileSync('ssh', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
