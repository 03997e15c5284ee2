/** Who holds a port, and how it is made free where the holder is our own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { freePort } from '../../../pod-agent/supervisor/free-port.ts';
import { listenersAt, listeningInodes } from '../../../pod-agent/supervisor/listeners.ts';
import { freePort as unusedPort } from '../../neighbours/free-port.ts';
import { isRunning } from '../built-agent.ts';

const folder = mkdtempSync(join(tmpdir(), 'free-port-test-'));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process of its own, leading its group, that listens at the port. */
async function holder(port: number): Promise<number> {
  const script = `require('node:net').createServer().listen(${port}, '127.0.0.1', () => console.log('up'))`;
  const child = spawn(process.execPath, ['-e', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

function pidFile(text: string): string {
  const path = join(mkdtempSync(join(folder, 'pid-')), 'group');
  writeFileSync(path, text);
  return path;
}

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1234 1 0 100 0 0 10 0
   1: 0100007F:0050 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 999 1 0 100 0 0 10 0
   2: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 5678 1 0 100 0 0 10 0
`;

it('reads listening sockets, and no others', () => {
  expect(listeningInodes(table, 80)).toEqual(['1234']);
  expect(listeningInodes(table, 8080)).toEqual(['5678']);
  expect(listeningInodes(table, 22)).toEqual([]);
});

it('finds who listens', async () => {
  const port = await unusedPort();
  expect(listenersAt(port)).toEqual({ isHeld: false, listeners: [] });
  const pid = await holder(port);
  expect(listenersAt(port)).toEqual({ isHeld: true, listeners: [{ pid, name: 'node', groupId: pid }] });
});

it('finds who listens on IPv6 as well', async () => {
  // A port of nobody's: one that is free on IPv6 alone may be held by another program on IPv4.
  const port = await unusedPort();
  const server = createServer().listen(port, '::1');
  await once(server, 'listening').catch(() => {});
  if (server.address() === null) return;
  expect(listenersAt(port).listeners.map(({ pid }) => pid)).toEqual([process.pid]);
  server.close();
});

it('ends what an earlier run left behind', async () => {
  const port = await unusedPort();
  const pid = await holder(port);
  const cleared: string[] = [];
  const held = await freePort({
    port,
    pidFile: pidFile(`${pid}\n`),
    name: 'node',
    onCleared: (text) => cleared.push(text),
  });
  expect(held).toBeNull();
  expect(isRunning(pid)).toBe(false);
  expect(cleared).toEqual([
    `Port ${port} was held by node of an earlier run (process group ${pid}); it was ended.`,
  ]);
});

it.each([
  ['of another name', 'nginx', (pid: number) => String(pid)],
  ['of another group', 'node', () => '999999'],
  ['with nothing remembered', 'node', () => 'nonsense'],
])('leaves a holder %s alone, and names it', async (_, name, remembered) => {
  const port = await unusedPort();
  const pid = await holder(port);
  const held = await freePort({ port, pidFile: pidFile(remembered(pid)), name, onCleared: () => {} });
  expect(held).toEqual({ reason: `port ${port} is held by node (process ${pid})` });
  expect(isRunning(pid)).toBe(true);
});
