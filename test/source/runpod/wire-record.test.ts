import { expect, test } from 'vitest';
import type { CloudFailureCode } from '../../../source/runpod/cloud.ts';
import { createWireRecord } from '../../../source/runpod/wire-record.ts';

function recordAt(startMs = 1000) {
  let nowMs = startMs;
  const record = createWireRecord({ wire: 'rest', nowMs: () => nowMs });
  return {
    record,
    pass(ms: number) {
      nowMs += ms;
    },
    failed(code: CloudFailureCode, message: string = code) {
      record.began()({ ok: false, code, message });
    },
  };
}

test('a wire that nobody used', () => {
  expect(recordAt().record.status()).toEqual({
    wire: 'rest',
    state: { kind: 'unused' },
    allowance: null,
    requests: 0,
    failures: 0,
    answerMs: null,
  });
});

test('the median of the last fifty answers', () => {
  const { record, pass } = recordAt();
  const answer = (tookMs: number) => {
    const ended = record.began();
    pass(tookMs);
    ended({ ok: true });
    ended({ ok: true });
  };
  for (const tookMs of [30, 10, 500, 20]) answer(tookMs);
  expect(record.status()).toMatchObject({ answerMs: 25, requests: 4, failures: 0 });
  for (let count = 0; count < 50; count++) answer(7);
  expect(record.status()).toMatchObject({
    answerMs: 7,
    requests: 54,
    state: { kind: 'live', answeredAtMs: 1910 },
  });
});

test('a wire fails since its first failure in a row, until it answers; a refusal is an answer', () => {
  const { record, pass, failed } = recordAt();
  failed('network', 'first');
  pass(500);
  failed('server', 'second');
  expect(record.status().state).toEqual({ kind: 'failing', sinceMs: 1000, message: 'second' });
  failed('cancelled');
  expect(record.status()).toMatchObject({ requests: 3, failures: 2, state: { kind: 'failing' } });
  for (const code of [
    'not-found',
    'no-capacity',
    'refused',
    'rate-limited',
    'payment',
    'bad-request',
  ] as const) {
    failed(code);
  }
  expect(record.status()).toMatchObject({ failures: 2, state: { kind: 'live', answeredAtMs: 1500 } });
});

test('a limit holds as long as RunPod said, or until a later request is taken', () => {
  const { record, pass } = recordAt();
  const early = record.began();
  record.began()({ ok: false, code: 'rate-limited', message: 'slow', retryAfterMs: 42_000 });
  expect(record.status().limitedUntilMs).toBe(43_000);
  pass(10);
  // It went out before: RunPod may have taken it with the last of the quota.
  early({ ok: true });
  record.began()({ ok: false, code: 'network', message: 'no answer' });
  expect(record.status().limitedUntilMs).toBe(43_000);
  record.began()({ ok: false, code: 'rate-limited', message: 'slow', retryAfterMs: null });
  expect(record.status().limitedUntilMs).toBe(11_010);
  record.began()({ ok: false, code: 'not-found', message: 'no such pod' });
  expect(record.status().limitedUntilMs).toBeUndefined();
});

test('a quota that is told to be used up is a limit, though the request that used it was taken', () => {
  const { record } = recordAt();
  const ended = record.began();
  record.allowance(new Headers({ RateLimit: '"minute";r=0;t=12, "hour";r=7;t=900' }));
  ended({ ok: true });
  expect(record.status().limitedUntilMs).toBe(13_000);
});

test('a wire that is gone stays gone', () => {
  const { record, pass, failed } = recordAt();
  failed('gone');
  pass(10);
  record.began()({ ok: true });
  failed('network');
  expect(record.isGone()).toBe(true);
  expect(record.status().state).toEqual({ kind: 'gone', sinceMs: 1000 });
});

test('the last allowance that was told stays', () => {
  const { record, pass } = recordAt();
  record.allowance(new Headers({ RateLimit: '"minute";r=3;t=9', 'RateLimit-Policy': '"minute";q=60;w=60' }));
  pass(10);
  record.allowance(new Headers());
  expect(record.status().allowance).toEqual({
    atMs: 1000,
    windows: [{ name: 'minute', remaining: 3, resetsInMs: 9000, quota: 60, windowMs: 60_000 }],
  });
});
