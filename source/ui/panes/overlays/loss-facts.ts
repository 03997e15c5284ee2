/** What a change of a pod costs, as the lines of a question. */
import type { GpuType } from '../../../fleet/catalogue.ts';
import type { PodEntry } from '../../../fleet/fleet.ts';
import type { Pod } from '../../../fleet/pod.ts';
import { type LossAction, type LossLine, lossLines, type UnsavedFiles } from '../../../life/losses.ts';
import { dollars } from '../../draw/numbers.ts';
import type { Role } from '../../draw/theme.ts';
import { longDuration } from '../../draw/time.ts';
import type { Frame } from '../../frame.ts';
import type { Fact, SayFact } from './dialog.ts';

/** In the order in which they matter: on a low screen what is lost stays longest. */
export function lossFacts(frame: Frame, action: LossAction, entry: PodEntry, say: SayFact): readonly Fact[] {
  const { pod } = entry;
  const gpuType = gpuTypeOf(pod, frame.resources.gpus.rows);
  const lines = lossLines({ action, pod, entry, unsaved: unsavedOf(frame, pod.id), gpuType });
  const isAsking = frame.life.unsaved.get(pod.id)?.kind === 'asking';
  const isReading = frame.resources.gpus.isReading && gpuType === null;
  return lines.map((line) => {
    if (line.label === 'unsaved' && isAsking)
      return say('unsaved', 'files that changed in the last day: asking the pod…', 'info', ranks.unsaved);
    if (line.label === 'again' && isReading)
      return say('again', 'asking RunPod how much stock there is…', 'info', ranks.again);
    return say(line.label, line.text, lossRoles[line.level], ranks[line.label]);
  });
}

const ranks: Readonly<Record<LossLine['label'], number>> = {
  lost: 0,
  unsaved: 1,
  running: 1,
  kept: 2,
  'bills on': 3,
  again: 4,
};

export const lossRoles: Readonly<Record<LossLine['level'], Role>> = {
  ok: 'ok',
  info: 'idle',
  warn: 'warn',
  crit: 'crit',
  unknown: 'lost',
};

export function unsavedOf({ life }: Frame, podId: string): UnsavedFiles {
  const reading = life.unsaved.get(podId);
  return reading?.kind === 'answered' ? reading.files : null;
}

/** By the id that a pod is asked for with; by its name for people where nobody said the id. */
export function gpuTypeOf(pod: Pod, types: readonly GpuType[] | null): GpuType | null {
  const isOurs = ({ typeId, displayName }: GpuType): boolean =>
    pod.gpuTypeId == null ? displayName === pod.gpuName : typeId === pod.gpuTypeId;
  return types?.find(isOurs) ?? null;
}

/** "8×H100 SXM · US-KS-2 · $23.92/h · up 6d04h" */
export function podFacts({ pod }: PodEntry, nowMs: number): string {
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
