/** The simulator's books with a day whose answer is known, read over REST v2 by the money watch, kept on disk, and shown. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecret } from '../../../source/base/secret.ts';
import { emptyFleet } from '../../../source/fleet/reduce.ts';
import { createMoneyFiles } from '../../../source/history/money-files.ts';
import { dayName, dayStartMs } from '../../../source/money/days.ts';
import { moneyReport } from '../../../source/money/figures.ts';
import { usualMoneySettings } from '../../../source/money/settings.ts';
import { createRestCloud } from '../../../source/runpod/rest/cloud.ts';
import { type Simulation, startSimulation } from '../../../source/simulator/simulation.ts';
import { createFleetStore } from '../../../source/watch/fleet-store.ts';
import { watchMoney } from '../../../source/watch/money-watch.ts';

let simulation: Simulation;
const folder = mkdtempSync(join(tmpdir(), 'pod-engine-money-'));

beforeAll(async () => {
  simulation = await startSimulation({ pods: 2, seed: 7, port: 0, light: true });
});
afterAll(async () => {
  await simulation.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function writeBooks(entries: readonly Record<string, unknown>[]): Promise<void> {
  const response = await fetch(simulation.url.replace(/\/graphql$/, '/simulator'), {
    method: 'POST',
    headers: { authorization: `Bearer ${simulation.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'set-ledger', entries, live: false }),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}

describe('the money watch on a simulated day', () => {
  it('reads what was billed, and keeps what it saw', async () => {
    const now = Date.now();
    const midnight = dayStartMs(now);
    const at = (ms: number) => new Date(ms).toISOString();
    const [pod = { id: '' }] = simulation.pods;
    // From yesterday evening on $2.40 an hour, so that only what is after midnight counts, and a volume at $0.10.
    const elapsedHours = (now - midnight) / 3_600_000;
    await writeBooks([
      {
        podId: pod.id,
        from: at(midnight - 6 * 3_600_000),
        until: at(now),
        gpuDollars: 2.4 * (elapsedHours + 6),
      },
      { networkVolumeId: 'vol-9', from: at(midnight), until: at(now), diskDollars: 0.1 * elapsedHours },
    ]);
    const store = createFleetStore(emptyFleet('test', { kind: 'waiting' }), { intervalMs: 1000 });
    const cloud = createRestCloud({
      url: simulation.restUrl,
      apiKey: createSecret(simulation.apiKey),
      version: '0',
    });
    const pods = await cloud.listPods();
    if (!pods.ok) throw new Error(pods.message);
    store.dispatch({ kind: 'pods-listed', provider: 'runpod', atMs: now, pods: pods.value });
    store.flushNow();
    const watch = watchMoney({
      ...{ cloud, settings: usualMoneySettings, readOnly: false, attendedBy: () => null },
      ...{ snapshot: store.snapshot, dispatch: store.dispatch, nowMs: Date.now },
      keeper: createMoneyFiles(folder),
      stopPod: (podId) => expect.unreachable(`stopped ${podId}`),
    });
    const isRead = () => {
      const { billedToday, billedMonth, seen } = store.snapshot().money;
      return billedToday !== null && billedMonth !== null && seen.size > 0;
    };
    await expect.poll(isRead).toBe(true);
    await watch.close();
    store.close();

    const report = moneyReport(store.snapshot(), Date.now());
    expect(report.today).toMatchObject({ source: 'billing' });
    // Less than an hour's bucket of rounding: the API gives cents and fractions of them.
    expect(report.today.dollars).toBeCloseTo(2.5 * elapsedHours, 1);
    expect(report.volumesToday.dollars).toBeCloseTo(0.1 * elapsedHours, 1);
    expect(report.pods.find(({ id }) => id === pod.id)?.today.dollars).toBeCloseTo(2.4 * elapsedHours, 1);
    expect(report.balance).toMatchObject({ dollars: null });

    const file = `${dayName(now)}.json`;
    expect(readdirSync(folder)).toEqual([file]);
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(readFileSync(join(folder, file), 'utf8')).pods)).toContain(pod.id);
  });
});
