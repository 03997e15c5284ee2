/** Whether a key is taken is known over either of RunPod's wires; the balance over one alone. */
import { expect, test } from 'vitest';
import { accountOf } from '../../../../../source/jobs/deploy/preflight/account-of.ts';
import { account, failureOf, preflightCloud } from './literal-cloud.ts';

const { signal } = new AbortController();

test('the account as RunPod tells it', async () => {
  expect(await accountOf(preflightCloud(), signal)).toEqual({ ok: true, value: account });
});

test.each(['unsupported', 'gone'] as const)(
  'where it is %s the pods tell that the key is taken',
  async (code) => {
    const withoutAccount = { account: async () => failureOf(code) };
    expect(await accountOf(preflightCloud(withoutAccount), signal)).toMatchObject({
      ok: true,
      value: { email: null, balanceDollars: null, spendPerHourDollars: null },
    });
    const refusing = { ...withoutAccount, listPods: async () => failureOf('unauthorised') };
    expect(await accountOf(preflightCloud(refusing), signal)).toMatchObject({
      ok: false,
      code: 'unauthorised',
    });
  },
);

test('any other failure is one', async () => {
  const failing = { account: async () => failureOf('timeout') };
  expect(await accountOf(preflightCloud(failing), signal)).toMatchObject({ ok: false, code: 'timeout' });
});
