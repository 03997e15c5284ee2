/** RunPod's own log of one pod, followed while somebody looks at that pod. */
import { safeText } from '../base/safe-text.ts';
import type { SystemLogReading } from '../life/life-snapshot.ts';
import type { SystemLogLine } from '../life/system-log.ts';
import type { CloudLogEvent, LogCloud } from '../runpod/log-cloud.ts';

const tail = 200;
const maxLines = 400;

export function createConsoleSystemLog(
  cloud: LogCloud | null,
  show: (reading: SystemLogReading | null) => void,
): { read(podId: string | null): void } {
  let abort = new AbortController();

  async function follow(podId: string, signal: AbortSignal): Promise<void> {
    let lines: readonly SystemLogLine[] | null = null;
    const say = (trouble: string | null): void => {
      if (!signal.aborted) show({ podId, lines, trouble });
    };
    say(null);
    if (cloud === null) return say('there is no RunPod API to ask');
    const request = {
      podId,
      source: 'system',
      tail,
      sinceMs: null,
      lastEventId: null,
      follow: true,
    } as const;
    for await (const event of cloud.podLogs(request, signal)) {
      if (signal.aborted) return;
      if (event.kind === 'line') {
        const line = { atMs: event.atMs, text: safeText(event.text, { maxLength: 500 }) };
        lines = [...(lines ?? []), line].slice(-maxLines);
      }
      say(troubleOf(event));
    }
  }

  return {
    read(podId) {
      abort.abort();
      abort = new AbortController();
      if (podId === null) return show(null);
      const { signal } = abort;
      void follow(podId, signal).catch((error: unknown) => {
        const trouble = error instanceof Error ? error.message : String(error);
        if (!signal.aborted) show({ podId, lines: null, trouble });
      });
    },
  };
}

function troubleOf(event: CloudLogEvent): string | null {
  if (event.kind === 'failed') return `${event.failure.message} ${event.failure.hint}`.trim();
  return event.kind === 'reconnecting' ? event.reason : null;
}
