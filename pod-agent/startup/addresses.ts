/** Where a pod is reached from outside, by RunPod's variables. */
import { userInfo } from 'node:os';
import { readPodIdentity } from '../settings/pod-identity.ts';
import type { Variables } from '../settings/variables.ts';
import type { Serving } from './phase.ts';

export type Addresses = {
  /** Through RunPod's proxy, which speaks https; null outside RunPod. */
  readonly url: string | null;
  /** A command line that leads to sshd, if one listens; null where no public port leads there. */
  readonly ssh: string | null;
};

export function addressesOf({ appPort, sshPort }: Serving, variables: Variables): Addresses {
  const publicIp = textOf(variables, 'RUNPOD_PUBLIC_IP', /^[\d.:a-fA-F]{3,45}$/);
  const publicPort = textOf(variables, `RUNPOD_TCP_PORT_${sshPort}`, /^\d{1,5}$/);
  const user = userInfo().username;
  return {
    url: readPodIdentity(variables, { hostname: '', appPort }).url,
    ssh: publicIp === null || publicPort === null ? null : `ssh ${user}@${publicIp} -p ${publicPort}`,
  };
}

function textOf(variables: Variables, name: string, form: RegExp): string | null {
  const text = variables.get(name)?.text;
  return text !== undefined && form.test(text) ? text : null;
}
