/** What is shown of a pod, by what was heard of it and by how long ago that was. */
import { describe, expect, test } from 'vitest';
import type { ServedHealth } from '../../../pod-agent/protocol/served-health.ts';
import { type Contact, heard, noContact } from '../../../pod-agent/site/contact.ts';
import { viewOf } from '../../../pod-agent/site/view-model.ts';
import { cardOf, failing, podAtMs, startFailed, starting, warning, well } from './served.ts';

const cameAtMs = 500;
const live = (health: ServedHealth): Contact => heard(noContact, { kind: 'live', health }, cameAtMs);
const seen = (health: ServedHealth, afterMs = 0) => viewOf(live(health), cameAtMs + afterMs);

describe('the state', () => {
  test.each([
    [well, '● ok · k7x2m9qv4zt1ab'],
    [warning, '▲ warn · k7x2m9qv4zt1ab'],
    [failing, '✖ fail · k7x2m9qv4zt1ab'],
    [starting, '? unknown · k7x2m9qv4zt1ab'],
    [{ ...well, podId: null }, '● ok · pod'],
  ])('stands in the title: %#', (health, title) => expect(seen(health).title).toBe(title));

  test('is unknown before anything was heard', () => {
    expect(viewOf(noContact, 0)).toMatchObject({
      status: 'unknown',
      summary: 'Asking the pod.',
      details: null,
    });
  });

  test('is never ok without a report', () => {
    expect(seen({ ...well, report: null })).toMatchObject({ status: 'unknown', age: 'nothing checked yet' });
    expect(seen(startFailed).status).toBe('fail');
  });
});

describe('the age', () => {
  test('counts up from what the pod said, whatever the clock of the visitor', () => {
    expect(seen(well).age).toBe('checked 12 s ago, every 30 s');
    expect(seen(well, 3000).age).toBe('checked 15 s ago, every 30 s');
  });

  test('is not below nothing where the pod dates its report later than its answer', () => {
    expect(seen({ ...well, atMs: podAtMs - 20_000 }).age).toBe('checked 0 s ago, every 30 s');
  });

  test('makes all unknown after three periods, and not before', () => {
    expect(seen(well, 78_000)).toMatchObject({ status: 'ok', details: { isOld: false } });
    const stale = seen(well, 78_001);
    expect(stale).toMatchObject({ status: 'unknown', details: { isOld: true } });
    expect(stale.title).toBe('? unknown · k7x2m9qv4zt1ab');
    expect(stale.summary).toContain('Stale');
    expect(stale.summary).toContain('last said ok');
  });

  test('is counted in the uptime too', () => {
    expect(seen(starting, 59_000).facts[0]).toEqual({ name: 'Up', value: '1 min' });
    expect(seen({ ...well, uptimeSeconds: null, version: null }).facts.slice(0, 2)).toEqual([
      { name: 'Up', value: 'not told' },
      { name: 'Version', value: 'not told' },
    ]);
  });
});

describe('without a live answer', () => {
  test.each([
    [{ kind: 'fallback' }, 'The agent in the pod does not answer; its web server does.'],
    [{ kind: 'no-answer', reason: 'HTTP status 502' }, 'The pod does not answer: HTTP status 502.'],
    [{ kind: 'not-understood', reason: 'status is missing' }, 'not understood: status is missing'],
  ] as const)('says so at once, and what it knew: %#', (answer, summary) => {
    const view = viewOf(heard(live(failing), answer, 2500), 42_500);
    expect(view.status).toBe('unknown');
    expect(view.summary).toContain(summary);
    expect(view.age).toBe('last live answer 42 s ago, it said fail');
    expect(view.details).toMatchObject({ isOld: true, gpus: { status: 'fail' } });
    expect(viewOf(heard(noContact, answer, 2500), 2500)).toMatchObject({
      status: 'unknown',
      age: 'no live answer since this page was opened',
      facts: [],
      details: null,
    });
  });

  test('the next live answer makes it good', () => {
    const gone = heard(live(well), { kind: 'fallback' }, 5500);
    expect(viewOf(heard(gone, { kind: 'live', health: well }, 9000), 9000)).toMatchObject({
      status: 'ok',
      details: { isOld: false },
    });
  });
});

