/** The figures of one pod as lines, until it has given as many samples as are wanted. */
import type { Frame, SampleFrame } from '../../pod-agent/protocol/frames.ts';
import type { Link } from '../fleet/link.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Links, LinkTarget } from '../ssh/telemetry.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sampleLine } from './sample-line.ts';

export type MonitorPodOptions = {
  readonly context: CommandContext;
  readonly links: Links;
  readonly pod: Pod;
  readonly target: LinkTarget;
  /** Once: the samples have come, or the pod is given up. */
  readonly onEnded: (code: ExitCode) => void;
};

const patienceMs = 30_000;
/** The first samples do not wait for the GPU tool; a driver that has not answered by then is shown as unknown. */
const gpuPatienceSamples = 3;

/** @returns Ends it without a word. */
export function monitorPod({ context, links, pod, target, onEnded }: MonitorPodOptions): () => void {
  const { flags, say } = context;
  const limit = flags.samples ?? null;
  const timeoutMs = flags.timeoutMs ?? Math.max(patienceMs, 4 * target.intervalMs);
  let counted = 0;
  let passedOver = 0;
  let isOver = false;
  let saidReason: string | null = null;
  let timer = startTimer();

  // Who wants a number of samples wants an end; who watches without one waits for the pod to come back.
  function startTimer(): NodeJS.Timeout | undefined {
    return limit === null ? undefined : setTimeout(giveUp, timeoutMs);
  }
  function giveUp(): void {
    say(`${pod.name}: given up, no sample within ${timeoutMs / 1000} s.\n`);
    end(exitCodes.unreachable);
  }
  function stop(): void {
    isOver = true;
    clearTimeout(timer);
    handle.close();
  }
  function end(code: ExitCode): void {
    if (isOver) return;
    stop();
    onEnded(code);
  }

  function onLink(link: Link): void {
    if (link.kind === 'live') saidReason = null;
    if (link.kind === 'stale') say(`${pod.name}: stale: nothing has come for three intervals\n`);
    if (link.kind === 'lost') sayOnce(link.reason, `lost: ${link.reason}`);
    if (link.kind !== 'refused') return;
    sayOnce(link.reason, `${link.reason} ${link.hint}`);
    end(exitCodes.unreachable);
  }
  /** Each try fails in the same way. */
  function sayOnce(reason: string, text: string): void {
    if (reason !== saidReason) say(`${pod.name}: ${text}\n`);
    saidReason = reason;
  }

  function onFrame(frame: Frame): void {
    if (isOver) return;
    if (frame.kind === 'sample' && isTooEarly(frame)) return;
    print(context, pod, frame);
    if (frame.kind !== 'sample' || frame.replayed === true) return;
    clearTimeout(timer);
    counted += 1;
    if (limit !== null && counted >= limit) end(exitCodes.ok);
    else timer = startTimer();
  }
  function isTooEarly(sample: SampleFrame): boolean {
    if (sample.gpu !== undefined || passedOver >= gpuPatienceSamples) return false;
    if (!sample.failures.some(({ collector }) => collector === 'gpu')) return false;
    passedOver += 1;
    return true;
  }

  const isFinal = limit !== null && pod.provider === 'ssh';
  const handle = links.open(isFinal ? { ...target, refusalIsFinal: true } : target, { onLink, onFrame });
  return stop;
}

function print(context: CommandContext, pod: Pod, frame: Frame): void {
  if (context.flags.jsonl === true)
    context.print(`${JSON.stringify({ podId: pod.id, podName: pod.name, ...frame })}\n`);
  else if (frame.kind === 'sample') context.print(`${sampleLine(pod.name, frame, context.nowMs())}\n`);
}
