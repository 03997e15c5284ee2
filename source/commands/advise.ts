/** `pod-engine advise NAME`: whether the pod should be larger, or more of them, or less, by its measured history. */
import { type Advice, type AdviceLine, advise as adviseOn, verdictText } from '../advice/advise.ts';
import type { Observation } from '../advice/observation.ts';
import type { Direction } from '../advice/rule.ts';
import { messageOf } from '../base/message-of.ts';
import type { Pod } from '../fleet/pod.ts';
import { adviceMinutes } from './advice-minutes.ts';
import type { Command, CommandContext } from './command.ts';
import { lateHistoryFiles } from './console-history.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findAnywhere } from './find-pod.ts';
import { openServices } from './services.ts';

export const advise: Command = {
  words: 'advise',
  aliases: ['pods advise'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'advise on a pod’s size from its measured history: up, out or down, with the dollars',
  flags: ['json', 'watchMinutes', 'ssh', 'identity', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const pod = await findAnywhere(context, services, context.arguments[0] ?? '');
  if (typeof pod === 'number') return pod;
  const files = lateHistoryFiles(context.environment, context.homeFolder);
  const watched = await adviceMinutes(context, services, pod);
  if (typeof watched === 'number') return watched;
  for (const observation of watched)
    await files.append(pod.id, observation).catch((error: unknown) => complain(context, error));
  const observations = withWatched(await files.read(pod.id), watched);
  // Without the list, only what needs other pods is left out.
  const { pods } = await services.listPods(context.signal);
  const others = pods.filter(({ id }) => id !== pod.id);
  const advice = adviseOn({ pod, others, observations, nowMs: context.nowMs() });
  context.print(
    context.flags.json === true
      ? `${JSON.stringify({ schema: 1, podId: pod.id, podName: pod.name, ...advice }, null, 2)}\n`
      : textOf(pod, advice),
  );
  return exitCodes.ok;
}

function complain(context: CommandContext, error: unknown): void {
  context.say(`${messageOf(error)}\n`);
}

/** Also where nothing could be written. */
function withWatched(kept: readonly Observation[], watched: readonly Observation[]): readonly Observation[] {
  const known = new Set(kept.map(({ atMs }) => atMs));
  return [...kept, ...watched.filter(({ atMs }) => !known.has(atMs))];
}

const arrows: Readonly<Record<Direction, string>> = { up: 'up  ', out: 'out ', down: 'down' };

function textOf(pod: Pod, advice: Advice): string {
  const advised = advice.lines.filter(({ verdict }) => verdict.kind === 'advised');
  const tooLittle = advice.lines.filter(({ verdict }) => verdict.kind === 'too-little');
  const headline =
    advised.length > 0
      ? `${advised.length} ${advised.length === 1 ? 'piece' : 'pieces'} of advice`
      : tooLittle.length > 0
        ? 'nothing to advise yet'
        : 'nothing to advise';
  const hint =
    tooLittle.length > 0
      ? '\nThe console keeps a history while it runs; --watch-minutes N watches from here.\n'
      : '';
  return `${pod.name}: ${headline} (${advice.watchedMinutes} minutes of the last 6 hours watched)\n${advice.lines.map(lineOf).join('')}${hint}`;
}

function lineOf({ direction, title, verdict }: AdviceLine): string {
  const glyph = verdict.kind === 'advised' ? '▲' : verdict.kind === 'quiet' ? '●' : '?';
  const first = `${glyph} ${arrows[direction]} ${title.padEnd(26)} ${verdictText(verdict)}\n`;
  return verdict.kind === 'advised' ? `${first}       ${verdict.change}\n` : first;
}