describe('the lists', () => {
  test('have the worst first, and unknown before ok', () => {
    const checks = well.checks.map((check, at) => ({
      ...check,
      status: (['ok', 'unknown', 'fail', 'ok', 'warn'] as const)[at] ?? 'ok',
    }));
    expect(seen({ ...well, checks }).details?.checks.map(({ name }) => name)).toEqual([
      'Memory',
      'GPU',
      'CPU',
      'App',
      'Disk',
    ]);
  });

  test('date alerts by the clock of the pod, those that are over last', () => {
    expect(seen(failing, 18_000).details?.alerts.map(({ word, time }) => [word, time])).toEqual([
      ['fail', 'since 14:31 UTC, 1 min ago'],
      ['warn', 'since 14:19 UTC, 12 min ago'],
      ['over', 'lasted 3 min, ended 30 s ago'],
    ]);
  });
});

describe('the cards', () => {
  const gpus = (gpu: ServedHealth['gpu']) => seen({ ...well, gpu }).details?.gpus;

  test.each([
    [8, 8, null, '8 of 8 answer'],
    [7, 8, 'fail', '7 of 8 answer'],
    [0, 0, null, 'started without a GPU'],
    [0, null, null, 'none found, none expected'],
    [2, null, null, '2 found'],
    [null, 8, 'unknown', '8 expected, how many answer is not known'],
    [null, null, 'unknown', 'how many is not known'],
  ])('%s of %s', (count, expected, status, summary) => {
    expect(gpus({ count, expected, cards: [] })).toEqual({ status, summary, cards: [] });
  });

  test('show what is not known as that', () => {
    const card = cardOf(0, {
      utilizationPercent: null,
      memoryUsedBytes: null,
      temperatureCelsius: null,
      name: null,
    });
    expect(gpus({ count: 1, expected: 1, cards: [card] })?.cards[0]).toMatchObject({
      name: 'name not known',
      trouble: null,
      meters: [
        { text: 'not known', percent: null },
        { text: 'not known of 79.6 GiB', percent: null },
      ],
      figures: [{ value: 'not known' }, { value: '642 W' }],
    });
  });

  test('say what is wrong with them', () => {
    const statuses = ['ok', 'lost', 'requires-reset', 'error'] as const;
    const cards = statuses.map((status, index) => cardOf(index, { status }));
    expect(gpus({ count: 1, expected: 4, cards })?.cards.map(({ trouble }) => trouble)).toEqual([
      null,
      'lost',
      'needs a reset',
      'error',
    ]);
  });
});

describe('the start', () => {
  test.each([
    [well, false, 'ok', 'ready after 4.2 s, 3 phases'],
    [starting, true, 'unknown', 'starting for 1.9 s, 2 phases done'],
    [startFailed, true, 'fail', 'failed after 5.2 s, 3 phases'],
  ] as const)('is folded only when it went well: %#', (health, isOpen, status, summary) => {
    expect(seen(health).details?.start).toMatchObject({ isOpen, status, summary });
  });

  test('names its doubts', () => {
    const start = {
      ...well.start,
      state: 'ready',
      tookMs: null,
      phases: [{ id: 'public-key', outcome: 'warned', tookMs: 2, found: [], fix: 'Set PUBLIC_KEY.' }],
    } as const;
    expect(seen({ ...well, start }).details?.start).toMatchObject({
      status: 'warn',
      summary: 'ready, 1 phase, 1 with a warning',
      phases: [{ name: 'public key', status: 'warn', took: '2 ms', fix: 'Set PUBLIC_KEY.' }],
    });
    expect(seen({ ...well, start: null }).details?.start).toBeNull();
  });
});
