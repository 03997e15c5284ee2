/** `pod-engine pods why NAME`: every step from renting to health, the one where it hangs, and the line that tells why. */
import type { Pod } from '../fleet/pod.ts';
import { hangingRung, type ReadinessRung, readinessOf } from '../life/readiness.ts';
import type { LinkTarget } from '../ssh/telemetry.ts';
import type { Command, CommandContext } from './command.ts';
import { openLinksOrSay } from './command-links.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { findPodOrSay } from './find-pod.ts';
import { openServices } from './services.ts';
import { lookForWhy } from './why-look.ts';

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

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const cloud = services.needCloud();
  if (typeof cloud === 'number') return cloud;
  const listed = await cloud.listPods(context.signal);
  if (!listed.ok) return sayFailure(context, listed);
  const pod = findPodOrSay(context, listed.value, context.arguments[0] ?? '');
  if (typeof pod === 'number') return pod;
  const links = services.reachOf(pod).kind === 'none' ? null : await openLinksOrSay(context, services);
  if (typeof links === 'number') return links;
  const ssh = links === null ? null : { links, target: lookTarget(services.targetOf(pod)) };
  const look = await lookForWhy({ cloud, pod, ssh, signal: context.signal });
  // Closing says "none" of what was live a moment ago.
  await links?.close();
  const rungs = readinessOf({ pod, ...look, nowMs: context.nowMs() });
  if (context.flags.json === true)
    context.print(`${JSON.stringify({ podId: pod.id, name: pod.name, rungs }, null, 2)}\n`);
  else context.print(textOf(pod, rungs, look.logWhy));
  return codeOf(rungs);
}

/** A lost card shows with the driver's second beat, so that a long interval would make a long wait. */
function lookTarget(target: LinkTarget): LinkTarget {
  return { ...target, look: true, intervalMs: 1000 };
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
