/** Where a benchmark asks: the pod's own port by its settings, or an address that was named. */
import { join } from 'node:path';
import { readAgentVariables } from './agent-variables.ts';
import type { BenchmarkPlan } from './benchmark.ts';
import type { Host } from './host/host.ts';
import { differentPorts, servingSettings } from './settings/serving.ts';
import { readSettings } from './settings/setting.ts';

/** Of a pod that the agent started, whose POD_AGENT_APP_PATH is the site's first page; another application names its own by it. */
const usualHealthPath = '/health.json';

/**
 * @param url An http address, of which the path is not looked at; null for the pod's own port on the loopback address.
 * @returns The plan, and what could not be taken of the settings.
 */
export async function readBenchmarkPlan(about: {
  readonly host: Host;
  readonly own: Readonly<Record<string, string | undefined>>;
  readonly url: URL | null;
}): Promise<{ readonly plan: BenchmarkPlan; readonly problems: readonly string[] }> {
  const { variables, problems } = await readAgentVariables(about.host, about.own);
  const read = readSettings(servingSettings, variables);
  const serving = differentPorts(read.values);
  const { appPort, appPath, nginxStatusPort, runFolder, version } = serving.values;
  const url = about.url ?? new URL(`http://127.0.0.1:${appPort}/`);
  const isOwn =
    variables.has(servingSettings.appPath.name) && !(await isStartedByAgent(about.host, runFolder));
  return {
    plan: {
      target: {
        // An address of IPv6 stands in brackets there, which a socket does not take.
        host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
        port: Number(url.port || 80),
        hostHeader: url.host,
      },
      url: `${url.origin}/`,
      healthPath: isOwn ? `/${appPath.replace(/^\/+/, '')}` : usualHealthPath,
      nginxStatusPort,
      nginxFolder: join(runFolder, 'nginx'),
      podId: variables.get('RUNPOD_POD_ID')?.text ?? null,
      version,
    },
    problems: [...problems, ...read.problems, ...serving.problems].map(({ message }) => message),
  };
}

/** By the lock that `pod-agent start` leaves. */
async function isStartedByAgent(host: Host, runFolder: string): Promise<boolean> {
  const path = join(runFolder, 'agent.lock');
  return (await host.answer({ kind: 'file', id: 'pod lock', cadence: 'once', path })).ok;
}
