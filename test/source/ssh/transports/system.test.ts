/** What only the system's ssh does: jump hosts, certificates of either side, trust in files, and a master that is ended. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../../../source/ssh/connection-types.ts';
import { endLeftMasters } from '../../../../source/ssh/system/socket-folder.ts';
import { listProcesses, signalProcess } from '../../../neighbours/processes.ts';
import { startSshPod } from '../../../neighbours/ssh-pod.ts';
import { makeKey, sshdMissing } from '../../../neighbours/sshd.ts';
import { type Changes, connectBy, runToEnd, type Server, storeOf, succeeded, wayOf } from './ways.ts';

const system = wayOf('system');
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(server: Server, changes: Changes = {}): Promise<Connection> {
  const connection = succeeded(await connectBy(system, server, changes));
  closing.push(async () => {
    connection.destroy();
    await connection.closed;
  });
  return connection;
}

async function start(configuration: readonly string[] = []): Promise<Server> {
  const server = await startSshPod({ configuration });
  closing.push(() => server.stop());
  return server;
}

/** A configuration in a file of its own, for a host given by hand. */
function configured(server: Server, lines: readonly string[]): Changes {
  const configPath = join(server.directory, 'ssh_config');
  writeFileSync(configPath, `${lines.join('\n')}\n`);
  return { settings: { wantedFor: () => 'auto', configPath }, target: { podId: 'ssh:pod' } };
}

const base = process.env.XDG_RUNTIME_DIR ?? tmpdir();
const folders = () => {
  return readdirSync(base).filter((name) => name.startsWith(`pod-engine-ssh-${process.pid}-`));
};
const masters = () =>
  listProcesses().filter(({ command }) => command.includes(`pod-engine-ssh-${process.pid}-`));

