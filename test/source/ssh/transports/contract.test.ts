/** What every transport has to keep, against OpenSSH's sshd; the one on a terminal against a host that refuses all else. */
import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '../../../../source/ssh/connection-types.ts';
import { createDoors } from '../../../../source/ssh/doors.ts';
import { loadIdentities } from '../../../../source/ssh/identities.ts';
import { createLinks, type LinksOptions } from '../../../../source/ssh/links.ts';
import { runScript } from '../../../../source/ssh/run-script.ts';
import { createTrust } from '../../../../source/ssh/trust.ts';
import { buildAgentProgram } from '../../../neighbours/agent-program.ts';
import { recordLink } from '../../../neighbours/link-recorder.ts';
import { signalProcess } from '../../../neighbours/processes.ts';
import { makeKey, sshdMissing } from '../../../neighbours/sshd.ts';
import { recordJob } from '../../jobs/remote/job-recorder.ts';
import { connectBy, pinAnother, runToEnd, type Server, storeOf, succeeded, ways } from './ways.ts';

const opened: Connection[] = [];

afterEach(async () => {
  const closing = opened.splice(0);
  for (const connection of closing) connection.destroy();
  await Promise.all(closing.map(({ closed }) => closed));
});

describe.skipIf(sshdMissing !== null).each(ways.map((way) => [way.transport, way] as const))(
  `a connection by %s${sshdMissing === null ? '' : ` (${sshdMissing})`}`,
  { timeout: 90_000 },
  (transport, way) => {
    let server: Server;

    beforeAll(async () => {
      server = await way.start();
    });
    afterAll(async () => {
      await server.stop();
    });

    async function open(): Promise<Connection> {
      const connection = succeeded(await connectBy(way, server));
      opened.push(connection);
      return connection;
    }

    test('runs commands as they are written, and tells how they ended', async () => {
      const connection = await open();
      expect(connection.transport).toBe(transport);
      const said = await runToEnd(
        connection,
        `printf '%s|' 'a "b"' "it's" '$x \`y\` \\n' 'äöü 日本 🚀'; exit 3`,
      );
      expect(said.output).toBe(`a "b"|it's|$x \`y\` \\n|äöü 日本 🚀|`);
      expect(said.end).toEqual({ exitCode: 3, signal: null });
      const mixed = await runToEnd(connection, 'echo out; echo err >&2');
      expect(mixed.output + mixed.complaint).toBe('out\nerr\n');
      expect(mixed.complaint).toBe(connection.capabilities.stderr ? 'err\n' : '');
      expect((await runToEnd(connection, 'exit 255')).end).toEqual({ exitCode: 255, signal: null });
    });

    test('takes a command of 20 kB, and gives 20,000 lines back whole', async () => {
      const connection = await open();
      const word = 'long word '.repeat(2000);
      expect((await runToEnd(connection, `printf %s '${word}' | wc -c`)).output.trim()).toBe('20000');
      const lines = (await runToEnd(connection, 'seq 1 20000')).output.split('\n');
      expect(lines).toHaveLength(20_001);
      expect(lines.every((line, at) => line === (at === 20_000 ? '' : String(at + 1)))).toBe(true);
    });

    test('carries any bytes both ways', async () => {
      const connection = await open();
      const bytes = randomBytes(300_000);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const uploaded = await runToEnd(connection, 'cat >"$HOME/blob"; sha256sum "$HOME/blob"', bytes);
      expect(uploaded.output).toContain(sha256);
      const back = await runToEnd(connection, 'cat "$HOME/blob"');
      expect(createHash('sha256').update(back.bytes).digest('hex')).toBe(sha256);
      const every = Buffer.from(Array.from({ length: 256 }, (_, at) => at));
      expect((await runToEnd(connection, 'cat', every)).bytes.equals(every)).toBe(true);
    });

    test('gives a command its input while it asks for it, and the end of it', async () => {
      const connection = await open();
      let heard = '';
      const channel = succeeded(
        await connection.exec({
          command: 'while read -r line; do echo "got $line"; done; echo over',
          onStdout: (bytes) => {
            heard += bytes.toString();
          },
        }),
      );
      expect(await channel.send('one\n')).toBe(true);
      await expect.poll(() => heard).toBe('got one\n');
      expect(await channel.send('two\n')).toBe(true);
      channel.endInput();
      expect(await channel.ended).toEqual({ exitCode: 0, signal: null });
      expect(heard).toBe('got one\ngot two\nover\n');
      expect(await channel.send('too late')).toBe(false);
    });

    test('goes on after a command that had to be ended, or that reads nothing', async () => {
      const connection = await open();
      const timedOut = await runScript({
        ...{ connection, endpoint: way.target(server).endpoint, command: 'sh -s', input: 'sleep 60\n' },
        ...{ timeoutMs: 300, waitedFor: 'end of a long sleep' },
      });
      expect(timedOut).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
      const unread = await runToEnd(connection, 'echo deaf', randomBytes(200_000));
      expect(unread.output).toBe('deaf\n');
      expect((await runToEnd(connection, 'echo still here')).output).toBe('still here\n');
    });

    test('is not misled by output that looks like an answer, nor by noise', async () => {
      const connection = await open();
      const spoof = '@0123456789abcdef0123456789abcdefe0;@0123456789abcdef0123456789abcdefd;';
      const said = await runToEnd(connection, `printf '%s' '${spoof}'; printf '@@@'; exit 4`);
      expect(said.output).toBe(`${spoof}@@@`);
      expect(said.end.exitCode).toBe(4);
      const hostile = await runToEnd(connection, "printf '\\033]0;t\\007\\003\\004\\021\\023\\032\\r\\b'");
      expect([...hostile.bytes]).toEqual([...Buffer.from('\x1b]0;t\x07\x03\x04\x11\x13\x1a\r\b', 'latin1')]);
    });

    test('runs several commands at once', async () => {
      const connection = await open();
      const numbers = [1, 2, 3, 4, 5, 6];
      const said = await Promise.all(
        numbers.map((number) =>
          runToEnd(connection, `read x; echo ${number} $x; exit ${number}`, `i${number}\n`),
        ),
      );
      expect(said.map(({ output }) => output)).toEqual(numbers.map((number) => `${number} i${number}\n`));
      expect(said.map(({ end }) => end.exitCode)).toEqual(numbers);
    });

    test('says that it is lost, and ends what runs on it', async () => {
      const connection = await open();
      const channel = succeeded(await connection.exec({ command: 'echo begun; sleep 60' }));
      for (const { pid } of server.sessions()) signalProcess(pid, 'SIGKILL');
      expect(await connection.closed).toMatchObject({ kind: 'closed', retriable: true });
      expect(await channel.ended).toEqual({ exitCode: null, signal: null });
      expect(await connection.exec({ command: 'true' })).toMatchObject({ ok: false });
    });

    test('refuses another host key, and is refused with another key of the user', async () => {
      // An earlier try has pinned another.
      rmSync(join(server.directory, 'known-pods.json'), { force: true });
      const other = join(server.directory, 'other');
      makeKey(other, 'ed25519');
      const locked = await connectBy(way, server, { keyPath: other });
      expect(locked).toMatchObject({ ok: false, failure: { kind: 'authentication', retriable: false } });
      expect(locked.ok ? '' : locked.failure.message).toContain(other);
      await pinAnother(way, server, `${other}.pub`);
      const changed = await connectBy(way, server);
      expect(changed).toMatchObject({ ok: false, failure: { kind: 'host-key', retriable: false } });
      expect(changed.ok ? '' : changed.failure.message).toMatch(/changed.*SHA256:/);
    });

    test('tells a port where nobody listens', async () => {
      const target = { endpoint: { ...way.target(server).endpoint, port: 1 } };
      expect(await connectBy(way, server, { target })).toMatchObject({
        ok: false,
        failure: { kind: 'refused', retriable: true },
      });
    });
  },
);

