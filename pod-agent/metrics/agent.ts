/** The agent itself: which it is, what it costs, and how far its reports have come. */
import { counter, type Family, gauge, info } from './family.ts';
import type { MetricsInput } from './input.ts';

export function agentFamilies({ agent, report, nowMs }: MetricsInput): readonly Family[] {
  const { cost } = agent;
  return [
    info('pod_agent_build', 'Version of the agent.', { version: agent.agentVersion }),
    info('pod_agent_pod', 'Which pod this is, and what is deployed in it.', {
      pod_id: agent.podId,
      version: agent.version,
      revision: agent.revision,
      hostname: agent.hostname,
    }),
    gauge(
      'pod_agent_cpu_ratio',
      'CPU time of the agent and its children over the last half minute, as a share of one core.',
      cost.cpuPercent === null ? null : cost.cpuPercent / 100,
    ),
    gauge('pod_agent_resident_bytes', 'Memory of the agent and its children.', cost.residentBytes),
    gauge('pod_agent_uptime_seconds', 'Time since the agent was started.', agent.uptimeSeconds),
    counter(
      'pod_agent_reports',
      'Health reports made since the agent was started.',
      (report?.sequence ?? -1) + 1,
    ),
    gauge(
      'pod_agent_report_age_seconds',
      'Age of the newest health report. Of one that is older than three periods, or more than one ahead, all is unknown.',
      report === null ? null : Math.max(0, nowMs - report.atMs) / 1000,
    ),
    gauge(
      'pod_agent_report_period_seconds',
      'Time from one health report to the next.',
      report === null ? null : report.periodMs / 1000,
    ),
  ];
}
