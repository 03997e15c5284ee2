import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseFilter } from '../../../source/fleet/filter/parse.ts';
import { podRow } from '../../../source/fleet/questions.ts';
import { filterExamples, filterMarkdown } from './filter-markdown.ts';
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
  'util > 80',
  'util >80 and cost<= 24',
  'Util>80 OR cost>100',
  'spare or train',
  'not spare',
  'gpu:h100',
  'gpu != a100',
  'gpu==8',
  'age>30M',
  '"train-0"',
  "'h100-train",
  'name="h100-train-0"',
  'name~"train-0',
  'train ~htr0',
  'state:running',
  'state!=stopped',
  'health=running',
])('lets through: %s', (filter) => {
  expect(matches(filter)).toBe(true);
});

test.each([
  'train and util < 10',
  '"h100 train"',
  'gpu!=h100',
  'name="h100"',
  'spare or util>90',
  'train not util>50',
  'state=idle',
  'spare',
  '!train',
  'util>90',
  'gpu=a100',
  'cost<1',
  'train & util<10',
  'idle>1m',
  'health=fail',
])('holds back: %s', (filter) => {
  expect(matches(filter)).toBe(false);
});

test('an unknown figure matches no comparison, not even "less than"', () => {
  const stopped = podRow(makeEntry({ pod: makePod({ state: { kind: 'stopped', by: 'user' } }) }), nowMs);
  expect(matches('util<50', stopped)).toBe(false);
  expect(matches('idle>30m', idleRow)).toBe(true);
});

test('a state is what the API says, why the pod stopped, or what is wrong with it', () => {
  const outbid = podRow(makeEntry({ pod: makePod({ state: { kind: 'stopped', by: 'outbid' } }) }), nowMs);
  for (const filter of ['state=outbid', 'state=stopped', 'State:Outbid', 'state~out', 'health=stopped'])
    expect(matches(filter, outbid)).toBe(true);
  expect(matches('state!=outbid', outbid)).toBe(false);
  expect(matches('state=outbid')).toBe(false);
  expect(matches('state:idle', idleRow)).toBe(true);
});

test.each([
  ['state=foo', 'state is never "foo"; it is running initialising stopped outbid', 0],
  ['train health:okay', 'health is never "okay"; it is fail warn lost', 6],
  ['rental~x', 'rental is never "x"; it is on-demand spot', 0],
  ['util=high', 'wants a number, not "high"', 0],
  ['name>5', 'name is a text', 0],
  ['utl > 80', 'there is no field "utl"', 0],
  ['spare or', 'something is missing at the end', 8],
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

test('docs/filter.md names every field (UPDATE_DOCS=1 writes it), and its examples can be read', () => {
  const path = fileURLToPath(new URL('../../../docs/filter.md', import.meta.url));
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, filterMarkdown());
  expect(readFileSync(path, 'utf8')).toBe(filterMarkdown());
  for (const [filter] of filterExamples) expect(parseFilter(filter)).toMatchObject({ ok: true });
});
