/** An event as it comes back from a journal: checked field by field as on the wire, and safe to show. */
import { decodeJobEvent } from '../../../pod-agent/protocol/job-codec.ts';
import type { JobEvent } from '../../../pod-agent/protocol/job-events.ts';
import { safeDeep } from '../../base/safe-text.ts';

/** null where it is of a kind that is not known, or does not fit. */
export function decodeEvent(value: unknown): JobEvent | null {
  const decoded = decodeJobEvent(JSON.stringify(value) ?? '');
  return decoded.ok ? safeDeep(decoded.line, { maxLength: 8000 }) : null;
}
