/** The part of site.conf that the agent answers: /health.json and /metrics. */
import type { NginxPlan } from './plan.ts';

export function agentLocations(plan: NginxPlan): string {
  return `
    proxy_http_version 1.1;
    proxy_connect_timeout 1s;
    proxy_send_timeout 2s;
    proxy_read_timeout 2s;
    proxy_pass_request_headers off;
    proxy_pass_request_body off;
    # Nothing of the agent's is written to the disk on its way.
    proxy_max_temp_file_size 0;
    # The agent's own 503 is its word about the pod and goes through as it is.
    proxy_intercept_errors off;

    location = /health.json {
        # With its path, so that //health.json, which is this location too, is not passed on as it was written.
        proxy_pass http://127.0.0.1:${plan.agentPort}/health.json;
        proxy_set_header Host 127.0.0.1;
        proxy_set_header Connection close;
        proxy_set_header Content-Length "";
        # nginx's own: nobody listens (502), or nobody answers in time (504).
        error_page 502 504 =503 @silent_agent;
    }

    location @silent_agent {
        root "${plan.prefix}/fallback";
        try_files /health.json =503;
    }

    location = /metrics {
        ${plan.servesMetrics ? metricsOf(plan.agentPort) : 'return 404;'}
    }
`;
}

/** The agent asks for the token. It is told of the client nothing but that, and which format the client reads. */
function metricsOf(agentPort: number): string {
  return `proxy_pass http://127.0.0.1:${agentPort}/guarded/metrics;
        proxy_set_header Host 127.0.0.1;
        proxy_set_header Connection close;
        proxy_set_header Content-Length "";
        proxy_set_header Accept $http_accept;
        proxy_set_header Authorization $http_authorization;`;
}
