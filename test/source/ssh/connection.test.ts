import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Connection, type ConnectOptions, connect } from '../../../source/ssh/connection.ts';
import type { Outcome } from '../../../source/ssh/failure.ts';
import { hostKeyAlgorithms } from '../../../source/ssh/host-key.ts';
import { loadIdentities } from '../../../source/ssh/identities.ts';
import { defaultTimings } from '../../../source/ssh/timings.ts';
import { freePort } from '../../neighbours/free-port.ts';
import { signalProcess } from '../../neighbours/processes.ts';
import { makeKey, type Sshd, sshdMissing, startSshd } from '../../neighbours/sshd.ts';

const opened: Connection[] = [];
const servers: Server[] = [];

afterEach(() => {
  for (const connection of opened.splice(0)) connection.destroy();
  for (const server of servers.splice(0)) server.close();
});

const timings = {
  ...defaultTimings,
  connectTimeoutMs: 40_000,
  handshakeTimeoutMs: 40_000,
  channelTimeoutMs: 40_000,
};

describe.skipIf(sshdMissing !== null)(`a connection to a real sshd${sshdMissing ?? ''}`, () => {
  let sshd: Sshd;

  beforeAll(async () => {
    sshd = await startSshd({ configuration: ['RekeyLimit 1M', 'Banner /etc/passwd'] });
  });
  afterAll(async () => {
    await sshd.stop();
  });

  async function open(changes: Partial<ConnectOptions> = {}): Promise<Outcome<Connection>> {
    const outcome = await connect({
      endpoint: { host: '127.0.0.1', port: sshd.port, username: sshd.username },
      identities: await loadIdentities({ files: [sshd.clientKeyPath], agentSocket: '' }),
      verifyHostKey: () => true,
      hostKeyAlgorithms: hostKeyAlgorithms([]),
      timings,
      signal: new AbortController().signal,
      ...changes,
    });
    if (outcome.ok) opened.push(outcome.value);
    return outcome;
  }

  async function run(connection: Connection, command: string) {
    let output = '';
    let complaint = '';
    const channel = await connection.exec({
      command,
      onStdout: (bytes) => {
        output += bytes.toString();
      },
      onStderr: (bytes) => {
        complaint += bytes.toString();
      },
    });
    if (!channel.ok) throw new Error(channel.failure.message);
    return { end: await channel.value.ended, output, complaint };
  }

  test('runs commands and tells how they ended', async () => {
    const connection = succeeded(await open());
    expect(await run(connection, 'echo out; echo err >&2; exit 3')).toEqual({
      end: { exitCode: 3, signal: null },
      output: 'out\n',
      complaint: 'err\n',
    });
    expect((await run(connection, 'kill -9 $$')).end).toEqual({ exitCode: null, signal: 'SIGKILL' });
  });

  test('gives a command its input, and the end of it', async () => {
    const connection = succeeded(await open());
    let bytes = 0;
    const channel = succeeded(
      await connection.exec({
        command: 'wc -c',
        onStdout: (chunk) => {
          bytes = Number(chunk.toString());
        },
      }),
    );
    for (let piece = 0; piece < 64; piece++) expect(await channel.send(new Uint8Array(65_536))).toBe(true);
    channel.endInput();
    expect((await channel.ended).exitCode).toBe(0);
    expect(bytes).toBe(64 * 65_536);
    expect(await channel.send('too late')).toBe(false);
  });

  test('reads what nobody asked for, so that no command blocks, through changes of session keys', async () => {
    const connection = succeeded(await open());
    const channel = succeeded(
      await connection.exec({ command: 'head -c 4000000 /dev/zero >&2; head -c 4000000 /dev/zero; exit 5' }),
    );
    expect((await channel.ended).exitCode).toBe(5);
  });

  test.each([
    ['no', () => false],
    [
      'an exception',
      () => {
        throw new Error('no opinion');
      },
    ],
  ])('a verifier that answers %s lets nothing through', async (_name, verifyHostKey) => {
    const outcome = await open({ verifyHostKey });
    expect(outcome.ok).toBe(false);
  });

  test('a refused host key is a failure that no retry mends', async () => {
    expect(await open({ verifyHostKey: () => false })).toMatchObject({
      ok: false,
      failure: { kind: 'host-key', retriable: false },
    });
  });

  test('a verifier that promises an answer neither compiles nor passes', async () => {
    // @ts-expect-error A promise is not a boolean.
    const promising: ConnectOptions['verifyHostKey'] = async () => true;
    expect(await open({ verifyHostKey: promising })).toMatchObject({
      ok: false,
      failure: { kind: 'host-key' },
    });
  });

  test.each([null, undefined, 1, 'yes', {}])('a verifier that answers %j does not pass', async (answer) => {
    // Past the compiler, as a mistake in plain JavaScript would.
    const verifyHostKey = (() => answer) as unknown as ConnectOptions['verifyHostKey'];
    expect((await open({ verifyHostKey })).ok).toBe(false);
  });

  test('shows the verifier the key itself', async () => {
    let shown = '';
    await open({
      verifyHostKey: (key) => {
        shown = key.toString('base64');
        return true;
      },
    });
    expect(readFileSync(`${sshd.hostKeyPath}.pub`, 'utf8').split(' ')[1]).toBe(shown);
  });

  test('a stranger’s key is a failure of authentication that no retry mends', async () => {
    const stranger = `${sshd.directory}/stranger`;
    makeKey(stranger, 'ed25519');
    const identities = await loadIdentities({ files: [stranger], agentSocket: '' });
    const outcome = await open({ identities });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'authentication', retriable: false } });
    expect(outcome.ok ? '' : outcome.failure.message).toContain(stranger);
  });

  test('without any key it says so', async () => {
    const identities = await loadIdentities({ homeDirectory: '/nonexistent', agentSocket: '' });
    const outcome = await open({ identities });
    expect(outcome.ok ? '' : outcome.failure.message).toContain('no key was found');
  });

  test('a session that stands still gives no channel, and says so in time', async () => {
    const connection = succeeded(await open({ timings: { ...timings, channelTimeoutMs: 300 } }));
    const session = sshd.sessions().map(({ pid }) => pid);
    for (const pid of session) signalProcess(pid, 'SIGSTOP');
    try {
      expect(await connection.exec({ command: 'true' })).toMatchObject({
        ok: false,
        failure: { kind: 'timeout', retriable: true },
      });
    } finally {
      for (const pid of session) signalProcess(pid, 'SIGCONT');
    }
  });

  test('a session that is killed closes the connection and what runs on it', async () => {
    const connection = succeeded(await open());
    const channel = succeeded(await connection.exec({ command: 'sleep 60' }));
    for (const { pid } of sshd.sessions()) signalProcess(pid, 'SIGKILL');
    expect(await connection.closed).toMatchObject({ kind: 'closed', retriable: true });
    await channel.ended;
    expect(await connection.exec({ command: 'true' })).toMatchObject({ ok: false });
  });

  test('destroy is at once, and a second one does nothing', async () => {
    const connection = succeeded(await open());
    connection.destroy();
    connection.destroy();
    expect((await connection.closed).kind).toBe('closed');
  });

  test('gives up when it is told to', async () => {
    const giveUp = new AbortController();
    const outcome = open({ signal: giveUp.signal });
    giveUp.abort();
    expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'closed' } });
    expect(await open({ signal: giveUp.signal })).toMatchObject({ ok: false });
  });
});

