/** `pod-engine pods stop NAME`: asks first, and says what is lost and what still bills. */
import type { Pod } from '../fleet/pod.ts';
import type { Command } from './command.ts';
import { interruptPod } from './interrupt-pod.ts';
import { tellPodChange } from './tell-pod-change.ts';
import { typedName } from './typed-name.ts';

export const podsStop: Command = {
  words: 'pods stop',
  aliases: ['stop-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'stop a pod, after saying what is lost and what still bills',
  flags: ['yes', 'json', 'config', 'readOnly'],
  run: (context) =>
    interruptPod(context, {
      action: 'stop',
      done: 'stopped',
      whenStopped: (_, pod) =>
        tellPodChange(context, {
          pod,
          outcome: { stopped: true },
          text: `${pod.name} is stopped already.`,
          isAlready: true,
        }),
      act: (cloud, podId, signal) => cloud.stopPod(podId, signal),
      text: (pod) =>
        `${pod.name} (${pod.id}) stops. ${stillBills(pod)} Start it again with: pod-engine pods start ${typedName(pod.name)}`,
    }),
};

function stillBills({ volumeGigabytes, networkVolumeId, networkVolumeGigabytes }: Pod): string {
  const hasNetworkVolume = (networkVolumeId ?? null) !== null || (networkVolumeGigabytes ?? 0) > 0;
  if (hasNetworkVolume || (volumeGigabytes ?? 0) > 0) return 'Its volume still bills.';
  return volumeGigabytes === null ? 'A volume of it still bills.' : 'Nothing of it bills until then.';
}
