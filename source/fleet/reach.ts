/** How a pod is reached over SSH: directly, through RunPod's proxy, or not at all. */
import type { Pod, SshEndpoint } from './pod.ts';

/** What the settings say of the proxy. */
export type ProxyPolicy =
  /** As the API tells it. */
  | { readonly kind: 'usual' }
  /** Another stands in its place, under the same user names. */
  | { readonly kind: 'at'; readonly host: string; readonly port: number }
  /** `reason`: why it is not used, for the operator; without a full stop. */
  | { readonly kind: 'off'; readonly reason: string };

export type Reach =
  | { readonly kind: 'direct'; readonly endpoint: SshEndpoint }
  | { readonly kind: 'proxy'; readonly endpoint: SshEndpoint }
  /** `reason`: a sentence without its subject, e.g. "the pod is stopped." */
  | { readonly kind: 'none'; readonly reason: string };

/** Directly wherever a public port is mapped: the proxy is shared by all pods, and gives a shell on a terminal only. */
export function reachOf(pod: Pod, proxy: ProxyPolicy = { kind: 'usual' }): Reach {
  if (pod.state.kind === 'stopped' || pod.state.kind === 'terminated')
    return none(`the pod is ${pod.state.kind}.`);
  if (pod.state.kind === 'initialising') return none('the pod has no container yet.');
  if (pod.ssh !== null) return { kind: 'direct', endpoint: pod.ssh };
  if (pod.proxySsh === null || isPublishing(pod)) return none(withoutPort(pod));
  switch (proxy.kind) {
    case 'usual':
      return { kind: 'proxy', endpoint: pod.proxySsh };
    case 'at':
      return { kind: 'proxy', endpoint: { ...pod.proxySsh, host: proxy.host, port: proxy.port } };
    case 'off':
      return none(`${withoutPort(pod).replace(/\.$/, '')}; and ${proxy.reason}.`);
  }
}

/** Ports are published some seconds after the container has started, and a direct way is worth that wait. */
const publishedWithinSeconds = 120;

function isPublishing({ ports, uptimeSeconds }: Pod): boolean {
  return ports.length === 0 && uptimeSeconds !== undefined && uptimeSeconds < publishedWithinSeconds;
}

function none(reason: string): Reach {
  return { kind: 'none', reason };
}

function withoutPort(pod: Pod): string {
  const mapped = pod.ports.find((port) => port.privatePort === 22 && port.type === 'tcp');
  if (mapped !== undefined && !mapped.public)
    return 'port 22 is mapped, but this machine has no public address.';
  if (pod.ports.length === 0) return 'RunPod has published no port of it yet.';
  return 'no public port 22: add 22/tcp to the pod’s ports.';
}
