/** What a change of a pod costs, as lines of text before the question. */
import type { GpuType } from '../fleet/catalogue.ts';
import { type LossAction, lossLines, type UnsavedFiles } from '../life/losses.ts';
import type { CommandContext } from './command.ts';
import type { PodToChange } from './pod-to-change.ts';

export async function lossText(
  context: CommandContext,
  about: PodToChange,
  action: LossAction,
): Promise<string> {
  const { pod } = about;
  const [gpuType, unsaved] = await Promise.all([
    action === 'stop' || action === 'terminate' ? gpuTypeOf(context, about) : null,
    unsavedOf(context, about),
  ]);
  const lines = lossLines({ action, pod, entry: null, unsaved, gpuType }).map(
    ({ label, text }) => `  ${label.padEnd(9)}${text}`,
  );
  return [`${titles[action]} ${pod.name} (${pod.id})`, ...lines].join('\n');
}

/** null where the pod does not answer in a few seconds, or there is no way to it. */
async function unsavedOf(context: CommandContext, { pod, services }: PodToChange): Promise<UnsavedFiles> {
  if (pod.state.kind !== 'running' || services.reachOf(pod).kind === 'none') return null;
  const { links, doors } = await services.openLinks();
  const { askUnsaved } = await import('../watch/ask-unsaved.ts');
  try {
    return await askUnsaved({ doors, target: services.targetOf(pod), signal: context.signal });
  } finally {
    await Promise.all([links.close(), doors.close()]);
  }
}

const titles: Readonly<Record<LossAction, string>> = {
  stop: 'Stopping',
  restart: 'Restarting',
  edit: 'Editing',
  terminate: 'Terminating',
};

/** null where RunPod does not say it within a few seconds: the question does not wait for a hint. */
async function gpuTypeOf(context: CommandContext, { cloud, pod }: PodToChange): Promise<GpuType | null> {
  if (pod.gpuName === null) return null;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(hintWithinMs)]);
  const listed = await cloud.gpuTypes({ gpuCount: Math.max(1, pod.gpuCount ?? 1), cloud: 'any' }, signal);
  if (!listed.ok) return null;
  const isOurs = ({ typeId, displayName }: GpuType) =>
    pod.gpuTypeId === typeId || (pod.gpuTypeId == null && displayName === pod.gpuName);
  return listed.value.find(isOurs) ?? null;
}

const hintWithinMs = 4000;
