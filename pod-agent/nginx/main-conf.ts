/** nginx.conf: processes, logs, temporary files, timeouts and compression. The rest is included from beside it. */
import { charsetTypes, compressibleTypes } from './mime-types.ts';
import type { NginxPlan } from './plan.ts';

export function mainConf(plan: NginxPlan): string {
  return `# Written by pod-agent at each start of the pod; what is changed here is lost then.
${userLine(plan.workerUser)}worker_processes ${plan.workerProcesses};
worker_rlimit_nofile ${plan.openFilesLimit};
pid "${plan.prefix}/nginx.pid";

# Standard error is for whoever started nginx: why it could not start or go on.
error_log "${plan.logFolder}/error.log" warn;
error_log stderr crit;

events {
    worker_connections ${workerConnections(plan.openFilesLimit)};
}

http {
    # What goes wrong with a single request goes to the file alone.
    error_log "${plan.logFolder}/error.log" warn;

    client_body_temp_path "${plan.prefix}/temp-client-body";
    proxy_temp_path "${plan.prefix}/temp-proxy";
    fastcgi_temp_path "${plan.prefix}/temp-fastcgi";
    uwsgi_temp_path "${plan.prefix}/temp-uwsgi";
    scgi_temp_path "${plan.prefix}/temp-scgi";

    include mime-types.conf;
    include clients.conf;
    include access-log.conf;
    include answer-headers.conf;
${deliveryPart}
${timeoutPart}
${compressionPart}
    include site.conf;
    include status.conf;
}
`;
}

function userLine(user: string | null): string {
  return user === null ? '' : `user ${user.replace(':', ' ')};\n`;
}

/**
 * Per worker. A connection that is answered from a file, or by the agent, has a second file open. nginx takes some 400 bytes
 * for each at start, used or not, so there is an upper end too.
 */
function workerConnections(openFilesLimit: number): number {
  return Math.min(8192, Math.floor(openFilesLimit / 2));
}

const deliveryPart = `
    server_tokens off;
    # The proxy in front speaks https and another port: a redirect names neither.
    absolute_redirect off;
    msie_padding off;
    charset utf-8;
    charset_types ${charsetTypes.join(' ')};
    # No open_file_cache: a site that is replaced in place is seen at once, and the kernel keeps its files at hand anyway.
    sendfile on;
    tcp_nopush on;
    tcp_nodelay on;`;

/** A client that sends or takes nothing gives its place to another; nobody has anything to upload. */
const timeoutPart = `
    client_header_timeout 10s;
    client_body_timeout 10s;
    send_timeout 30s;
    keepalive_timeout 75s;
    keepalive_requests 1000;
    lingering_time 10s;
    lingering_timeout 2s;
    reset_timedout_connection on;
    client_max_body_size 16k;
    # All of a body fits, so that none is written to the disk.
    client_body_buffer_size 16k;`;

const compressionPart = `
    gzip on;
    gzip_static on;
    gzip_comp_level 5;
    gzip_min_length 1024;
    gzip_proxied any;
    gzip_vary on;
    gzip_types ${compressibleTypes.join(' ')};
`;
