/** When requests are due, and from when their latency counts. */
import { expect, test } from 'vitest';
import { closedPace, nothingDue, OpenPace } from '../../../../pod-agent/measures/engine/pace.ts';

/** Ten requests, one every 100 ms from 1000; the first two are the warm-up's. */
const schedule = { startMs: 1000, countFromMs: 1200, endMs: 2000, requestsPerSecond: 10 };

test('a closed loop asks at once until its end', () => {
  const pace = closedPace(2000);
  expect(pace.next(1999, true)).toBe(1999);
  expect(pace.next(2000, true)).toBe(nothingDue);
  expect(pace.waitMs(1000)).toBeNull();
});

test('an open loop asks by its schedule, and no more than that', () => {
  const pace = new OpenPace(schedule);
  expect(pace.next(999, false)).toBe(nothingDue);
  for (let place = 0; place < 10; place += 1) {
    expect(pace.waitMs(1000 + place * 100 - 30)).toBe(30);
    expect(pace.next(1000 + place * 100 - 0.1, false)).toBe(nothingDue);
    expect(pace.next(1000 + place * 100, false)).toBe(1000 + place * 100);
  }
  expect(pace.next(2000, false)).toBe(nothingDue);
  expect(pace.waitMs(2000)).toBeNull();
  expect(pace).toMatchObject({ lateCount: 0, heldUpCount: 0, expiredCount: 0 });
});

test('a timer that fires a little late is not the server’s fault', () => {
  const pace = new OpenPace({ ...schedule, countFromMs: 1000 });
  expect(pace.next(1001.5, false)).toBe(1001.5);
  expect(pace.heldUpCount).toBe(0);
});

test('the last request of the warm-up stays the warm-up’s, however late it goes out', () => {
  const pace = new OpenPace({ ...schedule, countFromMs: 1000.5 });
  expect(pace.next(1001, false)).toBe(1000);
});

test('a request that waited for a connection counts from when it was due, however short that was', () => {
  const pace = new OpenPace(schedule);
  expect(pace.next(1001.5, true)).toBe(1000);
});

test('after a stall each request counts from its own due moment', () => {
  const pace = new OpenPace(schedule);
  expect(pace.next(1000, false)).toBe(1000);
  expect(pace.waitingCount(1950)).toBe(8);
  const starts = Array.from({ length: 9 }, () => pace.next(1950, true));
  expect(starts).toEqual([1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900]);
  // That of 1100 is the warm-up's.
  expect(pace.lateCount).toBe(8);
  expect(pace.heldUpCount).toBe(0);
});

test('lateness with a connection free is the generator’s own', () => {
  const pace = new OpenPace(schedule);
  pace.next(1000, false);
  pace.next(1100, false);
  expect(pace.next(1250, false)).toBe(1200);
  expect(pace).toMatchObject({ lateCount: 0, heldUpCount: 1 });
});

test('what nobody could send in the time of an answer is given up', () => {
  const pace = new OpenPace(schedule);
  expect(pace.next(6550, true)).toBe(1600);
  // Those of 1200 to 1500; the two before are the warm-up's.
  expect(pace.expiredCount).toBe(4);
});
