/** What a job tells, made fit to be kept and shown: no secret in it, and nothing that a terminal would obey. */
import type { JobEventBody } from '../../pod-agent/protocol/job-events.ts';
import { redact } from '../base/redact.ts';
import { safeDeep } from '../base/safe-text.ts';
import type { Secret } from '../base/secret.ts';

/** A fix's command is the longest text that has to stay whole. */
const maxLength = 8000;

export function cleanEvent<Event extends JobEventBody>(event: Event, secrets: readonly Secret[]): Event {
  // A secret that control characters tear apart is whole once they are gone, so they go first.
  return redactDeep(safeDeep(event, { maxLength }), secrets);
}

/** The same value with every string in it redacted. For plain data. */
export function redactDeep<Value>(value: Value, secrets: readonly Secret[]): Value {
  // The shape is kept and only the text of strings changes, so the type stands.
  return redacted(value, secrets) as Value;
}

function redacted(value: unknown, secrets: readonly Secret[]): unknown {
  if (typeof value === 'string') return redact(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => redacted(item, secrets));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redacted(item, secrets)]));
}
