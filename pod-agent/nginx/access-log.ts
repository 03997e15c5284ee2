/** access-log.conf: one JSON object a line for each request. */
import type { NginxPlan } from './plan.ts';

/**
 * Names are nginx's own, seconds and bytes are numbers, null is not known. Values are text unless `isNumber`. Neither
 * path nor referer has what follows `?`: tokens and names stand there. The path is the one that was asked for, not the
 * file that answered, which is index.html for every route of the site. What a client sends is taken as far as it is ASCII,
 * as all of this is by its standards: nginx writes other bytes as they are, and JSON is UTF-8.
 */
const fields: readonly { readonly name: string; readonly value: string; readonly isNumber?: true }[] = [
  { name: 'time', value: '$time_iso8601' },
  { name: 'remote_addr', value: '$remote_addr' },
  { name: 'method', value: '$request_method' },
  { name: 'path', value: '$request_path' },
  { name: 'status', value: '$status_number', isNumber: true },
  { name: 'bytes_sent', value: '$bytes_sent', isNumber: true },
  { name: 'request_time', value: '$request_time', isNumber: true },
  { name: 'upstream_response_time', value: '$upstream_seconds', isNumber: true },
  { name: 'user_agent', value: '$user_agent_beginning' },
  { name: 'referer', value: '$referer_path' },
  { name: 'host', value: '$host_beginning' },
  { name: 'request_id', value: '$request_id' },
];

/** What is printed in ASCII, but for blanks and for what begins a query or a fragment. */
const pathCharacter = '[^?#\\x00-\\x20\\x7f-\\xff]';

export function accessLogConf(plan: NginxPlan): string {
  return `map $request_uri $request_path {
    default "";
    "~^(?<asked_path>${pathCharacter}{1,1000})" $asked_path;
}
map $http_referer $referer_path {
    default "";
    "~^(?<came_from>${pathCharacter}{1,500})" $came_from;
}
map $http_user_agent $user_agent_beginning {
    default "";
    "~^(?<agent_beginning>[\\t -~]{1,300})" $agent_beginning;
}
map $host $host_beginning {
    default "";
    "~^(?<asked_host>[!-~]{1,255})" $asked_host;
}
# nginx writes 000 for a request that got no answer, which is no number in JSON.
map $status $status_number {
    default $status;
    ~^0 0;
}
map $upstream_response_time $upstream_seconds {
    default null;
    "~(?<last_seconds>[0-9]+\\.[0-9]+)$" $last_seconds;
}
# The pod's own questions, of the health page and of the site, come all day long and would drown the rest.
map "$is_loopback $request_path $http_user_agent" $is_logged {
    default 1;
    "~^1 /health\\.json " 0;
    "~^1 [!-~]* pod-agent$" 0;
}

log_format requests escape=json '${lineFormat()}';
access_log "${plan.logFolder}/access.log" requests buffer=32k flush=1s if=$is_logged;
`;
}

function lineFormat(): string {
  const members = fields.map(({ name, value, isNumber }) => `"${name}":${isNumber ? value : `"${value}"`}`);
  return `{${members.join(',')}}`;
}
