/** status.conf: nginx's own counters, for the agent alone. */
import type { NginxPlan } from './plan.ts';

export function statusConf(plan: NginxPlan): string {
  return `server {
    listen 127.0.0.1:${plan.statusPort};
    access_log off;

    location = /status {
        stub_status;
    }

    location / {
        return 404;
    }
}
`;
}
