/** Sockets, names, routes and counters. */
import { file } from '../../collectors/proc-text.ts';
import type { EnvironmentSource, FileSource, HttpSource, Source } from '../../host/host.ts';
import type { PodPlan } from '../check.ts';
import { agentLock } from '../nginx/sources.ts';
import { application, listenerSources, shell } from '../web/sources.ts';

export const resolver: FileSource = file('/etc/resolv.conf', 'once');
export const routes = file('/proc/net/route', 'once');
export const routes6 = file('/proc/net/ipv6_route', 'once');
export const devices = file('/proc/net/dev', 'hot');
export const extendedCounters = file('/proc/net/netstat', 'hot');
export const socketCounts = file('/proc/net/sockstat', 'once');
export const localPorts = file('/proc/sys/net/ipv4/ip_local_port_range', 'once');

/** Ports at which the programs of RunPod's usual images serve. */
const usualPorts = [22, 80, 443, 3000, 5000, 6006, 7860, 8000, 8080, 8188, 8888];

/** `RUNPOD_TCP_PORT_22=41022`: RunPod leads its own port 41022 to port 22 of the pod. */
export function publicPorts({ appPort }: PodPlan): EnvironmentSource {
  const ports = [...new Set([...usualPorts, appPort])].map((port) => `RUNPOD_TCP_PORT_${port}`);
  return {
    kind: 'environment',
    id: 'public ports',
    cadence: 'once',
    names: [...ports, 'RUNPOD_DC_ID', 'RUNPOD_PUBLIC_IP', 'PUBLIC_KEY', 'POD_AGENT_SSH_PORT'],
  };
}

/** Any pod needs it at some time, and it tells whether names are found at all. */
export const lookedUpName = 'api.runpod.io';

/**
 * Looks a name up and prints the seconds before and after, from /proc/uptime: no shell has a finer clock everywhere. Exit
 * code 0: found, 127: nothing to look it up with.
 */
export const lookupScript = `read -r before rest </proc/uptime
if command -v getent >/dev/null 2>&1; then getent hosts "$1" >/dev/null 2>&1
elif command -v nslookup >/dev/null 2>&1; then nslookup "$1" >/dev/null 2>&1
else exit 127; fi
code=$?
read -r after rest </proc/uptime
echo "$before $after"
exit $code`;

export const lookup = shell('lookup of a name', lookupScript, [lookedUpName]);

/** nginx waits two seconds for the agent, then answers in its place. */
export function healthPage({ appPort }: PodPlan): HttpSource {
  return {
    kind: 'http',
    id: 'health page',
    cadence: 'once',
    port: appPort,
    path: '/health.json',
    timeoutMs: 2400,
  };
}

export function networkSources(plan: PodPlan): readonly Source[] {
  return [
    ...listenerSources,
    publicPorts(plan),
    application(plan),
    resolver,
    lookup,
    routes,
    routes6,
    devices,
    extendedCounters,
    socketCounts,
    localPorts,
    ...(plan.isOurImage ? [healthPage(plan), agentLock(plan)] : []),
  ];
}
