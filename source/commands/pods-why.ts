/** `pod-engine pods why NAME`: every step from renting to health, the one where it hangs, and the line that tells why. */
import type { HealthReport } from '../../pod-agent/protocol/health-report.ts';
import type { Link } from '../fleet/link.ts';
import type { Pod } from '../fleet/pod.ts';
import { hangingRung, type ReadinessRung, readinessOf } from '../life/readiness.ts';
import type { SystemLogLine } from '../life/system-log.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { Command, CommandContext } from './command.ts';
import { openLinksOrSay } from './command-links.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { findPodOrSay } from './find-pod.ts';
import { openServices, type Services } from './services.ts';

export const podsWhy: Command = {
  words: 'pods why',
  aliases: ['why'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary:
    'say why a pod is not ready: each step, and the line of the log that tells; exit 0 ready, 6 on its way, 7 failed',
  flags: ['json', 'identity', 'config'],
  run,
};

type Ready = Extract<Services, { ok: true }>;

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const cloud = services.needCloud();
  if (typeof cloud === 'number') return cloud;
  const listed = await cloud.listPods(context.signal);
  if (!listed.ok) return sayFailure(context, listed);
  const pod = findPodOrSay(context, listed.value, context.arguments[0] ?? '');
  if (typeof pod === 'number') return pod;
  const [systemLog, seen] = await Promise.all([
    systemLogOf(cloud, pod, context.signal),
    seenOverSsh(context, services, pod),
  ]);
  if (typeof seen === 'number') return seen;
  const rungs = readinessOf({ pod, ...seen, systemLog: systemLog.lines, nowMs: context.nowMs() });
  if (context.flags.json === true)
    context.print(`${JSON.stringify({ podId: pod.id, name: pod.name, rungs }, null, 2)}\n`);
  else context.print(textOf(pod, rungs, systemLog.why));
  return codeOf(rungs);
}

const logWithinMs = 12_000;
const logLines = 200;

/** `why`: the log could not be read. */
async function systemLogOf(
  cloud: WholeCloud,
  pod: Pod,
  signal: AbortSignal,
): Promise<{ readonly lines: readonly SystemLogLine[] | null; readonly why: string | null }> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(logWithinMs)]);
  const lines: SystemLogLine[] = [];
  let isRead = false;
  const request = { podId: pod.id, source: 'system', tail: logLines, sinceMs: null } as const;
  for await (const event of cloud.podLogs({ ...request, lastEventId: null, follow: false }, limit)) {
    if (event.kind === 'failed') return { lines: null, why: event.failure.message };
    if (event.kind === 'reconnecting') continue;
    isRead = true;
    lines.push({ atMs: event.atMs, text: event.text });
  }
  if (!isRead && limit.aborted) return { lines: null, why: `no answer within ${logWithinMs / 1000} s` };
  return { lines, why: null };
}

type Seen = { readonly link: Link | null; readonly health: HealthReport | null };

/** An application that does not answer is given five seconds, after the cards have been asked. */
const linkWithinMs = 16_000;
/** Tried so often, the next try would most likely end the same way. */
const triesWithoutAnswer = 2;

/**
 * What a telemetry link comes to within a few seconds. With the first health report there is nothing more to wait for, and
 * neither where nobody answers.
 */
async function seenOverSsh(context: CommandContext, services: Ready, pod: Pod): Promise<Seen | ExitCode> {
  if (services.reachOf(pod).kind === 'none') return { link: null, health: null };
  const links = await openLinksOrSay(context, services);
  if (typeof links === 'number') return links;
  let link: Link | null = null;
  const target = { ...services.targetOf(pod), look: true, intervalMs: 1000 } as const;
  const health = await new Promise<HealthReport | null>((resolve) => {
    const timer = setTimeout(() => resolve(null), linkWithinMs);
    const end = (report: HealthReport | null): void => {
      clearTimeout(timer);
      resolve(report);
    };
    context.signal.addEventListener('abort', () => end(null), { once: true });
    links.open(target, {
      onLink: (next) => {
        link = next;
        const isUseless = next.kind === 'lost' && next.attempt >= triesWithoutAnswer;
        if (next.kind === 'refused' || isUseless) end(null);
      },
      onFrame: (frame) => {
        if (frame.kind === 'health') end(frame.report);
      },
    });
  });
  // Closing says "none" of what was live a moment ago.
  const seen = { link, health };
  await links.close();
  return seen;
}

const glyphs: Readonly<Record<ReadinessRung['state'], string>> = {
  done: '✔',
  waits: '…',
  failed: '✖',
  unknown: '?',
  later: '·',
};

function textOf(pod: Pod, rungs: readonly ReadinessRung[], logWhy: string | null): string {
  const hanging = hangingRung(rungs);
  const lines = rungs.flatMap(({ title, state, text, quote, fix }) => [
    `  ${glyphs[state]} ${title.padEnd(19)}${text}`.trimEnd(),
    ...(quote === null ? [] : [`      > ${quote}`]),
    ...(fix === '' || state === 'done' ? [] : [`      ${fix}`]),
  ]);
  const verdict =
    hanging === null
      ? 'ready, as far as anybody can tell'
      : hanging.state === 'failed'
        ? `fails at: ${hanging.title}`
        : `on its way: ${hanging.title}`;
  const log = logWhy === null ? [] : [`  RunPod's own log of the pod was not read: ${logWhy}`];
  return `${[`${pod.name} (${pod.id}): ${verdict}`, ...lines, ...log].join('\n')}\n`;
}

function codeOf(rungs: readonly ReadinessRung[]): ExitCode {
  const hanging = hangingRung(rungs);
  if (hanging === null) return exitCodes.ok;
  return hanging.state === 'failed' ? exitCodes.healthFail : exitCodes.healthWarn;
}
