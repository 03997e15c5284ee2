/** What of money has been told, so that the next console does not tell it again: a file for each account. */
import { join } from 'node:path';
import { z } from 'zod';
import { budgetIds } from '../money/budgets.ts';
import { type MoneyAlertState, noMoneyAlerts } from '../money/money-alerts.ts';
import { createStateFile } from './state-file.ts';

const most = 2000;

const period = z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/);
const schema = z.object({
  schema: z.literal(1),
  budgets: z
    .array(z.object({ id: z.enum(budgetIds), level: z.enum(['ok', 'warn', 'fail']), period }))
    .max(budgetIds.length),
  stopped: z.array(z.object({ podId: z.string().min(1).max(200), day: period })).max(most),
});

export type ToldFile = {
  /** What was told; nothing where there is no file, or a damaged one. Never rejects. */
  read(): Promise<MoneyAlertState>;
  /** @throws An Error that names the file when it cannot be written. */
  write(told: MoneyAlertState): Promise<void>;
};

/** @param account As `accountTag` names it. */
export function createToldFile(folder: string, account: string): ToldFile {
  const file = createStateFile(join(folder, `told-${account}.json`), {
    ...{ schema, what: 'what was told of money' },
  });
  return {
    async read() {
      const found = await file.read();
      if (found === null) return noMoneyAlerts;
      return {
        budgets: new Map(found.budgets.map(({ id, level, period }) => [id, { level, period }])),
        toldOn: new Map(found.stopped.map(({ podId, day }) => [podId, day])),
      };
    },
    async write({ budgets, toldOn }) {
      await file.change(() => ({
        schema: 1,
        budgets: [...budgets].map(([id, told]) => ({ id, ...told })),
        stopped: [...toldOn].slice(-most).map(([podId, day]) => ({ podId, day })),
      }));
    },
  };
}