describe.skipIf(sshdMissing !== null)('servers with other habits', () => {
  test.each(['ecdsa', 'rsa'] as const)('an %s host key', async (hostKeyType) => {
    const sshd = await startSshd({ hostKeyType });
    try {
      const outcome = await connect(await optionsFor(sshd.port, sshd.clientKeyPath, sshd.username));
      succeeded(outcome).destroy();
    } finally {
      await sshd.stop();
    }
  });

  test('one that lets only one key be tried', async () => {
    const sshd = await startSshd({ configuration: ['MaxAuthTries 1'] });
    try {
      const stranger = `${sshd.directory}/stranger`;
      makeKey(stranger, 'ed25519');
      const options = await optionsFor(sshd.port, sshd.clientKeyPath, sshd.username);
      const identities = await loadIdentities({ files: [stranger, sshd.clientKeyPath], agentSocket: '' });
      expect(await connect({ ...options, identities })).toMatchObject({
        ok: false,
        failure: { kind: 'authentication' },
      });
    } finally {
      await sshd.stop();
    }
  });

  test('one with which no algorithm is shared', async () => {
    const sshd = await startSshd({ configuration: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] });
    try {
      expect(await connect(await optionsFor(sshd.port, sshd.clientKeyPath, sshd.username))).toMatchObject({
        ok: false,
        failure: { kind: 'protocol', retriable: false },
      });
    } finally {
      await sshd.stop();
    }
  });
});

describe('servers that are none', () => {
  test('nobody listens', async () => {
    expect(await connect(await optionsFor(await freePort()))).toMatchObject({
      ok: false,
      failure: { kind: 'refused', retriable: true },
    });
  });

  test('a name that does not exist', async () => {
    const options = await optionsFor(22);
    const endpoint = { ...options.endpoint, host: 'no-such-host.invalid' };
    expect(await connect({ ...options, endpoint })).toMatchObject({
      ok: false,
      failure: { kind: 'unreachable', retriable: true },
    });
  });

  test('one that never speaks', async () => {
    const port = await serve(() => {});
    const options = await optionsFor(port);
    expect(await connect({ ...options, timings: { ...timings, handshakeTimeoutMs: 200 } })).toMatchObject({
      ok: false,
      failure: { kind: 'timeout', retriable: true, message: expect.stringContaining('SSH handshake') },
    });
  });

  test('one that hangs up at once, as sshd does when too many come', async () => {
    const port = await serve((socket) => socket.end());
    expect(await connect(await optionsFor(port))).toMatchObject({
      ok: false,
      failure: { kind: 'closed', retriable: true },
    });
  });

  test('one that speaks something else, in colour', async () => {
    const port = await serve((socket) =>
      socket.end('\x1b]0;owned\x07SSH-2.0\r\nHTTP/1.1 400 Bad Request\r\n\r\n'),
    );
    const outcome = await connect(await optionsFor(port));
    expect(outcome.ok).toBe(false);
    expect(outcome.ok ? '' : outcome.failure.message).not.toMatch(/[\x00-\x1f]/);
  });
});

async function optionsFor(port: number, keyPath?: string, username = 'root'): Promise<ConnectOptions> {
  return {
    endpoint: { host: '127.0.0.1', port, username },
    identities: await loadIdentities(
      keyPath === undefined
        ? { homeDirectory: '/nonexistent', agentSocket: '' }
        : { files: [keyPath], agentSocket: '' },
    ),
    verifyHostKey: () => true,
    hostKeyAlgorithms: hostKeyAlgorithms([]),
    timings,
    signal: new AbortController().signal,
  };
}

async function serve(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function succeeded<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}
