/** The bytes of `pod-agent job run`, turned into events: checked, and safe to show. */
import { decodeJobLine } from '../../../pod-agent/protocol/job-codec.ts';
import type { JobEvent } from '../../../pod-agent/protocol/job-events.ts';
import { type JobAbsent, type JobHello, maxJobLineBytes } from '../../../pod-agent/protocol/job-wire.ts';
import { createLineDecoder } from '../../../pod-agent/protocol/line-decoder.ts';
import { safeDeep } from '../../base/safe-text.ts';

export type JobReaderOptions = {
  readonly jobId: string;
  /** What the console has sent: a first line without it is somebody else's, or an old one. */
  readonly nonce: string;
  onFirst(line: JobHello | JobAbsent): void;
  onEvent(event: JobEvent): void;
  /** An event that cannot be read, and its number where it bore one. */
  onUnreadable(sequence: number | null): void;
};

export type JobReader = { push(bytes: Uint8Array): void };

/** A command of a fix may be as long as the guard lets it be; it must not be cut, since it would be another then. */
const maxTextLength = 4000;

/** Before the first line everything is noise: banners, greetings of login shells, their complaints. */
export function createJobReader(options: JobReaderOptions): JobReader {
  const { jobId, nonce, onFirst, onEvent, onUnreadable } = options;
  let isGreeted = false;

  function take(text: string): void {
    if (!isGreeted && !text.includes(nonce)) return;
    if (text === '') return;
    const decoded = decodeJobLine(text);
    if (!decoded.ok) {
      if (!isGreeted) return;
      // An event of a newer agent's kind is no loss, but its number has been used.
      if (decoded.reason === 'garbled' || decoded.sequence !== null) onUnreadable(decoded.sequence);
      return;
    }
    const line = safeDeep(decoded.line, { maxLength: maxTextLength });
    if (line.kind === 'job-hello' || line.kind === 'job-absent') {
      if (isGreeted || line.nonce !== nonce || line.id !== jobId) return;
      isGreeted = true;
      onFirst(line);
    } else if (isGreeted && line.kind !== 'job-beat') {
      onEvent(line);
    }
  }

  return createLineDecoder({
    maxLineBytes: maxJobLineBytes,
    onLine: take,
    onDropped: () => {
      if (isGreeted) onUnreadable(null);
    },
  });
}
