import { expect, test } from 'vitest';
import { exitCodes } from '../../../source/commands/exit-codes.ts';
import { worstOf } from '../../../source/commands/job-command.ts';

test('of several pods a failure is told before what nobody can tell, and that before what is well', () => {
  const { ok, failed, inconclusive, unreachable } = exitCodes;
  expect(worstOf([ok, inconclusive, ok])).toBe(inconclusive);
  expect(worstOf([inconclusive, failed])).toBe(failed);
  expect(worstOf([inconclusive, unreachable, failed])).toBe(unreachable);
});
