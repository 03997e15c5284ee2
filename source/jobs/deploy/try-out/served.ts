/** What a health page says of itself, where it has the shape of our own `/health.json`; other pages only have a status. */
import { z } from 'zod';
import { safeText } from '../../../base/safe-text.ts';

const text = z.string().transform((value) => safeText(value, { maxLength: 300 }));
const served = z.object({
  status: text.optional(),
  live: z.boolean().optional(),
  summary: text.optional(),
  version: text.nullish(),
});

export type Served = z.infer<typeof served>;

/** null: it is no JSON object, or says such things in another way. */
export function readServed(body: string): Served | null {
  try {
    return served.parse(JSON.parse(body));
  } catch {
    return null;
  }
}

/** Why it is not well yet; null where it is, or does not say. */
export function illness(page: Served | null): string | null {
  if (page?.live === false) return 'the agent behind the health page does not answer yet';
  if (page?.status !== 'fail') return null;
  return `the health page says "fail"${page.summary === undefined ? '' : `: ${page.summary}`}`;
}
