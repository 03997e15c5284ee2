/**
 * Whether the machine that answers is the pod that was meant.
 *
 * After a restart RunPod goes on giving the old address for a while, and by then it may belong to somebody else's pod.
 * A pod knows its own id (RUNPOD_POD_ID), so a host key is remembered only when the id has been seen to fit; where a
 * machine does not say, as a host given by hand does not, the key is remembered after a while without an objection.
 */
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import { endpointText, type SshFailure } from './failure.ts';
import type { LinkTarget } from './telemetry.ts';

export type PodIdentityCheck = {
  /** To be shown every frame. */
  look(frame: Frame): void;
  /** Set when another pod answers. */
  stranger(): SshFailure | null;
  stop(): void;
};

/** How long a machine may take to say who it is: its inventory is gathered by a child with a deadline of 5 s. */
const silentForMs = 8_000;

export function checkPodIdentity(options: {
  readonly target: LinkTarget;
  /** The machine is the pod, or does not say otherwise. */
  onConfirmed(): void;
  onStranger(): void;
}): PodIdentityCheck {
  const { target } = options;
  let stranger: SshFailure | null = null;
  let isSettled = false;

  function settle(): void {
    if (isSettled) return;
    isSettled = true;
    clearTimeout(timer);
    if (stranger === null) options.onConfirmed();
    else options.onStranger();
  }
  const timer = setTimeout(settle, silentForMs);

  return {
    look(frame) {
      if (isSettled || frame.kind !== 'hello' || frame.inventory === null) return;
      stranger = strangerFailure(target, frame.inventory.runpod.RUNPOD_POD_ID ?? null);
      settle();
    },
    stranger: () => stranger,
    stop() {
      isSettled = true;
      clearTimeout(timer);
    },
  };
}

/** Why the machine is not the one that was meant; null where it is, or does not say. `answering`: its RUNPOD_POD_ID. */
export function strangerFailure(
  { endpoint, podId }: LinkTarget,
  answering: string | null,
): SshFailure | null {
  if (answering === null || podId.startsWith('ssh:') || answering === podId) return null;
  return {
    kind: 'protocol',
    message: `${endpointText(endpoint)}: pod ${answering} answers there, not ${podId}.`,
    hint: 'The address is an old one; the new one is taken as soon as RunPod gives it.',
    retriable: true,
  };
}
