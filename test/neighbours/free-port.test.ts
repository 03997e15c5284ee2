/** No two callers are given one port, in this process or in another, and somebody can listen there. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';

test('each caller has a port of its own, on which it can listen again and again', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(new Set(ports).size).toBe(50);
  const [port] = ports;
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const server = createServer().listen(port, host);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  }
});

test.skipIf(process.platform !== 'linux')(
  'another process cannot claim it while this one lives',
  async () => {
    const name = `\\0pod-engine-test-port-${await freePort()}`;
    const source = `require('net').createServer().on('error', (error) => console.log(error.code)).listen('${name}')`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', source]);
    expect(stdout.trim()).toBe('EADDRINUSE');
  },
);
