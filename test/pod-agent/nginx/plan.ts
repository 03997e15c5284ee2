/** An ordinary plan, for tests that start nothing. */
import type { NginxPlan } from '../../../pod-agent/nginx/plan.ts';

export const plan: NginxPlan = {
  prefix: '/run/pod-agent',
  logFolder: '/var/log/pod-agent',
  site: '/srv/site',
  port: 8080,
  hasIpv6: true,
  agentPort: 9480,
  statusPort: 9481,
  workerUser: 'www-data',
  workerProcesses: 2,
  openFilesLimit: 65_536,
  servesMetrics: true,
  contentSecurityPolicy: null,
  realAddressHeader: 'CF-Connecting-IP',
  requestsPerSecond: 50,
};
