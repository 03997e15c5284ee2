/**
 * What a health page says, whoever serves it: our own agent's /health.json (pod-agent/protocol/served-health.ts), or an
 * application's own JSON with as little as a `version` in it. What is missing or of another shape is null.
 */
import { z } from 'zod';
import { safeDeep, safeText } from '../../../base/safe-text.ts';

export type Served = Readonly<z.infer<typeof schema>>;

const text = z
  .string()
  .transform((value) => safeText(value, { maxLength: 200 }).trim() || null)
  .nullable()
  .catch(null);
const number = z.number().nullable().catch(null);

const phase = z.object({
  id: z.string(),
  outcome: z.string(),
  found: z.array(z.string()).catch([]),
  fix: z.string().nullable().catch(null),
});

const check = z.object({ id: z.string(), status: z.string(), summary: z.string() });

const schema = z.object({
  status: text,
  live: z.boolean().nullable().catch(null),
  summary: text,
  version: text,
  revision: text,
  bootId: text,
  uptimeSeconds: number,
  gpu: z.object({ count: number, expected: number }).nullable().catch(null),
  checks: z.array(check).catch([]),
  start: z
    .object({ state: z.string(), phases: z.array(phase).catch([]) })
    .nullable()
    .catch(null),
});

/** null for what is no JSON object. */
export function readServed(body: string): Served | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  const read = schema.safeParse(value);
  return read.success ? safeDeep(read.data, { maxLength: 300 }) : null;
}

/** By the words that health pages use for it. */
export function isFailing({ status }: Served): boolean {
  return status !== null && /^(fail(ed|ing)?|error|down|unhealthy|critical)$/i.test(status);
}

/** Its own words for what is wrong, at most a handful of lines. */
export function troublesOf({ summary, checks, start, status }: Served): readonly string[] {
  const failed = checks.filter((each) => each.status === 'fail');
  const phases = start?.phases.filter(({ outcome }) => outcome === 'failed') ?? [];
  return [
    ...(summary === null ? [] : [`health: ${status ?? 'no status'}, ${summary}`]),
    ...failed.slice(0, 5).map(({ id, summary: said }) => `check ${id}: ${said}`),
    ...phases
      .slice(0, 3)
      .map(({ id, found, fix }) => `start, ${id}: ${[...found, fix ?? ''].join(' ').trim()}`),
  ];
}
