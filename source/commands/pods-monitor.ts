/** `pod-engine pods monitor [NAME]`: one line a sample and pod, or JSON lines, until interrupted. */

import type { Frame } from '../../pod-agent/protocol/frames.ts';
import { figuresOf } from '../fleet/figures.ts';
import type { Link } from '../fleet/link.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Command, CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { findPodOrSay } from './find-pod.ts';
import { openServices } from './services.ts';

export const podsMonitor: Command = {
  words: 'pods monitor',
  aliases: ['monitor-pod'],
  argumentsHelp: '[NAME]',
  minArguments: 0,
  maxArguments: 1,
  summary: 'stream figures of one pod or of all, as lines or as JSON lines',
  flags: ['jsonl', 'samples', 'intervalMs', 'ssh', 'identity', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const answer = await services.listPods(context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  const typed = context.arguments[0];
  const wanted = typed === undefined ? answer.value : findPodOrSay(context, answer.value, typed);
  if (typeof wanted === 'number') return wanted;
  const pods = (Array.isArray(wanted) ? wanted : [wanted]).filter((pod: Pod) => reachable(context, pod));
  if (pods.length === 0) return exitCodes.unreachable;

  const links = await services.openLinks();
  const limit = context.flags.samples ?? Number.POSITIVE_INFINITY;
  const ended = await new Promise<ExitCode>((resolve) => {
    context.signal.addEventListener('abort', () => resolve(exitCodes.ok), { once: true });
    const left = new Map(pods.map((pod) => [pod.id, limit]));
    for (const pod of pods) {
      links.open(services.targetOf(pod), {
        onLink: (link) =>
          sayLink(context, pod, link, () => finish(pod, left, resolve, exitCodes.unreachable)),
        onFrame: (frame) => {
          if (!printFrame(context, pod, frame)) return;
          const remaining = (left.get(pod.id) ?? 1) - 1;
          left.set(pod.id, remaining);
          if (remaining <= 0) finish(pod, left, resolve, exitCodes.ok);
        },
      });
    }
  });
  await links.close();
  return ended;
}

function finish(
  pod: Pod,
  left: Map<string, number>,
  resolve: (code: ExitCode) => void,
  code: ExitCode,
): void {
  left.delete(pod.id);
  if (left.size === 0) resolve(code);
}

function reachable(context: CommandContext, pod: Pod): boolean {
  if (pod.ssh !== null && pod.state.kind === 'running') return true;
  const why = pod.state.kind === 'running' ? 'it has no public SSH port' : `it is ${pod.state.kind}`;
  context.say(`${pod.name}: not monitored, ${why}.\n`);
  return false;
}

function sayLink(context: CommandContext, pod: Pod, link: Link, onRefused: () => void): void {
  if (link.kind === 'lost') context.say(`${pod.name}: lost: ${link.reason}\n`);
  if (link.kind === 'stale') context.say(`${pod.name}: stale: nothing has come for three intervals\n`);
  if (link.kind === 'refused') {
    context.say(`${pod.name}: ${link.reason} ${link.hint}\n`);
    onRefused();
  }
}

/** True for a sample, which is what is counted. */
function printFrame(context: CommandContext, pod: Pod, frame: Frame): boolean {
  if (context.flags.jsonl === true)
    context.print(`${JSON.stringify({ podId: pod.id, podName: pod.name, ...frame })}\n`);
  else if (frame.kind === 'sample') context.print(`${lineOf(pod, frame, context.nowMs())}\n`);
  return frame.kind === 'sample' && frame.replayed !== true;
}

function lineOf(pod: Pod, frame: Extract<Frame, { kind: 'sample' }>, nowMs: number): string {
  const figures = figuresOf(frame);
  const number = (value: number | null, unit: string): string =>
    value === null ? '—' : `${Math.round(value)}${unit}`;
  const time = new Date(nowMs).toISOString().slice(11, 19);
  const cards = frame.gpu?.cards.length ?? 0;
  const parts = [
    `gpu ${number(figures.gpuPercent, '%')} of ${cards}`,
    `vram ${number(figures.gpuMemoryPercent, '%')}`,
    number(figures.temperatureCelsius, '°C'),
    number(figures.powerWatts, 'W'),
    `cpu ${number(figures.cpuPercent, '%')}`,
    `mem ${number(figures.memoryPercent, '%')}`,
    `disk ${number(figures.diskPercent, '%')}`,
  ];
  return `${time}Z ${pod.name.padEnd(20)} ${parts.join('  ')}`;
}
