/** Ports as RunPod takes them, "8888/http,22/tcp", and what is wrong with them. */

export type PortWish = { readonly port: number; readonly type: 'http' | 'tcp' };

type Problem = { readonly text: string; readonly fix: string };

/** RunPod publishes at most ten by its HTTP proxy. */
const maxHttpPorts = 10;
const fix = 'Write them as 8888/http,22/tcp: http for the proxy, tcp for a public port.';

export function portsProblems(ports: string): readonly Problem[] {
  const parts = partsOf(ports);
  if (parts.length === 0 && ports.trim() !== '') return [{ text: `"${ports}" is no port.`, fix }];
  const wrong = parts.find((part) => portOf(part) === null);
  if (wrong !== undefined) return [{ text: `"${wrong}" is no port.`, fix }];
  const numbers = parts.map((part) => portOf(part)?.port);
  const twice = numbers.find((port, index) => numbers.indexOf(port) !== index);
  if (twice !== undefined)
    return [{ text: `Port ${twice} stands there twice.`, fix: 'A port is http or tcp, not both.' }];
  const http = parts.filter((part) => part.endsWith('/http')).length;
  if (http > maxHttpPorts)
    return [{ text: `${http} ports are http.`, fix: `RunPod's proxy takes ${maxHttpPorts} of a pod.` }];
  return [];
}

/** Those that can be read. */
export function portWishes(ports: string): readonly PortWish[] {
  return partsOf(ports).flatMap((part) => portOf(part) ?? []);
}

function partsOf(ports: string): readonly string[] {
  return ports
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** From 70000 on they are RunPod's "symmetric" ones: the same number inside and outside. */
function portOf(part: string): PortWish | null {
  const [, digits, type] = /^(\d{1,5})\/(http|tcp)$/.exec(part) ?? [];
  const port = Number(digits);
  if (digits === undefined || port < 1) return null;
  const isSymmetric = type === 'tcp' && port >= 70_000 && port <= 79_999;
  if (port > 65_535 && !isSymmetric) return null;
  return { port, type: type === 'http' ? 'http' : 'tcp' };
}
