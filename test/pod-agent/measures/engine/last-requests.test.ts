/** What is due in the last moment of an open loop goes out: a server that answers all has no errors. */
import { afterEach, expect, test } from 'vitest';
import { runLoad } from '../../../../pod-agent/measures/engine/run-load.ts';
import { type ByteServer, startByteServer } from './byte-server.ts';
import { okAnswer, shortLoad, targetAt } from './loads.ts';

let server: ByteServer | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

test('the requests that are due when the time is up are sent and counted', async () => {
  server = await startByteServer((socket) => socket.write(okAnswer));
  const target = targetAt(server.port);
  for (let run = 0; run < 20; run += 1) {
    const load = shortLoad({ connections: 20, durationMs: 60, warmUpMs: 10, requestsPerSecond: 5000 });
    const { errors, requestCount } = await runLoad(target, load);
    expect(errors).toEqual({});
    // A timer may fire a moment early, and those few are then not due yet.
    expect(requestCount).toBeGreaterThanOrEqual(290);
  }
});
