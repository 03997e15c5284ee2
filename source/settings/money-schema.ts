/** What may stand in the configuration file about money. */
import { z } from 'zod';

const amount = z.number().positive().max(1e9).nullish();

/** As it stands in the configuration file. */
export const budgetSchema = z.strictObject({
  perDay: amount,
  perMonth: amount,
  perHour: amount,
  runwayHours: amount,
});

const duration = z
  .string()
  .regex(/^(\d{1,6}[smhd])+$/, 'expected a duration as 45m, 2h or 1h30m')
  .refine((text) => durationMs(text) <= 30 * 86_400_000, 'expected at most 30d');

/** An object with a property of this name may be taken for a promise, so that it stands in the file alone. */
export const actKey = 'then';

export const idleRuleSchema = z.strictObject({
  pods: z.string().min(1).max(200),
  after: duration,
  [actKey]: z.enum(['remind', 'ask', 'stop']),
  grace: duration.nullish(),
});

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "1h30m" as milliseconds. */
export function durationMs(text: string): number {
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  return parts.reduce((total, [, count, unit = '']) => total + Number(count) * (unitsMs[unit] ?? 0), 0);
}
