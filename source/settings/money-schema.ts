/** What may stand in the configuration file about money. */
import { z } from 'zod';
import { readDuration } from '../base/read-duration.ts';
import { actKey, durationMs } from './money-words.ts';

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
  .refine((text) => readDuration(text, { zero: true }) !== null, 'expected a duration as 45m, 2h or 1h30m')
  .refine((text) => durationMs(text) <= 30 * 86_400_000, 'expected at most 30d');

export const idleRuleSchema = z.strictObject({
  pods: z.string().min(1).max(200),
  after: duration,
  [actKey]: z.enum(['remind', 'ask', 'stop']),
  grace: duration.nullish(),
});
