/** What is known of this pod's network, read once for all judges of this check. */
import { textOf } from '../../collectors/proc-text.ts';
import type { PodPlan, Seen } from '../check.ts';
import { type Listener, listenersIn } from '../web/listeners.ts';
import { publicPorts } from './sources.ts';

export type NetworkLook = {
  readonly plan: PodPlan;
  readonly listeners: readonly Listener[];
  /** Ports of the pod to which RunPod leads a public one. */
  readonly publicPorts: readonly number[];
  readonly sshPort: number;
  /** Somebody's key is to let him in. */
  readonly hasKey: boolean;
  /** RunPod gives each pod a way to the internet; elsewhere a container may have none on purpose. */
  readonly isOnline: boolean;
};

export function lookAtNetwork({ plan, answers }: Seen): NetworkLook {
  const text = textOf(answers, publicPorts(plan)) ?? '';
  const variable = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(text)?.[1] ?? null;
  const ports = [...text.matchAll(/^RUNPOD_TCP_PORT_(\d{1,5})=\d+$/gm)].map(([, port]) => Number(port));
  const publicIp = variable('RUNPOD_PUBLIC_IP') ?? '';
  return {
    plan,
    listeners: listenersIn(answers),
    publicPorts: ports,
    sshPort: Number(/^\d{1,5}$/.exec(variable('POD_AGENT_SSH_PORT') ?? '')?.[0] ?? 22),
    hasKey: variable('PUBLIC_KEY') !== null,
    isOnline: variable('RUNPOD_DC_ID') !== null && !publicIp.startsWith('127.'),
  };
}
