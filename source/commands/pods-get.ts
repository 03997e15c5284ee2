/** `pod-engine pods get NAME`: what the API says of one pod. */
import type { Pod } from '../fleet/pod.ts';
import { statusChangeText } from '../fleet/status-change.ts';
import type { Command, CommandContext } from './command.ts';
import { durationText } from './duration-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findAnywhere } from './find-pod.ts';
import { podDocument, stateText } from './pods-list.ts';
import { openServices } from './services.ts';
import { longToldText } from './told-text.ts';

export const podsGet: Command = {
  words: 'pods get',
  aliases: ['get-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'show one pod: by id, name, or the beginning of either',
  flags: ['json', 'ssh', 'config'],
  run,
};

async function run(context: CommandContext): Promise<ExitCode> {
  const services = await openServices(context);
  if (!services.ok) return services.code;
  const pod = await findAnywhere(context, services, context.arguments[0] ?? '');
  if (typeof pod === 'number') return pod;
  const nowMs = context.nowMs();
  const isJson = context.flags.json === true;
  context.print(isJson ? `${JSON.stringify(podDocument(pod, nowMs), null, 2)}\n` : textOf(pod, nowMs));
  return exitCodes.ok;
}

function textOf(pod: Pod, nowMs: number): string {
  const endpoint = (ssh: Pod['ssh']): string =>
    ssh === null ? '—' : `ssh ${ssh.username}@${ssh.host} -p ${ssh.port}`;
  const rows: [string, string][] = [
    ['name', pod.name],
    ['id', pod.id],
    ['state', `${stateText(pod)}${pod.locked ? ', locked against stops and resets' : ''}`],
    ['last change', pod.lastStatusChange === null ? '—' : statusChangeText(pod.lastStatusChange)],
    ['gpu', pod.gpuCount === null ? '?' : `${pod.gpuCount}×${pod.gpuName ?? '?'}`],
    ['cpu, memory', `${pod.vcpuCount ?? '?'} vCPU, ${pod.memoryGigabytes ?? '?'} GB`],
    ['disk', `${pod.containerDiskGigabytes ?? '?'} GB container, ${volumeText(pod)}`],
    ['image', pod.image ?? '—'],
    ['region', pod.region ?? '—'],
    ['rental', pod.rental],
    ['price', priceText(pod, nowMs)],
    ['up', pod.startedAtMs === null ? '—' : durationText(nowMs - pod.startedAtMs)],
    ['load', longToldText(pod.telemetry, nowMs)],
    ['ssh', endpoint(pod.ssh)],
    ['ssh proxy', endpoint(pod.proxySsh)],
    [
      'ports',
      pod.ports
        .map((port) => `${port.privatePort}/${port.type} → ${port.ip}:${port.publicPort}`)
        .join(', ') || '—',
    ],
  ];
  return `${rows.map(([name, value]) => `${name.padEnd(12)} ${value}`).join('\n')}\n`;
}

/** A stopped pod bills its storage alone; its price is what it costs while it runs. */
function priceText(pod: Pod, nowMs: number): string {
  const { costPerHourDollars, billedPerHourDollars } = podDocument(pod, nowMs);
  const price = costPerHourDollars === null ? '—' : `$${costPerHourDollars.toFixed(2)}/h`;
  if (pod.state.kind !== 'stopped') return price;
  const now = billedPerHourDollars === null ? 'not known' : `$${billedPerHourDollars.toFixed(2)}/h`;
  return `${price} while it runs, ${now} now`;
}

function volumeText({ volumeGigabytes, networkVolumeGigabytes, volumeMountPath }: Pod): string {
  const at = volumeMountPath === null ? '' : ` at ${volumeMountPath}`;
  if (networkVolumeGigabytes !== null) return `${networkVolumeGigabytes} GB network volume${at}`;
  return volumeGigabytes === 0 ? 'no volume' : `${volumeGigabytes ?? '?'} GB volume${at}`;
}
