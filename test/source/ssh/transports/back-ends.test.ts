/** A shell on a terminal, behind a proxy, of whichever kind it is: each has its own way with terminals and type-ahead. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type BackEnd, type PtyProxy, startPtyProxy } from '../../../neighbours/pty-proxy.ts';
import { sshdMissing } from '../../../neighbours/sshd.ts';
import { connectBy, runToEnd, storeOf, succeeded, wayOf } from './ways.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const pty = wayOf('pty');

async function start(options: Parameters<typeof startPtyProxy>[0]): Promise<PtyProxy> {
  const proxy = await startPtyProxy(options);
  closing.push(() => proxy.stop());
  return proxy;
}

describe.skipIf(sshdMissing !== null)(
  `shells behind a proxy${sshdMissing ?? ''}`,
  { timeout: 60_000 },
  () => {
    test.each<BackEnd>(['dash', 'busybox', 'nested'])(
      '%s carries commands, lines and bytes',
      async (backEnd) => {
        const connection = succeeded(await connectBy(pty, await start({ backEnd })));
        closing.push(() => connection.destroy());
        const said = await runToEnd(connection, `printf '%s|' 'a "b"' "it's" 'äöü'; echo err >&2; exit 3`);
        expect(said).toMatchObject({ output: `a "b"|it's|äöü|err\n`, end: { exitCode: 3 } });
        expect((await runToEnd(connection, 'seq 1 20000 | tee /dev/stderr 2>/dev/null')).output).toHaveLength(
          108_894,
        );
        const bytes = randomBytes(120_000);
        const back = await runToEnd(connection, 'cat', bytes);
        expect(hash(back.bytes)).toBe(hash(bytes));
      },
    );

    test('what is typed leaves no trace in the history of the login shell, nor in its environment', async () => {
      const proxy = await start({ backEnd: 'bash' });
      const connection = succeeded(await connectBy(pty, proxy));
      await runToEnd(connection, 'true');
      connection.destroy();
      await connection.closed;
      await expect.poll(() => proxy.sessions()).toEqual([]);
      const again = succeeded(await connectBy(pty, proxy));
      closing.push(() => again.destroy());
      expect((await runToEnd(again, 'ls -A "$HOME"; env | grep -c @')).output).toBe('rc\n0\n');
    });

    test('one command after another takes the same shell, and one too many is told', async () => {
      const connection = succeeded(await connectBy(pty, await start({ backEnd: 'dash' })));
      closing.push(() => connection.destroy());
      const parent = async () => (await runToEnd(connection, 'cat /proc/$PPID/stat | cut -d" " -f6')).output;
      expect(await parent()).toBe(await parent());
      const many = await Promise.all(
        Array.from({ length: 9 }, () => connection.exec({ command: 'sleep 30' })),
      );
      expect(many.filter(({ ok }) => ok)).toHaveLength(8);
      expect(many.find(({ ok }) => !ok)).toMatchObject({ failure: { kind: 'sessions', retriable: true } });
    });

    test('where a connection carries one session, each command gets one, and none is left', async () => {
      const proxy = await start({ backEnd: 'dash', configuration: ['MaxSessions 1'] });
      const connection = succeeded(await connectBy(pty, proxy));
      const numbers = [1, 2, 3];
      const said = await Promise.all(
        numbers.map((number) => runToEnd(connection, `sleep 0.3; echo ${number}`)),
      );
      expect(said.map(({ output }) => output)).toEqual(['1\n', '2\n', '3\n']);
      connection.destroy();
      await connection.closed;
      await expect.poll(() => proxy.sessions()).toEqual([]);
    });

    test('the key of a proxy is remembered under its address, and not as that of the pod behind it', async () => {
      const proxy = await start({ backEnd: 'dash' });
      for (const podId of ['pod1', 'pod2'])
        succeeded(await connectBy(pty, proxy, { target: { podId, generation: podId } })).destroy();
      const store = storeOf(proxy);
      await store.load();
      expect(store.find(`proxy:127.0.0.1:${proxy.port}`)).toMatchObject({ generation: null });
      expect([store.find('runpod:pod1'), store.find('runpod:pod2')]).toEqual([null, null]);
      await proxy.restart({ newHostKey: true });
      const changed = await connectBy(pty, proxy, { target: { podId: 'pod3', generation: 'pod3' } });
      expect(changed).toMatchObject({ ok: false, failure: { kind: 'host-key', retriable: false } });
    });

    test.each<BackEnd>(['bash', 'dash'])(
      '%s that takes its time to start is typed at until it answers',
      async (backEnd) => {
        const connection = succeeded(await connectBy(pty, await start({ backEnd, startsAfterSeconds: 2 })));
        closing.push(() => connection.destroy());
        const said = await Promise.all([
          runToEnd(connection, 'echo one'),
          runToEnd(connection, 'cat', 'two'),
        ]);
        expect(said.map(({ output }) => output)).toEqual(['one\n', 'two']);
      },
    );

    test('nothing is forwarded, and that is said', async () => {
      const connection = succeeded(await connectBy(pty, await start({ backEnd: 'dash' })));
      closing.push(() => connection.destroy());
      expect(await connection.openStream?.({ kind: 'tcp', host: '127.0.0.1', port: 80 })).toMatchObject({
        ok: false,
        failure: { message: expect.stringContaining('forwards nothing'), retriable: false },
      });
    });

    test('a proxy that ends the shell is quoted', async () => {
      const proxy = await start({ backEnd: 'bash', refusal: 'container pod1 \u001b[31mnot found' });
      const connection = succeeded(await connectBy(pty, proxy));
      closing.push(() => connection.destroy());
      const opened = await connection.exec({ command: 'true' });
      expect(opened).toMatchObject({ ok: false, failure: { kind: 'protocol', retriable: true } });
      expect(opened.ok ? '' : opened.failure.message).toMatch(/container pod1 not found$/);
    });

    test('a machine without base64 is a failure that no retry mends', async () => {
      const path = mkdtempSync(join(tmpdir(), 'pod-engine-path-'));
      closing.push(() => rmSync(path, { recursive: true }));
      for (const name of ['sh', 'stty']) symlinkSync(`/bin/${name}`, join(path, name));
      const connection = succeeded(await connectBy(pty, await start({ backEnd: 'dash', path })));
      closing.push(() => connection.destroy());
      expect(await connection.exec({ command: 'true' })).toMatchObject({
        ok: false,
        failure: { message: expect.stringContaining('no base64'), retriable: false },
      });
    });
  },
);

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
