/**
 * The log of the container before the last start. RunPod's API has no word for it, but its system log says when containers
 * were started, and its stream can be read from a time on: what stands between the last two starts is that log, as far
 * as RunPod still keeps it. Where it does not, that is said.
 */
import type { CloudFailure } from '../runpod/cloud.ts';
import type { CloudLogEvent, LogCloud, LogsRequest } from '../runpod/log-cloud.ts';

/** The most that RunPod gives at once; of starts there are far fewer. */
const systemTail = 5000;
const longestLookMs = 86_400_000;
/** As RunPod's host says it of each start: "start container for IMAGE: begin". */
const startForm = /^start container\b(?!.*: done$)/i;
/** What it says first of a container that is made: what stands from there on is of that one. */
const makingForm = /^create (?:pod network|container)\b/i;

/** A cloud whose logs are those of the container before. They end; nothing of them can be followed. */
export function previousLogs(cloud: LogCloud): LogCloud {
  return { podLogs: (request, signal) => readPrevious(cloud, request, signal) };
}

async function* readPrevious(
  cloud: LogCloud,
  request: LogsRequest,
  signal: AbortSignal,
): AsyncGenerator<CloudLogEvent> {
  const run = await runBefore(cloud, request.podId, signal);
  if (!run.ok) {
    yield { kind: 'failed', failure: run };
    return;
  }
  request.onOpen?.();
  const { fromMs, untilMs } = run;
  const lines: CloudLogEvent[] = [];
  let isKept = false;
  const passed = new Set<string>();
  const window = { ...request, sinceMs: fromMs - 1, lastEventId: null, follow: false };
  for await (const event of cloud.podLogs(window, signal)) {
    if (event.kind === 'failed') {
      yield event;
      return;
    }
    if (event.kind !== 'line' || event.atMs === null) continue;
    if (event.atMs >= untilMs) {
      // Nobody says that lines of the two sources come in the order of their times.
      passed.add(event.source);
      if (passed.size === (request.source === null ? 2 : 1)) break;
      continue;
    }
    isKept ||= event.source === (request.source ?? 'container');
    if (event.atMs < (request.sinceMs ?? fromMs)) continue;
    lines.push(event);
    if (lines.length > request.tail * 2) lines.splice(0, lines.length - request.tail);
  }
  yield* lines.slice(Math.max(0, lines.length - request.tail));
  if (!isKept && !signal.aborted) yield { kind: 'failed', failure: withoutLines(run) };
}

type Run = { readonly ok: true; readonly fromMs: number; readonly untilMs: number; readonly isOnly: boolean };

/** From the last start but one up to where the next container was made. Of a start that is not told any more: a day before. */
async function runBefore(cloud: LogCloud, podId: string, signal: AbortSignal): Promise<Run | CloudFailure> {
  const starts: number[] = [];
  const makings: number[] = [];
  const request = { podId, source: 'system', tail: systemTail, follow: false } as const;
  for await (const event of cloud.podLogs({ ...request, sinceMs: null, lastEventId: null }, signal)) {
    if (event.kind === 'failed') return event.failure;
    if (event.kind !== 'line' || event.atMs === null) continue;
    if (startForm.test(event.text)) starts.push(event.atMs);
    if (makingForm.test(event.text)) makings.push(event.atMs);
  }
  const [startMs, beforeMs] = starts.sort((left, right) => right - left);
  if (startMs === undefined) return withoutStart;
  const fromMs = beforeMs ?? startMs - longestLookMs;
  const untilMs = Math.min(startMs, ...makings.filter((atMs) => atMs > fromMs));
  return { ok: true, fromMs, untilMs, isOnly: beforeMs === undefined };
}

const withoutStart = notKept(
  'RunPod’s system log tells of no start of a container, so that nobody can say where the one before ends.',
);

function withoutLines({ fromMs, untilMs, isOnly }: Run): CloudFailure {
  return notKept(
    isOnly
      ? `RunPod tells of one start only, and keeps no line from before ${clock(untilMs)}: there was no container before, or its log is gone.`
      : `RunPod keeps no line of the container that was started at ${clock(fromMs)} and was gone by ${clock(untilMs)}.`,
  );
}

function notKept(message: string): CloudFailure {
  const hint =
    'What a program writes to a file on the volume outlives its container: --source /workspace/NAME.log.';
  return { ok: false, code: 'not-found', message, hint, retryAfterMs: null };
}

function clock(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
