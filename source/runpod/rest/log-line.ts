/** A line of a log, from the event that brought it. */
import { z } from 'zod';
import { parsedJson } from '../../base/parsed-json.ts';
import type { CleanText } from '../clean-text.ts';
import type { CloudLogEvent } from '../log-cloud.ts';
import { logText } from './log-text.ts';
import type { ServerSentEvent } from './server-sent-events.ts';

export type LogLine = Extract<CloudLogEvent, { kind: 'line' }>;

const schema = z.object({
  ts: z.string().nullish().catch(null),
  source: z.string().nullish().catch(null),
  line: z.string(),
});

/** null where the event is no line of a log. */
export function logLine(event: ServerSentEvent, clean: CleanText): LogLine | null {
  const id = event.id !== null && isSendableId(event.id) ? event.id : null;
  if (event.isCut) return { kind: 'line', id, atMs: null, source: 'container', text: leftOut };
  const parsed = schema.safeParse(parsedJson(event.data));
  if (!parsed.success) return null;
  const { ts, source, line } = parsed.data;
  const atMs = Date.parse(ts ?? '');
  return {
    kind: 'line',
    id,
    atMs: Number.isNaN(atMs) ? null : atMs,
    source: source === 'system' ? 'system' : 'container',
    text: logText(line, clean),
  };
}

/** What may stand in a header. */
export function isSendableId(id: string): boolean {
  return /^[\x21-\x7e]{1,200}$/.test(id);
}

const leftOut = '(a line of more than 1 MiB was left out)';
