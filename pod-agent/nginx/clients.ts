/** clients.conf: who a client is behind the proxy, and how much of the pod one client may have. */
import type { NginxPlan } from './plan.ts';

/**
 * From where the header with the client's address is believed: private networks, which is where a proxy in front is
 * (RunPod's has an address of 100.64.0.0/10), and the pod itself. A client that comes straight to a public port of the
 * pod is none of them, and says in vain who it is.
 */
const trustedNetworks: readonly string[] = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '::1/128',
  'fc00::/7',
];

export function clientsConf(plan: NginxPlan): string {
  return `${trustedNetworks.map((network) => `set_real_ip_from ${network};`).join('\n')}
real_ip_header ${plan.realAddressHeader};
real_ip_recursive on;

# Judged by the connection itself, not by a header that anyone can send.
geo $realip_remote_addr $is_loopback {
    default 0;
    127.0.0.0/8 1;
    ::1/128 1;
}

# An empty one is not counted: the pod's own monitor is never turned away.
map $is_loopback $counted_address {
    default $binary_remote_addr;
    1 "";
}

limit_req_zone $counted_address zone=requests:10m rate=${plan.requestsPerSecond}r/s;
limit_req_status 429;
limit_conn_zone $counted_address zone=connections:10m;
limit_conn_status 429;
# Each refusal is in the access log. A second line for it would let a flood fill the disk twice as fast.
limit_req_log_level info;
limit_conn_log_level info;
`;
}
