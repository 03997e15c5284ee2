/** Acknowledged and snoozed alerts, so that the next console and those beside it know them: a file for each account. */
import { join } from 'node:path';
import { z } from 'zod';
import { safeText } from '../base/safe-text.ts';
import { alertKinds, type Quiet } from '../fleet/quiet.ts';
import { type QuietChanges, quietAfter } from '../fleet/quiet-change.ts';
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
        was: z.enum(alertKinds),
      }),
    )
    .max(most),
});

export type QuietFile = {
  /** Nothing where there is no file, or a damaged one. Never rejects. */
  read(): Promise<ReadonlyMap<string, Quiet>>;
  /**
   * Works these into what the file has by now: consoles side by side keep each other's.
   * @returns What the file has then. @throws An Error that names the file when it cannot be written.
   */
  change(changes: QuietChanges): Promise<ReadonlyMap<string, Quiet>>;
};

/** @param account As `accountTag` names it. */
export function createQuietFile(folder: string, account: string): QuietFile {
  const file = createStateFile(join(folder, `quiet-${account}.json`), {
    ...{ schema, what: 'what is acknowledged and snoozed' },
  });
  return {
    read: async () => quietOf(await file.read()),
    async change(changes) {
      const kept = await file.change((found) => contentOf(quietAfter(quietOf(found), changes)));
      return quietOf(kept);
    },
  };
}

type Content = z.infer<typeof schema>;

function quietOf(content: Content | null): ReadonlyMap<string, Quiet> {
  const alerts = content?.alerts ?? [];
  return new Map(alerts.map(({ key, ...quiet }) => [shown(key), { ...quiet, by: shown(quiet.by) }]));
}

function contentOf(quiet: ReadonlyMap<string, Quiet>): Content {
  const kept = [...quiet].sort(([, one], [, other]) => one.atMs - other.atMs).slice(-most);
  return { schema: 1, alerts: kept.map(([key, each]) => ({ key, ...each })) };
}

function shown(text: string): string {
  return safeText(text, { maxLength: 400 });
}
