import { z } from 'zod';
import type { Account } from '../../fleet/account.ts';
import { readFitting } from '../fitting.ts';
import { checkKeyHint } from '../trouble.ts';
import type { Operation } from './operation.ts';

const accountSchema = z.object({
  id: z.string().nullish(),
  email: z.string().nullish(),
  clientBalance: z.number().nullish(),
  currentSpendPerHr: z.number().nullish(),
  spendLimit: z.number().nullish(),
});

/** Who pays, and what is left, in dollars. */
export const readAccount: Operation<Record<string, never>, Account> = {
  action: () => 'read the account',
  kind: 'read',
  isOnlyHere: true,
  document: 'query readAccount { myself { id email clientBalance currentSpendPerHr spendLimit } }',
  root: 'myself',
  read(value, reader) {
    if (value === null)
      return reader.fail('unauthorised', 'RunPod answered as to nobody (myself is null)', checkKeyHint);
    const { value: account, misfits } = readFitting(accountSchema, value);
    if (misfits.length > 0)
      reader.note('unexpected', misfits.slice(0, 3).join('; '), 'Look for a newer pod-engine.');
    const shown = (text: string | null | undefined) => (text ? reader.clean(text) : null);
    return {
      ok: true,
      value: {
        id: shown(account?.id),
        email: shown(account?.email),
        balanceDollars: account?.clientBalance ?? null,
        spendPerHourDollars: account?.currentSpendPerHr ?? null,
        spendLimitPerHourDollars: account?.spendLimit ?? null,
      },
    };
  },
};
