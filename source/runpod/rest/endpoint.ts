/** Where sshd of a pod can be reached, from the pod's `ssh` block. */
import type { SshEndpoint } from '../../fleet/pod.ts';
import type { EndpointWire } from './pod-wire.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * A way to reach a pod by SSH, or null where it is not whole. Each part is looked at by its characters: what is put into
 * a command line must not be taken for an option.
 */
export function sshEndpoint(endpoint: EndpointWire): SshEndpoint | null {
  const { host, port, username } = endpoint ?? {};
  if (typeof host !== 'string' || !/^[0-9A-Za-z:][0-9A-Za-z.:-]{0,252}$/.test(host)) return null;
  if (typeof username !== 'string' || !/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(username)) return null;
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) return null;
  return { host, port, username };
}

/** sshd of the pod itself; a machine without a public address cannot be reached by it. */
export function directEndpoint(endpoint: EndpointWire): SshEndpoint | null {
  const direct = sshEndpoint(endpoint);
  return direct !== null && isPublicAddress(direct.host) ? direct : null;
}
