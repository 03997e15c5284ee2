/** Acknowledged and snoozed alerts, so that the next console and those beside it know them: a file for each account. */
import { join } from 'node:path';
import { z } from 'zod';
import { safeText } from '../base/safe-text.ts';
import type { Quiet } from '../fleet/quiet.ts';
import { createStateFile } from './state-file.ts';

/** The newest are kept. */
const most = 1000;

const moment = z.number().int().nonnegative();
const schema = z.object({
  schema: z.literal(1),
  alerts: z
    .array(
      z.object({
        key: z.string().min(3).max(400),
        kind: z.enum(['acknowledged', 'snoozed']),
        by: z.string().min(1).max(200),
        atMs: moment,
        untilMs: moment.nullable(),
        was: z.enum(['fail', 'warn', 'lost', 'idle']),
      }),
    )
    .max(most),
});

export type QuietFile = {
  /** Nothing where there is no file, or a damaged one. Never rejects. */
  read(): Promise<ReadonlyMap<string, Quiet>>;
  /**
   * Puts these into what the file has by now, and takes out those that are null: consoles side by side keep each other's.
   * @returns What the file has then. @throws An Error that names the file when it cannot be written.
   */
  change(changes: ReadonlyMap<string, Quiet | null>): Promise<ReadonlyMap<string, Quiet>>;
};

/** @param account As `accountTag` names it. */
export function createQuietFile(folder: string, account: string): QuietFile {
  const file = createStateFile(join(folder, `quiet-${account}.json`), {
    ...{ schema, what: 'what is acknowledged and snoozed' },
  });
  const read = async (): Promise<ReadonlyMap<string, Quiet>> => {
    const alerts = (await file.read())?.alerts ?? [];
    return new Map(
      alerts.map(({ key, ...quiet }) => [shown(key), { ...quiet, by: shown(quiet.by) }] as const),
    );
  };
  return {
    read,
    async change(changes) {
      const all = new Map(await read());
      for (const [key, quiet] of changes)
        if (quiet === null) all.delete(key);
        else all.set(key, quiet);
      const kept = [...all].sort(([, one], [, other]) => one.atMs - other.atMs).slice(-most);
      await file.write({ schema: 1, alerts: kept.map(([key, quiet]) => ({ key, ...quiet })) });
      return new Map(kept);
    },
  };
}

function shown(text: string): string {
  return safeText(text, { maxLength: 400 });
}
