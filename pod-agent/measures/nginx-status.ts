/** nginx's stub_status: how many connections are open. */
import type { Host } from '../host/host.ts';

const timeoutMs = 1000;

/** Open connections but for the one that asks; null where nginx does not say. */
export async function openConnectionsOf(host: Host, port: number | null): Promise<number | null> {
  if (port === null) return null;
  const answer = await host.answer({
    kind: 'http',
    id: 'nginx-status',
    cadence: 'hot',
    port,
    path: '/status',
    timeoutMs,
  });
  const count = answer.ok ? /^Active connections: (\d{1,9})/m.exec(answer.text)?.[1] : undefined;
  return count === undefined ? null : Math.max(0, Number(count) - 1);
}
