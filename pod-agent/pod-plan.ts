/** What nginx is configured by in this pod, from its settings and from what the container may use. */
import { readFile } from 'node:fs/promises';
import { cpuLimit, cpuLimitSources } from './collectors/cpu-limit.ts';
import type { Answer, Host } from './host/host.ts';
import type { NginxPlan } from './nginx/plan.ts';
import type { servingSettings } from './settings/serving.ts';
import type { ValuesOf } from './settings/setting.ts';
import { openFilesLimit } from './tunings/process-limits.ts';

/** More workers than that never pay for serving files. */
const mostWorkers = 16;
const wantedOpenFiles = 65_536;
/** Where nobody can tell how many files may be open: what every Linux gives a process. */
const usualOpenFiles = 1024;

/** Never rejects: what cannot be read has a careful value in its place. */
export async function nginxPlan(
  host: Host,
  serving: ValuesOf<typeof servingSettings>,
  prefix: string,
): Promise<NginxPlan> {
  const [cores, limits, ipv6, users, groups] = await Promise.all([
    limitCores(host),
    textOf('/proc/self/limits'),
    textOf('/proc/net/if_inet6'),
    textOf('/etc/passwd'),
    textOf('/etc/group'),
  ]);
  return {
    prefix,
    logFolder: serving.logFolder,
    site: serving.site,
    port: serving.appPort,
    hasIpv6: ipv6.trim() !== '',
    agentPort: serving.agentPort,
    statusPort: serving.nginxStatusPort,
    workerUser: process.getuid?.() === 0 ? workerUserIn(users, groups) : null,
    workerProcesses: Math.min(mostWorkers, Math.max(1, Math.ceil(cores ?? 1))),
    openFilesLimit: Math.min(wantedOpenFiles, openFilesLimit(limits)?.hard ?? usualOpenFiles),
    servesMetrics: serving.metricsToken !== null,
    contentSecurityPolicy: serving.contentSecurityPolicy,
    realAddressHeader: serving.realAddressHeader,
    requestsPerSecond: serving.requestsPerSecond,
  };
}

/**
 * Debian's name first, then that of nginx's own packages. Where there is neither, nobody, whose group is not called like
 * the user on Debian: nginx would look for one of the same name.
 */
export function workerUserIn(passwd: string, group: string): string {
  const users = namesIn(passwd);
  const user = ['www-data', 'nginx'].find((name) => users.includes(name));
  return user ?? (namesIn(group).includes('nogroup') ? 'nobody:nogroup' : 'nobody');
}

function namesIn(table: string): readonly string[] {
  return table.split('\n').map((line) => line.slice(0, Math.max(0, line.indexOf(':'))));
}

async function limitCores(host: Host): Promise<number | null> {
  const answers: Record<string, Answer> = {};
  for (const source of cpuLimitSources) answers[source.id] = await host.answer(source);
  const stat = await textOf('/proc/stat');
  return cpuLimit(answers, stat.match(/^cpu\d/gm)?.length ?? null).limitCores;
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
