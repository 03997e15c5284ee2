/**
 * What consoles saw of each pod's money, a file for each UTC day: `$XDG_STATE_HOME/pod-engine/money/2026-11-25.json`, written
 * each minute and kept for 90 days. Consoles side by side see the same pods: of each pod the file keeps whoever saw more.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { forgetOldFiles } from '../base/forget-old-files.ts';
import { safeText } from '../base/safe-text.ts';
import type { SeenDay, SeenDays } from '../money/seen-days.ts';
import { createStateFile } from './state-file.ts';

const amount = z.number().finite().nonnegative();
const daySchema = z.object({
  name: z.string().max(200),
  fromMs: amount,
  untilMs: amount,
  seenMs: amount,
  spentDollars: amount.nullable(),
  wastedDollars: amount.nullable(),
  idleMs: amount,
  untoldMs: amount,
  stoppedSinceMs: amount.nullable(),
});
const fileSchema = z.object({ schema: z.literal(1), pods: z.record(z.string().max(200), daySchema) });

/** Beyond this many pods a day's file is not read: it is none of ours. */
const largestFileBytes = 4 * 1024 * 1024;

export type MoneyFiles = {
  /** By day, for those that are asked for and have a file. Never rejects. */
  read(days: readonly string[]): Promise<SeenDays>;
  /** @throws An Error that names the file when it cannot be written. */
  write(day: string, pods: ReadonlyMap<string, SeenDay>): Promise<void>;
};

export function createMoneyFiles(folder: string): MoneyFiles {
  const fileOf = (day: string) =>
    createStateFile(join(folder, `${day}.json`), {
      ...{ schema: fileSchema, what: 'what was spent', largestBytes: largestFileBytes },
    });
  let forgetting: Promise<void> | null = null;
  return {
    async read(days) {
      const found = await Promise.all(
        days.map(async (day) => [day, podsOf(await fileOf(day).read())] as const),
      );
      return new Map(found.filter(([, pods]) => pods.size > 0));
    },
    async write(day, pods) {
      await fileOf(day).change((found) => ({
        schema: 1,
        pods: Object.fromEntries(joined(podsOf(found), pods)),
      }));
      forgetting ??= forgetOldFiles(folder, { ending: '.json' });
      await forgetting;
    },
  };
}

function podsOf(content: z.infer<typeof fileSchema> | null): ReadonlyMap<string, SeenDay> {
  const pods = Object.entries(content?.pods ?? {});
  return new Map(pods.map(([id, day]) => [id, { ...day, name: safeText(day.name, { maxLength: 200 }) }]));
}

/** Two that were added up would count what both saw twice. */
function joined(
  kept: ReadonlyMap<string, SeenDay>,
  mine: ReadonlyMap<string, SeenDay>,
): ReadonlyMap<string, SeenDay> {
  const pods = new Map(kept);
  for (const [id, day] of mine) if ((kept.get(id)?.seenMs ?? -1) <= day.seenMs) pods.set(id, day);
  return pods;
}
