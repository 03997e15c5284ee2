import { expect, test } from 'vitest';
import { causes } from '../../../pod-agent/checks/causes.ts';
import { type Cause, groupFindings } from '../../../pod-agent/checks/group.ts';
import type { Finding, FindingStatus } from '../../../pod-agent/protocol/finding.ts';

function finding(id: string, status: FindingStatus): Finding {
  return {
    id,
    status,
    checkId: 'disk',
    title: id,
    scope: 'container',
    evidence: [],
    causes: [],
    impact: null,
    fix: null,
    documentation: null,
    causedBy: null,
  };
}

function grouped(list: readonly (readonly [string, FindingStatus])[], table: readonly Cause[]) {
  return groupFindings(
    list.map(([id, status]) => finding(id, status)),
    table,
  ).map(({ id, causedBy }) => (causedBy === null ? id : `${id} < ${causedBy}`));
}

test('a root comes before what it causes, by the part of its id before the colon', () => {
  const table = [{ cause: 'disk-full', effect: 'nginx-down' }];
  const list = [
    ['nginx-down', 'fail'],
    ['disk-full:/', 'fail'],
    ['memory-well', 'ok'],
  ] as const;
  expect(grouped(list, table)).toEqual(['disk-full:/', 'nginx-down < disk-full:/', 'memory-well']);
});

test('effects of effects stand beneath them', () => {
  const table = [
    { cause: 'a', effect: 'b' },
    { cause: 'b', effect: 'c' },
  ];
  const list = [
    ['c', 'fail'],
    ['b', 'warn'],
    ['a', 'warn'],
  ] as const;
  expect(grouped(list, table)).toEqual(['a', 'b < a', 'c < b']);
});

test('the worst first; of equals the one that explains more; remarks, what is well and what is skipped last', () => {
  const table = [
    { cause: 'broad', effect: 'one' },
    { cause: 'broad', effect: 'two' },
  ];
  const list = [
    ['skipped', 'skip'],
    ['well', 'ok'],
    ['remark', 'info'],
    ['unseen', 'unknown'],
    ['minor', 'warn'],
    ['lone', 'fail'],
    ['one', 'fail'],
    ['two', 'warn'],
    ['broad', 'fail'],
  ] as const;
  expect(grouped(list, table)).toEqual([
    'broad',
    'one < broad',
    'two < broad',
    'lone',
    'minor',
    'unseen',
    'remark',
    'well',
    'skipped',
  ]);
});

test('a warning that brings a failure about comes before a lesser failure alone', () => {
  const table = [{ cause: 'oom', effect: 'crash' }];
  const list = [
    ['lone', 'fail'],
    ['crash', 'fail'],
    ['oom', 'warn'],
  ] as const;
  expect(grouped(list, table)).toEqual(['oom', 'crash < oom', 'lone']);
});

test('what is well causes nothing, and a remark only where the table says so', () => {
  const list = [
    ['effect', 'fail'],
    ['cause', 'info'],
  ] as const;
  expect(grouped(list, [{ cause: 'cause', effect: 'effect' }])).toEqual(['effect', 'cause']);
  expect(grouped(list, [{ cause: 'cause', effect: 'effect', evenAsRemark: true }])).toEqual([
    'cause',
    'effect < cause',
  ]);
  const well = [
    ['effect', 'fail'],
    ['cause', 'ok'],
  ] as const;
  expect(grouped(well, [{ cause: 'cause', effect: 'effect', evenAsRemark: true }])).toEqual([
    'effect',
    'cause',
  ]);
});

test('two that cause each other do not go round in circles, and nobody causes himself', () => {
  const table = [
    { cause: 'a', effect: 'b' },
    { cause: 'b', effect: 'a' },
    { cause: 'a', effect: 'a' },
  ];
  const list = [
    ['a', 'fail'],
    ['b', 'fail'],
  ] as const;
  const found = grouped(list, table);
  expect(found).toHaveLength(2);
  expect(found.filter((line) => line.includes('<'))).toHaveLength(1);
});

test('of several causes the worst, then the one that the table has first', () => {
  const table = [
    { cause: 'first', effect: 'effect' },
    { cause: 'second', effect: 'effect' },
  ];
  const same = [
    ['second', 'warn'],
    ['first', 'warn'],
    ['effect', 'warn'],
  ] as const;
  expect(grouped(same, table)).toContain('effect < first');
  const worse = [
    ['second', 'fail'],
    ['first', 'warn'],
    ['effect', 'warn'],
  ] as const;
  expect(grouped(worse, table)).toContain('effect < second');
});

test('everything at once still gives every finding once', () => {
  const ids = [...new Set(causes.flatMap(({ cause, effect }) => [cause, effect]))];
  const found = groupFindings(
    ids.map((id) => finding(id, 'fail')),
    causes,
  );
  expect(found.map(({ id }) => id).sort()).toEqual([...ids].sort());
});

test('what merely runs out has broken nothing yet', () => {
  const table = [{ cause: 'disk-full', effect: 'nginx-down', onlyAsFailure: true }] as const;
  const list = (status: FindingStatus) => [['nginx-down', 'fail'] as const, ['disk-full:/', status] as const];
  expect(grouped(list('warn'), table)).toEqual(['nginx-down', 'disk-full:/']);
  expect(grouped(list('fail'), table)).toEqual(['disk-full:/', 'nginx-down < disk-full:/']);
});

test('a kill of long ago is no cause of what was ended in good order', () => {
  const killed = finding('memory-oom-kill', 'warn');
  const down = finding('nginx-not-running', 'fail');
  const master = { what: 'master, as it was last', expected: null, source: '/run/nginx.pid' };
  const left = { ...down, evidence: [{ ...master, value: 'process 12, which is gone' }] };
  expect(groupFindings([killed, down], causes).map(({ id }) => id)).toEqual([down.id, killed.id]);
  expect(groupFindings([killed, left], causes).map(({ id }) => id)).toEqual([killed.id, down.id]);
});
