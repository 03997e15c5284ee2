/** The border: only a whole served health passes, and everything else has a reason. */
import { expect, test } from 'vitest';
import { longestBody, readHealth } from '../../../pod-agent/site/read-health.ts';
import { failing, fallback, startFailed, well } from './served.ts';

test.each([
  ['well', well],
  ['failing', failing],
  ['failed in the start', startFailed],
])('a pod that is %s is read as it was sent', (_, health) => {
  expect(readHealth(JSON.stringify(health))).toEqual({ kind: 'live', health });
});

test('the file that nginx has for the agent is no live answer, whatever else stands in it', () => {
  expect(readHealth(JSON.stringify(fallback))).toEqual({ kind: 'fallback' });
  expect(readHealth('{"live":false,"status":"ok"}')).toEqual({ kind: 'fallback' });
});

const [card] = well.gpu.cards;

test.each([
  ['nothing', '', 'no JSON object'],
  ['a page', '<!doctype html><title>ok</title>', 'no JSON object'],
  ['half an answer', JSON.stringify(well).slice(0, -20), 'no JSON object'],
  ['null', 'null', 'no JSON object'],
  ['another application', '{"status":"ok"}', 'schema'],
  ['a list', '[]', 'no JSON object'],
  ['another schema', JSON.stringify({ ...well, schema: 2 }), 'schema'],
  ['an unknown state', JSON.stringify({ ...well, status: 'fine' }), 'status'],
  ['a live that is a word', JSON.stringify({ ...well, live: 'yes' }), 'live'],
  ['no checks', JSON.stringify({ ...well, checks: undefined }), 'checks'],
  [
    'a check of an unknown state',
    JSON.stringify({ ...well, checks: [{ ...well.checks[0], status: 'good' }] }),
    'checks[].status',
  ],
  [
    'a card that is over-busy',
    JSON.stringify({ ...well, gpu: { ...well.gpu, cards: [{ ...card, utilizationPercent: 101 }] } }),
    'gpu.cards[].utilizationPercent',
  ],
  ['a time in words', JSON.stringify({ ...well, atMs: 'now' }), 'atMs'],
  ['a flood', `"${'x'.repeat(longestBody)}"`, 'longer than'],
])('%s is not understood', (_, body, reason) => {
  expect(readHealth(body)).toEqual({ kind: 'not-understood', reason: expect.stringContaining(reason) });
});

test('a prototype in the answer is not taken for fields of it', () => {
  const body = JSON.stringify({ ...well, schema: undefined }).replace('{', '{"__proto__":{"schema":1},');
  expect(readHealth(body)).toMatchObject({ kind: 'not-understood' });
});
