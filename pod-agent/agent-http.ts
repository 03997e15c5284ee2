/** The agent's pages over HTTP, joined from the monitor, the sampler and what is known of the pod. */
import { createFreshAnswers } from './fresh-answers.ts';
import type { Host } from './host/host.ts';
import { encodeMetrics } from './metrics/encode.ts';
import { metricFamilies } from './metrics/families.ts';
import type { Monitor } from './monitor.ts';
import { type AgentServer, createAgentServer } from './outlets/http/agent-server.ts';
import type { ServedIdentity } from './outlets/http/agent-view.ts';
import { asUnknown, freshnessOf } from './outlets/report-age.ts';
import type { AgentCost, HealthReport } from './protocol/health-report.ts';
import type { ServedStart } from './protocol/served-health.ts';
import type { Sampler } from './sampler.ts';

export type AgentHttpOptions = {
  readonly host: Host;
  readonly port: number;
  readonly monitor: Pick<Monitor, 'latest'>;
  readonly sampler: Pick<Sampler, 'gpuAnswers'>;
  selfCost(): AgentCost;
  readonly identity: ServedIdentity;
  /** Of the container: dcgm-exporter's label `Hostname`. */
  readonly hostname: string;
  /** How the pod's start goes; left out where the agent does not start it. */
  start?(): ServedStart | null;
  readonly metricsToken: string | null;
  onTrouble(text: string): void;
};

export function createAgentHttp(options: AgentHttpOptions): AgentServer {
  const { host, monitor, sampler, identity, hostname } = options;
  const fresh = createFreshAnswers({ host, gpuAnswers: sampler.gpuAnswers });
  return createAgentServer({
    port: options.port,
    metricsToken: options.metricsToken,
    wallMs: () => host.wallMs(),
    onTrouble: options.onTrouble,
    view: () => ({
      report: monitor.latest()?.report ?? null,
      sample: monitor.latest()?.sample ?? null,
      start: options.start?.() ?? null,
      identity,
      uptimeSeconds: process.uptime(),
    }),
    async metrics(accept) {
      const answers = await fresh.read();
      const nowMs = host.wallMs();
      const report = believed(monitor.latest()?.report ?? null, nowMs);
      const agent = { ...identity, hostname, cost: options.selfCost(), uptimeSeconds: process.uptime() };
      return encodeMetrics(metricFamilies({ answers, report, agent, nowMs }), accept);
    },
  });
}

function believed(report: HealthReport | null, nowMs: number): HealthReport | null {
  if (report === null || freshnessOf(report, nowMs) === 'fresh') return report;
  return asUnknown(report, nowMs);
}
