/** The question before a pod is started or stopped: what it will cost, and what will be lost. */
import type { PodEntry } from '../../../fleet/fleet.ts';
import { stoppedCostPerHourDollars } from '../../../fleet/pod.ts';
import { type Box, boxed } from '../../draw/box.ts';
import { dollars } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { longDuration } from '../../draw/time.ts';
import type { Frame } from '../../frame.ts';
import { button, fact } from './dialog-parts.ts';

export type PowerQuestion = {
  readonly action: 'start' | 'stop';
  readonly podId: string;
  readonly choice: 'no' | 'yes';
};

export function powerOverlay(frame: Frame, question: PowerQuestion): Box | null {
  const entry = frame.fleet.pods.get(question.podId);
  if (entry === undefined) return null;
  const verb = question.action === 'stop' ? 'Stop' : 'Start';
  const content: Span[][] = [
    [],
    ['   ', factsOf(entry, frame.nowMs)],
    [],
    ...(question.action === 'stop' ? stopLines(entry) : startLines(entry)),
    [],
    [
      '   ',
      ...button('No, leave it', 'n', question.choice === 'no'),
      '   ',
      ...button(`Yes, ${question.action} it`, 'y', question.choice === 'yes'),
    ],
    [],
  ];
  return boxed(frame.paint, {
    title: `${verb} ${entry.pod.name} · ${frame.fleet.profile}`,
    content,
    size: frame.size,
    width: Math.min(74, frame.size.columns - 2),
  });
}

function factsOf({ pod }: PodEntry, nowMs: number): string {
  const facts = [
    pod.gpuName === null ? null : `${pod.gpuCount ?? '?'}×${pod.gpuName}`,
    pod.region,
    pod.costPerHourDollars === null ? null : `$${dollars(pod.costPerHourDollars)}/h`,
    pod.startedAtMs === null || pod.state.kind !== 'running'
      ? null
      : `up ${longDuration((nowMs - pod.startedAtMs) / 1000)}`,
  ];
  return facts.filter((fact) => fact !== null).join(' · ');
}

function stopLines({ pod, sample }: PodEntry): Span[][] {
  const lines: Span[][] = [];
  const busy = sample?.frame.gpu?.cards.filter((card) => (card.utilizationPercent ?? 0) >= 5).length ?? 0;
  if (busy > 0)
    lines.push(
      fact('running', `${busy} of ${sample?.frame.gpu?.cards.length ?? busy} GPUs are at work now`, 'warn'),
    );
  const disk =
    pod.containerDiskGigabytes === null
      ? 'the container disk'
      : `the container disk (${pod.containerDiskGigabytes} GB)`;
  lines.push(fact('lost', `${disk} and everything in memory`, 'crit'));
  lines.push(keptLine(pod));
  const rest = stoppedCostPerHourDollars(pod);
  lines.push(fact('bills on', billsOn(rest), 'idle'));
  lines.push(fact('risk', 'others may rent its GPUs; a later start may find none', 'dim'));
  return lines;
}

function billsOn(dollarsPerHour: number | null): string {
  if (dollarsPerHour === null) return 'not known: the API did not say how large its volume is';
  if (dollarsPerHour === 0) return 'nothing while it is stopped';
  return `its volume, about $${dollarsPerHour.toFixed(3)}/h while it is stopped`;
}

function keptLine(pod: PodEntry['pod']): Span[] {
  if (pod.networkVolumeGigabytes !== null && pod.networkVolumeGigabytes > 0)
    return fact(
      'kept',
      `${pod.volumeMountPath ?? 'its network volume'} (${pod.networkVolumeGigabytes} GB, network volume)`,
      'ok',
    );
  if (pod.volumeGigabytes === null)
    return fact('kept', 'not known: the API did not say whether there is a volume', 'dim');
  if (pod.volumeGigabytes === 0) return fact('kept', 'nothing: this pod has no volume', 'crit');
  return fact('kept', `${pod.volumeMountPath ?? 'the volume'} (${pod.volumeGigabytes} GB)`, 'ok');
}

function startLines({ pod }: PodEntry): Span[][] {
  if (pod.rental === 'spot') return spotLines(pod);
  const cost =
    pod.costPerHourDollars === null
      ? 'the price is not known'
      : `$${dollars(pod.costPerHourDollars)}/h from the moment it runs`;
  return [
    fact('bills', cost, 'idle'),
    fact('risk', 'its host may have no free GPU now: then the API refuses', 'dim'),
  ];
}

/** The price of a spot pod is found only when it is started. */
function spotLines(pod: PodEntry['pod']): Span[][] {
  const last = pod.costPerHourDollars === null ? '' : `; last $${dollars(pod.costPerHourDollars)}/h`;
  return [
    fact('spot', `at RunPod's lowest bid that resumes it${last}`, 'idle'),
    fact('risk', 'whoever bids more may stop it again at any moment', 'warn'),
    fact('', 'its host may have no free GPU now: then the API refuses', 'dim'),
  ];
}
