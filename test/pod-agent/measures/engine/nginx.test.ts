/** The generator's counts beside nginx's own. */
import { afterEach, expect, test } from 'vitest';
import { askOnce } from '../../../../pod-agent/measures/engine/ask-once.ts';
import { runLoad } from '../../../../pod-agent/measures/engine/run-load.ts';
import { type Nginx, nginxMissing, startNginx } from '../../../neighbours/nginx.ts';
import { shortLoad, targetAt } from './loads.ts';

if (nginxMissing !== null) console.log(`${nginxMissing}: the generator is not held against nginx.`);

let nginx: Nginx | null = null;
afterEach(async () => {
  await nginx?.stop();
  nginx = null;
});

function countByStatus(lines: readonly Record<string, unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of lines) counts[String(status)] = (counts[String(status)] ?? 0) + 1;
  return counts;
}

test.skipIf(nginxMissing !== null)('what it counts is what nginx logged', { timeout: 60_000 }, async () => {
  nginx = await startNginx({ site: { 'index.html': '<h1>Here</h1>' } });
  // Under the agent's own name nothing would be logged.
  const target = { ...targetAt(nginx.port, '/index.html'), headers: { 'User-Agent': 'load' } };
  const result = await runLoad(target, shortLoad({ connections: 8, durationMs: 300 }));
  const lines = await nginx.accessLog(result.requestCount);
  expect(countByStatus(lines)).toEqual(result.statuses);
  expect(result.requestCount).toBeGreaterThan(0);
  expect(result.errors).toEqual({});
  expect(result.bytesPerSecond).toBeGreaterThan(0);
});

test.skipIf(nginxMissing !== null)(
  'keeps its connections, and no more of them',
  { timeout: 60_000 },
  async () => {
    nginx = await startNginx({ site: { 'index.html': '<h1>Here</h1>' } });
    const { plan: own, port } = nginx;
    const options = { timeoutMs: 20_000, signal: new AbortController().signal };
    const before = acceptedOf(await askOnce(targetAt(own.statusPort, '/status'), options));
    const result = await runLoad(
      targetAt(port, '/index.html'),
      shortLoad({ connections: 5, requestsPerSecond: 200 }),
    );
    const after = acceptedOf(await askOnce(targetAt(own.statusPort, '/status'), options));
    expect(result.statuses).toEqual({ 200: 80 });
    // Five of the load, and one that asks.
    expect(after - before).toBe(6);
  },
);

/** The first of stub_status's three counters. */
function acceptedOf(answer: Awaited<ReturnType<typeof askOnce>>): number {
  if (!answer.ok) throw new Error(answer.reason);
  return Number(/requests\s+(\d+)/.exec(answer.body.toString())?.[1]);
}
