/**
 * answer-headers.conf: what every answer carries. nginx drops all inherited headers in a block that adds one of its own, so
 * they are added in this one place, for all of http, and what differs between answers is a variable. No other block adds any.
 */
import type { NginxPlan } from './plan.ts';
import { securityHeaders } from './security-headers.ts';

export function answerHeadersConf(plan: NginxPlan): string {
  const headers = securityHeaders(plan.contentSecurityPolicy);
  return `# Files of /assets/ have their content's hash in their name and never change. All else is asked for anew, by its ETag.
map $uri $cache_of_success {
    default no-cache;
    ~^/assets/ $cache_of_asset;
    /health.json no-store;
    /metrics no-store;
}
# That a range is not there shows only after the headers of a success have been added, and they stay with the 416.
map $http_range $cache_of_asset {
    default no-cache;
    "" "public, max-age=31536000, immutable";
}
# A proxy that keeps a 404 would hide the file that is put there a moment later.
map $status $cache_control {
    # The 416 is looked up again, after the success that it first was.
    volatile;
    default no-store;
    200 $cache_of_success;
    206 $cache_of_success;
    304 $cache_of_success;
}
# A header without a value is not sent.
map $status $retry_after {
    default "";
    429 1;
}
map $status $allowed_methods {
    default "";
    405 "GET, HEAD";
}

${headers.map(({ name, value }) => `add_header ${name} "${value}" always;`).join('\n')}
add_header Cache-Control $cache_control always;
add_header Retry-After $retry_after always;
add_header Allow $allowed_methods always;

# The agent's answers have each of these once, too.
${['Cache-Control', ...headers.map(({ name }) => name)].map((name) => `proxy_hide_header ${name};`).join('\n')}
`;
}
