/** site.conf: the server that the world sees. */
import { agentLocations } from './agent-locations.ts';
import { fileLocations } from './file-locations.ts';
import type { NginxPlan } from './plan.ts';

export function siteConf(plan: NginxPlan): string {
  return `server {
${listenLines(plan)}
    root "${plan.site}";

    limit_req zone=requests burst=${plan.requestsPerSecond * 2} nodelay;
    limit_conn connections 128;

    # Before anything else is looked at. $request_method is read anew after an internal redirect.
    if ($request_method !~ "^(GET|HEAD)$") {
        return 405;
    }
${agentLocations(plan)}
${fileLocations}}
`;
}

/** The kernel cuts the backlog to its own limit; without one nginx asks for 511. */
function listenLines(plan: NginxPlan): string {
  const lines = [`    listen ${plan.port} default_server backlog=4096;`];
  if (plan.hasIpv6) lines.push(`    listen [::]:${plan.port} default_server backlog=4096 ipv6only=on;`);
  return lines.join('\n');
}
