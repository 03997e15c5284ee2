/** Benchmark jobs of the built agent that meet in one pod. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLocalHost } from '../../../pod-agent/host/local-host.ts';
import { otherBenchmarks } from '../../../pod-agent/other-benchmarks.ts';
import { buildAgent, until } from '../built-agent.ts';
import { keepJobs, type Teller } from './kept-jobs.ts';

const agent = buildAgent();
const jobs = keepJobs(agent);
const server = createServer((_, response) => response.end('well'));
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

function begin(id: string, ...words: readonly string[]): Teller {
  return jobs.tell(['run', '--id', id, 'benchmark', '--quick', ...words], {
    POD_AGENT_APP_PORT: String(portOf(server.address())),
  });
}

const guardOf = (teller: Teller) =>
  teller.events().find((event) => event.kind === 'step-ended' && event.step === 'guard');

function atWorkOf(teller: Teller): string | undefined {
  const event = teller.events().find(({ kind }) => kind === 'benchmark');
  return event?.kind === 'benchmark' ? event.report.fingerprint['at work'] : undefined;
}

it('see each other: one that is not forced is refused, forced ones are marked', async () => {
  const first = begin('bench-job-1', '--force');
  await until(() => first.events().some(({ kind }) => kind === 'point'), 'the first point');
  const refused = begin('bench-job-2');
  const forced = begin('bench-job-3', '--force');
  for (const id of ['bench-job-1', 'bench-job-2', 'bench-job-3']) await jobs.pidOf(id);
  for (const { run } of [first, refused, forced]) await run.ended;

  expect(refused.verdict()).toMatchObject({
    verdict: 'inconclusive',
    text: expect.stringContaining('another benchmark runs here: job bench-job-1'),
  });
  expect(guardOf(forced)).toMatchObject({
    outcome: 'warn',
    text: expect.stringContaining('another benchmark runs here: job bench-job-1'),
  });
  expect([atWorkOf(first), atWorkOf(forced)]).toEqual(['yes', 'yes']);

  // What the first one's look after its run goes by, whatever else kept this machine busy.
  const { beganAtMs } = JSON.parse(readFileSync(jobs.fileOf('bench-job-1', 'state.json'), 'utf8'));
  const host = createLocalHost({ root: null });
  const folders = [join(jobs.home, '.cache/pod-engine/jobs')];
  const seen = (own: Parameters<typeof otherBenchmarks>[1]) => otherBenchmarks(host, own, folders);
  expect(await seen({ jobId: 'bench-job-1', beganAtMs })).toEqual(['bench-job-3']);
  expect(await seen({ jobId: 'bench-job-9', beganAtMs: Date.now() })).toEqual([]);
  host.close();
}, 180_000);
