/** Alerts made quiet through the watch itself: kept in the file, known to a console beside and to the next one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openAlerts } from '../../../source/alerts/open-alerts.ts';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import { reduceFleet } from '../../../source/fleet/reduce.ts';
import { createQuietFile } from '../../../source/history/quiet-file.ts';
import { type AlertWatch, watchAlerts } from '../../../source/watch/alert-watch.ts';
import { makeCard, makeEntry, makeFleet, makePod, makeSample } from '../fleet/make.ts';

let folder = '';
let watches: AlertWatch[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pod-engine-alerts-'));
  watches = [];
});
afterEach(async () => {
  await Promise.all(watches.map((watch) => watch.close()));
  rmSync(folder, { recursive: true, force: true });
});

/** A console that sees one pod with a lost card, and figures that stay fresh. */
function console(operatorName: string, place = folder) {
  const nowMs = Date.now();
  const frame = makeSample({ intervalMs: 3_600_000 }, [
    makeCard({ status: 'lost', statusText: 'GPU is lost' }),
  ]);
  let fleet = makeFleet([makeEntry({ pod: makePod({ id: 'p1' }), sample: { frame, receivedAtMs: nowMs } })]);
  const told: string[] = [];
  const said: string[] = [];
  const watch = watchAlerts({
    snapshot: () => fleet,
    dispatch(event: FleetEvent) {
      fleet = reduceFleet(fleet, [event]);
      if (event.kind === 'report') told.push(event.text);
      if (event.kind === 'output') said.push(event.text);
    },
    ...{ nowMs: Date.now, operatorName, keeper: createQuietFile(place, 'a') },
  });
  watches.push(watch);
  const alert = () => openAlerts(fleet, Date.now()).find(({ rule }) => rule === 'gpu-lost');
  return { watch, told, said, alert };
}

it('is known to the console beside, and to the next one, which does not tell it again', async () => {
  const [ann, bob] = [console('ann'), console('bob')];
  await expect.poll(() => ann.told).toEqual(['gpu0: GPU is lost']);
  await expect.poll(() => ann.alert()?.sinceMs ?? null).not.toBeNull();
  const wish = { kind: 'acknowledged', by: null, atMs: Date.now(), untilMs: null, was: 'fail' } as const;
  ann.watch.quiet('p1 gpu-lost', wish);
  expect(ann.alert()?.quiet).toMatchObject({ kind: 'acknowledged', by: 'ann' });
  await expect.poll(() => bob.alert()?.quiet?.by, { timeout: 20_000 }).toBe('ann');
  await ann.watch.close();

  const next = console('cas');
  await expect.poll(() => next.alert()?.quiet?.by, { timeout: 20_000 }).toBe('ann');
  await expect.poll(() => next.alert()?.sinceMs ?? null, { timeout: 20_000 }).not.toBeNull();
  expect(next.told).toEqual([]);
  next.watch.quiet('p1 gpu-lost', null);
  await expect.poll(() => next.told, { timeout: 20_000 }).toEqual(['gpu0: GPU is lost']);
  await expect.poll(async () => (await createQuietFile(folder, 'a').read()).size).toBe(0);
});

it('stays quiet where it cannot be kept, which is told once, and is kept once it can be', async () => {
  const place = join(folder, 'full');
  writeFileSync(place, '');
  const ann = console('ann', place);
  await expect.poll(() => ann.told).toHaveLength(1);
  const wish = { kind: 'acknowledged', by: null, atMs: Date.now(), untilMs: null, was: 'fail' } as const;
  ann.watch.quiet('p1 gpu-lost', wish);
  await expect.poll(() => ann.said).toEqual([expect.stringContaining('Cannot keep what is acknowledged')]);
  expect(ann.alert()?.quiet?.by).toBe('ann');
  rmSync(place);
  await expect.poll(async () => (await createQuietFile(place, 'a').read()).size).toBe(1);
  expect(ann.alert()?.quiet?.by).toBe('ann');
  expect(ann.said).toHaveLength(1);
});