describe.skipIf(sshdMissing !== null)(`the system's ssh${sshdMissing ?? ''}`, { timeout: 90_000 }, () => {
  let pod: Server;
  beforeAll(async () => {
    pod = await startSshPod();
  });
  afterAll(async () => {
    await pod.stop();
  });

  test('a master lives as long as its connection, in a folder for us alone, and nothing is left of it', async () => {
    const connection = await open(pod);
    const [folder = ''] = folders();
    expect(masters()).toHaveLength(1);
    expect(
      execFileSync('stat', ['-c', '%a', join(base, folder)])
        .toString()
        .trim(),
    ).toBe('700');
    connection.destroy();
    expect(await connection.closed).toMatchObject({ kind: 'closed', retriable: true });
    expect(folders()).toEqual([]);
    await expect.poll(masters).toEqual([]);
  });

  test('a client whose master was killed makes no connection of its own', async () => {
    const connection = await open(pod);
    for (const { pid } of masters()) signalProcess(pid, 'SIGKILL');
    expect(await connection.exec({ command: 'echo here' })).toMatchObject({ ok: false });
    expect(await connection.closed).toMatchObject({ retriable: true });
    expect(folders()).toEqual([]);
  });

  test('a master that a killed console left behind is ended by the next', async () => {
    const left = mkdtempSync(join(tmpdir(), 'pod-engine-left-'));
    closing.push(() => rmSync(left, { recursive: true, force: true }));
    const dead = spawnSync('true').pid;
    const [old, alive] = [`pod-engine-ssh-${dead}-AbCdEf`, `pod-engine-ssh-${process.pid}-AbCdEf`];
    for (const name of [old, alive]) mkdirSync(join(left, name));
    const socketPath = join(left, old, 's');
    const words = [
      '-F',
      '/dev/null',
      '-M',
      '-S',
      socketPath,
      '-N',
      '-i',
      pod.clientKeyPath,
      '-p',
      `${pod.port}`,
    ];
    const trusting = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'];
    const master = spawn('ssh', [...words, ...trusting, '127.0.0.1'], { stdio: 'ignore' });
    closing.push(() => master.kill('SIGKILL'));
    const ended = once(master, 'exit');
    await expect.poll(() => existsSync(socketPath)).toBe(true);
    await endLeftMasters(left, 'ssh');
    await ended;
    expect(readdirSync(left)).toEqual([alive]);
  });

  test('the key of the first contact is pinned as any other, and ssh2 believes the same', async () => {
    const server = await start();
    (await open(server)).destroy();
    const own = readFileSync(`${server.hostKeyPath}.pub`, 'utf8').split(' ')[1];
    const store = storeOf(server);
    await store.load();
    expect(store.find('runpod:pod1')).toMatchObject({ blob: own, source: 'first-contact' });
    succeeded(await connectBy(wayOf('ssh2'), server)).destroy();
    await server.restart({ newHostKey: true });
    expect(await connectBy(system, server)).toMatchObject({ ok: false, failure: { kind: 'host-key' } });
  });

  test('a pod made anew may show another key', async () => {
    const server = await start();
    (await open(server, { target: { generation: 'g1' } })).destroy();
    await server.restart({ newHostKey: true });
    (await open(server, { target: { generation: 'g2' } })).destroy();
  });

  test('a key revoked in known_hosts is refused', async () => {
    const server = await start();
    const known = join(server.directory, 'known_hosts');
    writeFileSync(
      known,
      `@revoked [127.0.0.1]:${server.port} ${readFileSync(`${server.hostKeyPath}.pub`, 'utf8')}`,
    );
    expect(await connectBy(system, server, { knownHostsPaths: [known] })).toMatchObject({
      ok: false,
      failure: { kind: 'host-key', message: expect.stringContaining('revoked') },
    });
  });

  test('goes over a jump host, which the configuration asks for', async () => {
    const jump = await start();
    const known = join(pod.directory, 'known_hosts');
    const hostKey = readFileSync(`${jump.hostKeyPath}.pub`, 'utf8');
    writeFileSync(known, `[127.0.0.1]:${jump.port} ${hostKey}`);
    const changes = configured(pod, [
      'Host jump',
      '  HostName 127.0.0.1',
      `  Port ${jump.port}`,
      `  User ${jump.username}`,
      `  IdentityFile ${jump.clientKeyPath}`,
      `  UserKnownHostsFile ${known}`,
      'Host 127.0.0.1',
      '  ProxyJump jump',
    ]);
    const connection = await open(pod, changes);
    expect(connection.transport).toBe('system');
    expect((await runToEnd(connection, 'echo through')).output).toBe('through\n');
    await expect.poll(() => jump.log()).toContain('Accepted publickey');
  });

  test('lets itself in with a certificate of the user, and believes a host by its authority', async () => {
    const authority = join(pod.directory, 'authority');
    makeKey(authority, 'ed25519');
    const server = await start([`TrustedUserCAKeys ${authority}.pub`]);
    const key = join(server.directory, 'certified');
    makeKey(key, 'ed25519');
    const sign = (words: readonly string[]) =>
      execFileSync('ssh-keygen', ['-q', '-s', authority, '-I', 'test', ...words]);
    sign(['-n', server.username, `${key}.pub`]);
    sign(['-h', '-n', '127.0.0.1', `${server.hostKeyPath}.pub`]);
    const known = join(server.directory, 'known_hosts');
    writeFileSync(known, `@cert-authority [127.0.0.1]:* ${readFileSync(`${authority}.pub`, 'utf8')}`);
    const changes = {
      ...configured(server, ['Host 127.0.0.1', `  UserKnownHostsFile ${known}`]),
      keyPath: key,
    };
    const certified = await startSshPod({
      configuration: [
        `TrustedUserCAKeys ${authority}.pub`,
        `HostKey ${server.hostKeyPath}`,
        `HostCertificate ${server.hostKeyPath}-cert.pub`,
      ],
    });
    closing.push(() => certified.stop());
    const connection = await open(certified, changes);
    expect(connection.transport).toBe('system');
    expect((await runToEnd(connection, 'echo certified')).output).toBe('certified\n');
    // Without the certificate nobody is let in by that key.
    expect(await connectBy(wayOf('ssh2'), certified, { keyPath: key })).toMatchObject({
      ok: false,
      failure: { kind: 'authentication' },
    });
  });

  test('forwards streams to ports and to sockets', async () => {
    const connection = await open(pod);
    const socketPath = join(pod.directory, 'echo.sock');
    for (const where of [socketPath, 0] as const) {
      const server = createServer((socket) => socket.pipe(socket)).listen(
        where === 0 ? { port: 0, host: '127.0.0.1' } : where,
      );
      closing.push(() => server.close());
      await new Promise((resolve) => server.once('listening', resolve));
      const address = server.address();
      const target =
        typeof address === 'object' && address !== null
          ? ({ kind: 'tcp', host: '127.0.0.1', port: address.port } as const)
          : ({ kind: 'unix', path: socketPath } as const);
      const opened = await connection.openStream?.(target);
      if (opened === undefined || !opened.ok) throw new Error('no stream');
      const stream = opened.value;
      stream.on('error', () => {});
      stream.write('ping');
      expect(String(await new Promise((resolve) => stream.once('data', resolve)))).toBe('ping');
      stream.destroy();
    }
    expect(await connection.openStream?.({ kind: 'tcp', host: '127.0.0.1', port: 1 })).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('127.0.0.1:1') },
    });
  });

  test('names the program that gives a shell, and it goes over the same connection', async () => {
    const connection = await open(pod);
    const program = connection.shellProgram?.('echo "shell $PPID"; exit 7');
    if (program == null) throw new Error('no program');
    const run = () =>
      execFileSync(program.file, [...program.arguments], { stdio: ['ignore', 'pipe', 'ignore'] });
    const connections = () => pod.log().match(/Accepted publickey/g)?.length;
    const before = connections();
    expect(run).toThrow(expect.objectContaining({ status: 7 }));
    expect(connections()).toBe(before);
  });

  test('one session more than sshd opens is told, and the connection stays', async () => {
    const server = await start(['MaxSessions 2']);
    const connection = await open(server);
    const two = [await connection.exec({ command: 'cat' }), await connection.exec({ command: 'cat' })];
    expect(two.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await connection.exec({ command: 'true' })).toMatchObject({
      ok: false,
      failure: { kind: 'sessions', retriable: true },
    });
    succeeded(two[0] ?? (await connection.exec({ command: 'true' }))).close();
    await expect
      .poll(async () => (await connection.exec({ command: 'true' })).ok, { interval: 200 })
      .toBe(true);
  });

  test.each([
    ['a program that is not there', { program: '/nonexistent/ssh' }, /cannot be started/],
    ['a configuration with a mistake in it', { configPath: 'BAD' }, /does not accept its configuration/],
  ])('%s is a failure that no retry mends', async (_, settings, message) => {
    const bad = join(pod.directory, 'bad_config');
    writeFileSync(bad, 'Bogus yes\n');
    const configPath = 'configPath' in settings ? bad : '/dev/null';
    const failed = await connectBy(system, pod, { settings: { ...settings, configPath } });
    expect(failed).toMatchObject({ ok: false, failure: { retriable: false } });
    expect(failed.ok ? '' : failed.failure.message).toMatch(message);
  });

  test('gives up when nobody answers, and cleans up', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    closing.push(() => silent.close());
    await new Promise((resolve) => silent.once('listening', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const failed = await connectBy(system, pod, {
      target: { endpoint: { host: '127.0.0.1', port, username: 'x' } },
      timings: { connectTimeoutMs: 1000, handshakeTimeoutMs: 200 },
    });
    expect(failed).toMatchObject({ ok: false, failure: { kind: 'timeout', retriable: true } });
    expect(folders()).toEqual([]);
  });
});
