import type { PortMapping, SshEndpoint } from '../fleet/pod.ts';
import type { CleanText } from './clean-text.ts';

/** A mapping as it comes; any part of it may be missing. */
export type PortWire = {
  readonly ip?: string | null | undefined;
  readonly isIpPublic?: boolean | null | undefined;
  readonly privatePort?: number | null | undefined;
  readonly publicPort?: number | null | undefined;
  readonly type?: string | null | undefined;
} | null;

/** The mappings that are whole: both ports, an address, and a type that we know. RunPod's own port is left out. */
export function portMappings(ports: readonly PortWire[], clean: CleanText): readonly PortMapping[] {
  return ports.slice(0, mostPorts).flatMap((port) => mappingOf(port, clean) ?? []);
}

/** sshd of the pod itself: port 22 on a public address. RunPod's images run it for root. */
export function directSsh(ports: readonly PortMapping[]): SshEndpoint | null {
  const port = ports.find(
    ({ privatePort, type, public: isPublic }) => privatePort === 22 && type === 'tcp' && isPublic,
  );
  return port === undefined ? null : { host: port.ip, port: port.publicPort, username: 'root' };
}

/** RunPod's SSH proxy knows the pod by the user name. A name that is not of that kind could be taken for an option. */
export function proxySsh(podHostId: string | null): SshEndpoint | null {
  if (podHostId === null || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(podHostId)) return null;
  return { host: 'ssh.runpod.io', port: 22, username: podHostId };
}

const mostPorts = 100;
/** RunPod puts a port of its own into every pod, which nobody declared and nobody can use. */
const runpodPort = 19123;

function mappingOf(port: PortWire, clean: CleanText): PortMapping | null {
  if (port === null || port.privatePort === runpodPort) return null;
  const { privatePort, publicPort, type } = port;
  const ip = clean(port.ip ?? '');
  if (!isPort(privatePort) || !isPort(publicPort) || !isAddress(ip)) return null;
  if (type !== 'tcp' && type !== 'http') return null;
  return { privatePort, publicPort, ip, public: port.isIpPublic === true, type };
}

function isPort(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
}

/** An IPv4 or IPv6 address or a host name, by its characters: what is to be dialled must not hold anything else. */
function isAddress(value: string): boolean {
  return /^[0-9A-Za-z:][0-9A-Za-z.:-]{0,252}$/.test(value);
}
