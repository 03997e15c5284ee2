import { expect, test } from 'vitest';
import { parseFilter } from '../../../source/fleet/filter/parse.ts';
import { podRow } from '../../../source/fleet/questions.ts';
import { makeCard, makeEntry, makePod, makeSample, nowMs } from './make.ts';

const row = podRow(
  makeEntry({
    pod: makePod({ name: 'h100-train-0', gpuCount: 8, costPerHourDollars: 23.92 }),
    sample: { frame: makeSample({}, [makeCard({ utilizationPercent: 86 })]), receivedAtMs: nowMs },
  }),
  nowMs,
);
const idleRow = podRow(makeEntry({ idleSinceMs: nowMs - 3_600_000 }), nowMs);

function matches(filter: string, of = row): boolean {
  const parsed = parseFilter(filter);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.matches(of, nowMs);
}

test.each([
  '',
  'train',
  'TRAIN',
  '/^h100/',
  '!spare',
  '~htr0',
  'util>80',
  'util>80 & cost<=23.92',
  'gpu=8',
  'gpu=h100',
  'gpu>0',
  'cost>100 | train',
  '(cost>100 | util>80) name~h100',
  'region=us-ks-2',
  'age>30m',
  'state=running',
  '!(util<50)',
  'name!=x',
  '/trai',
])('lets through: %s', (filter) => {
  expect(matches(filter)).toBe(true);
});

test.each(['spare', '!train', 'util>90', 'gpu=a100', 'cost<1', 'train & util<10', 'idle>1m', 'health=fail'])(
  'holds back: %s',
  (filter) => {
    expect(matches(filter)).toBe(false);
  },
);

test('an unknown figure matches no comparison, not even "less than"', () => {
  const stopped = podRow(makeEntry({ pod: makePod({ state: { kind: 'stopped', by: 'user' } }) }), nowMs);
  expect(matches('util<50', stopped)).toBe(false);
  expect(matches('idle>30m', idleRow)).toBe(true);
});

test.each([
  ['utl>80', 'there is no field "utl"', 0],
  ['a (b', 'this "(" is not closed', 2],
  ['a |', 'something is missing at the end', 3],
  ['a )', 'unexpected ")"', 2],
  ['util>much', 'wants a number, not "much"', 0],
  ['/(/', 'is not a regular expression', 0],
  ['constructor=1', 'there is no field "constructor"', 0],
  ['x'.repeat(513), 'at most 512', 512],
])('says what is wrong and where: %s', (filter, message, at) => {
  const parsed = parseFilter(filter);
  expect(parsed).toMatchObject({ ok: false, at });
  if (!parsed.ok) expect(parsed.message).toContain(message);
});
