import { expect, test } from 'vitest';
import type { Check, Draft } from '../../../pod-agent/checks/check.ts';
import { checks } from '../../../pod-agent/checks/index.ts';
import { judgeAll } from '../../../pod-agent/checks/judge-all.ts';
import { draft } from '../../../pod-agent/checks/machine/draft.ts';
import { answersOfChecks, sourcesOfChecks } from '../../../pod-agent/checks/sources.ts';
import { verdictOf } from '../../../pod-agent/checks/verdict.ts';
import { usualPlan } from './machine-seen.ts';

function check(id: Check['id'], judge: Check['judge']): Check {
  return { id, title: id, needs: () => [], judge };
}

function said(id: string, status: Draft['status']): Draft {
  return draft({ id, title: `Title of ${id}`, status, scope: 'host', evidence: [] });
}

function judge(table: readonly Check[]) {
  const about = { plan: usualPlan, before: null, elapsedMs: null, wallMs: 1, atMs: 1, tookMs: 12.4 };
  return judgeAll({ ...about, via: 'shell', answers: {}, table });
}

test('a check that throws is unknown, and spoils no other', () => {
  const broken = check('disk', () => {
    throw new Error('nothing was\nanswered');
  });
  const diagnosis = judge([broken, check('memory', () => [said('memory-low', 'warn')])]);
  expect(diagnosis.checks).toMatchObject([
    {
      checkId: 'disk',
      status: 'unknown',
      summary: 'disk could not be judged: nothing was answered',
      tookMs: 12,
    },
    { checkId: 'memory', status: 'warn', summary: 'Title of memory-low' },
  ]);
  expect(diagnosis.findings.map(({ id }) => id)).toEqual(['memory-low', 'disk-unknown']);
  expect(diagnosis).toMatchObject({ status: 'warn', via: 'shell', tookMs: 12 });
});

test('what is unknown never passes for well', () => {
  const well = check('disk', () => [said('disk-well', 'ok')]);
  const silent = check('memory', () => []);
  expect(judge([well]).status).toBe('ok');
  expect(judge([well, silent]).status).toBe('unknown');
  expect(judge([check('gpu', () => [said('gpu-none', 'skip')])]).status).toBe('unknown');
});

test('two findings of one id are told apart', () => {
  const twice = check('disk', () => [said('disk-full', 'fail'), said('disk-full', 'fail')]);
  expect(judge([twice]).findings.map(({ id }) => id)).toEqual(['disk-full', 'disk-full#2']);
});

test('a summary is the worst finding, and counts the others that are wrong', () => {
  const several = check('disk', () => [
    said('a', 'ok'),
    said('b', 'warn'),
    said('c', 'fail'),
    said('d', 'info'),
  ]);
  expect(judge([several]).checks[0]?.summary).toBe('Title of c (and 1 more)');
});

test("the verdict has Nagios's exit codes", () => {
  const verdictWith = (status: Draft['status']) =>
    verdictOf(judge([check('disk', () => [said('x', status)])]));
  expect(verdictWith('ok')).toMatchObject({
    verdict: 'pass',
    exitCode: 0,
    text: 'Nothing is wrong in 1 check.',
  });
  const skipped = check('gpu', () => [said('gpu-none', 'skip')]);
  expect(verdictOf(judge([check('disk', () => [said('x', 'ok')]), skipped]))).toMatchObject({
    text: 'Nothing is wrong in 1 check; 1 had nothing to look at.',
  });
  expect(verdictWith('warn')).toMatchObject({ verdict: 'pass', exitCode: 1, text: 'Title of x. 1 warning.' });
  expect(verdictWith('fail')).toMatchObject({ verdict: 'fail', exitCode: 2, text: 'Title of x. 1 failure.' });
  expect(verdictWith('unknown')).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
});

test('what several checks want is asked once, as often as the most demanding of them wants it', () => {
  const file = { kind: 'file', id: 'mine', path: '/proc/stat' } as const;
  const one = { ...check('disk', () => []), needs: () => [{ ...file, cadence: 'once' as const }] };
  const other = {
    ...check('memory', () => []),
    needs: () => [{ ...file, id: 'its', cadence: 'hot' as const }],
  };
  const wanted = sourcesOfChecks(usualPlan, [one, other]);
  expect(wanted).toHaveLength(1);
  expect(wanted[0]?.source.cadence).toBe('hot');
  const answer = { ok: true, text: 'x' } as const;
  expect(answersOfChecks(wanted, [answer])).toEqual({ disk: { mine: answer }, memory: { its: answer } });
  expect(answersOfChecks(wanted, [answer], 'hot')).toEqual({ memory: { its: answer } });
  expect(answersOfChecks(wanted, [])).toMatchObject({ disk: { mine: { ok: false, reason: 'timeout' } } });
});

test('no two sources of a check have one id', () => {
  for (const { id, needs } of checks) {
    for (const isOurImage of [true, false]) {
      const ids = needs({ ...usualPlan, isOurImage }).map((source) => source.id);
      expect([id, ids.filter((each, at) => ids.indexOf(each) !== at)]).toEqual([id, []]);
    }
  }
});

test('where nothing answered at all, nothing is well', () => {
  const answers = answersOfChecks(sourcesOfChecks(usualPlan), []);
  const diagnosis = judgeAll({
    plan: usualPlan,
    answers,
    before: null,
    elapsedMs: null,
    wallMs: 1,
    atMs: 1,
    tookMs: 1,
    via: 'shell',
  });
  expect(diagnosis.findings.filter(({ status }) => status === 'ok')).toEqual([]);
  expect(['fail', 'unknown']).toContain(diagnosis.status);
});