describe.skipIf(sshdMissing !== null).each(ways.map((way) => [way.transport, way] as const))(
  `telemetry and jobs by %s`,
  { timeout: 90_000 },
  (transport, way) => {
    const closing: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
    });

    async function start(
      hasNode: boolean,
    ): Promise<{ readonly server: Server; readonly shared: LinksOptions }> {
      const server = await way.start({ hasNode });
      closing.push(() => server.stop());
      const program = await buildAgentProgram();
      const shared = {
        identities: await loadIdentities({ files: [server.clientKeyPath], agentSocket: '' }),
        trust: createTrust({ store: storeOf(server), knownHostsPaths: [] }),
        agentProgram: () =>
          hasNode ? Promise.resolve(program) : Promise.reject(new Error('left out by the test')),
        transports: way.settings,
      };
      return { server, shared };
    }

    test.each([
      ['agent', true],
      ['probe', false],
    ] as const)('figures come by the %s, and nothing is left behind', async (via, hasNode) => {
      const { server, shared } = await start(hasNode);
      const links = createLinks(shared);
      closing.push(() => links.close());
      const recorder = recordLink();
      links.open(way.target(server), recorder);
      await recorder.until('samples', () => recorder.framesOf('sample').length >= 3, 60_000);
      expect(recorder.links.at(-1)).toMatchObject({ kind: 'live', via, over: transport });
      await links.close();
      await expect.poll(() => server.sessions()).toEqual([]);
    });

    test('a job is followed, and found again when its link was cut', async () => {
      const { server, shared } = await start(true);
      const doors = createDoors(shared);
      closing.push(() => doors.close());
      const command = 'echo one; while ! [ -e "$HOME/go" ]; do sleep 0.05; done; echo two';
      const recorder = recordJob({
        ...{ doors, target: () => way.target(server), jobId: 'remote-job', input: command },
      });
      await recorder.until('the first line', () => recorder.texts().length === 1);
      for (const { pid, command: line } of server.sessions()) {
        // The connections themselves: the job lives on in a session of its own.
        if (/sshd/.test(line)) signalProcess(pid, 'SIGKILL');
      }
      await recorder.until('the job again', () => recorder.found.length === 2);
      const door = succeeded(await doors.open(way.target(server), new AbortController().signal));
      await door.script({ text: ': >"$HOME/go"\n', timeoutMs: 20_000, maxOutputBytes: 1000 });
      expect(await recorder.ended).toEqual({ kind: 'verdict' });
      expect(recorder.texts()).toEqual(['one', 'two']);
      expect(door.transport).toBe(transport);
    });
  },
);
