/** `pod-engine pods list`: every pod of the account, and the hosts given by hand. */
import type { Pod } from '../fleet/pod.ts';
import type { Command, CommandContext } from './command.ts';
import { durationText } from './duration-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { openServices } from './services.ts';
import { printTable, type TableRow } from './table.ts';

export const podsList: Command = {
  words: 'pods list',
  aliases: ['list-pods', 'pods'],
  argumentsHelp: '',
  minArguments: 0,
  maxArguments: 0,
  summary: 'list the pods with state, GPUs, price and SSH address',
  flags: ['json', 'ssh', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const answer = await services.listPods(context.signal);
  if (!answer.ok) return sayFailure(context, answer);
  if (context.flags.json === true) context.print(`${JSON.stringify({ pods: answer.value }, null, 2)}\n`);
  else if (answer.value.length === 0) context.say('The account has no pods.\n');
  else
    await printTable(
      context,
      answer.value.map((pod) => rowOf(pod, context.nowMs())),
    );
  return exitCodes.ok;
}

function rowOf(pod: Pod, nowMs: number): TableRow {
  return {
    id: pod.id,
    name: pod.name,
    state: stateText(pod),
    gpu: pod.gpuCount === null ? '?' : pod.gpuCount === 0 ? 'none' : `${pod.gpuCount}×${pod.gpuName ?? '?'}`,
    region: pod.region ?? '—',
    '$/h': pod.costPerHourDollars === null ? '—' : pod.costPerHourDollars.toFixed(2),
    up:
      pod.startedAtMs === null || pod.state.kind !== 'running' ? '—' : durationText(nowMs - pod.startedAtMs),
    ssh: pod.ssh === null ? '—' : `${pod.ssh.username}@${pod.ssh.host}:${pod.ssh.port}`,
  };
}

export function stateText(pod: Pod): string {
  return pod.state.kind === 'stopped' ? `stopped by ${pod.state.by}` : pod.state.kind;
}
