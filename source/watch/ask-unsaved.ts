/** Asks a pod that runs which of its files would be lost, over a door of its own. */
import type { UnsavedFiles } from '../life/losses.ts';
import { readUnsaved, unsavedEnd, unsavedScript, unsavedTimeoutMs } from '../life/unsaved-script.ts';
import type { PodDoors } from '../ssh/pod-door.ts';
import type { LinkTarget } from '../ssh/telemetry.ts';

const maxOutputBytes = 64 * 1024;

/** null where it did not answer within four seconds, the connection's making included. Never throws. */
export async function askUnsaved(options: {
  readonly doors: PodDoors;
  readonly target: LinkTarget;
  readonly signal: AbortSignal;
  /** Where the search begins; a test gives a folder of its own. */
  readonly from?: string;
  readonly timeoutMs?: number;
}): Promise<UnsavedFiles> {
  const { doors, target, from, timeoutMs = unsavedTimeoutMs } = options;
  const beganAtMs = performance.now();
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
  const opened = await doors.open(target, signal);
  if (!opened.ok) return null;
  const door = opened.value;
  try {
    const leftMs = Math.max(200, timeoutMs - (performance.now() - beganAtMs));
    const ran = await door.script({
      ...{ text: unsavedScript(from), timeoutMs: leftMs, maxOutputBytes },
      until: unsavedEnd,
    });
    return ran.ok && !ran.value.isCut ? readUnsaved(ran.value.output) : null;
  } finally {
    // What is slow to close is nobody's business here.
    void door.close();
  }
}
