/** What nginx is asked and looked at by. */
import { cpuLimitSources } from '../../collectors/cpu-limit.ts';
import { file } from '../../collectors/proc-text.ts';
import type { CommandSource, FileSource, HttpSource, Source } from '../../host/host.ts';
import type { PodPlan } from '../check.ts';
import type { TreeProcess } from '../web/process-tree.ts';
import {
  application,
  commandTimeoutMs,
  listenerSources,
  nginxLogs,
  shell,
  timeZone,
} from '../web/sources.ts';

/**
 * `nginx -t` with all but `$1` before it, and behind what it says the line of the configuration that it names. Exit code
 * 127: there is no nginx. Since 1.19.5 a flag keeps what it says out of its log; an earlier one refuses that flag. A test
 * makes log and pid files that are not there, so that with `$1` = `running` a pod that only has nginx lying about is left
 * alone (exit code 125).
 */
export const testScript = `PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
command -v nginx >/dev/null 2>&1 || exit 127
if [ "$1" = running ] && [ ! -s /run/nginx.pid ] && ! grep -q '(nginx)' /proc/[0-9]*/stat 2>/dev/null; then exit 125; fi
shift
if nginx -e stderr -v >/dev/null 2>&1; then said=$(nginx -e stderr "$@" -t 2>&1); else said=$(nginx "$@" -t 2>&1); fi
code=$?
printf '%s\\n' "$said" | head -c 8000
where=$(printf '%s\\n' "$said" | sed -n 's/.*\\[emerg\\].* in \\(\\/[^ ]*:[0-9][0-9]*\\)$/\\1/p' | head -n 1)
[ -n "$where" ] && printf 'line: ' && sed -n "\${where##*:}p" "\${where%:*}" | head -c 300
exit $code`;

export function prefixOf({ runFolder }: PodPlan): string {
  return `${runFolder}/nginx`;
}

export function configurationTest(plan: PodPlan): CommandSource {
  const prefix = prefixOf(plan);
  const when = plan.isOurImage || plan.isAppExpected ? 'always' : 'running';
  const ours = plan.isOurImage ? ['-p', prefix, '-c', `${prefix}/nginx.conf`] : [];
  return shell('nginx -t', testScript, [when, ...ours]);
}

/** As people write it. */
export function testLine(plan: PodPlan): string {
  const prefix = prefixOf(plan);
  return plan.isOurImage ? `nginx -p ${prefix} -c ${prefix}/nginx.conf -t` : 'nginx -t';
}

/** Where nginx leaves the number of its master; it takes the file away when it ends in good order. */
export function pidFile(plan: PodPlan): FileSource {
  const path = plan.isOurImage ? `${prefixOf(plan)}/nginx.pid` : '/run/nginx.pid';
  return { kind: 'file', id: 'nginx pid', cadence: 'once', path };
}

/** `PID START`, left by the agent that runs the pod. */
export function agentLock({ runFolder }: PodPlan): FileSource {
  return { kind: 'file', id: 'pod lock', cadence: 'once', path: `${runFolder}/agent.lock` };
}

export type Lock = { readonly pid: number; readonly start: string };

export function lockIn(text: string | null): Lock | null {
  const [, pid, start = ''] = /^(\d{1,10}) (\d{1,20})\s*$/.exec(text ?? '') ?? [];
  return pid === undefined ? null : { pid: Number(pid), start };
}

/** Numbers are given again, so that whoever has the agent's is the agent only where he began when it did. */
export function holderOf({ pid, start }: Lock, tree: readonly TreeProcess[]): TreeProcess | undefined {
  return tree.find((one) => one.pid === pid && one.start === start);
}

export function mainConfiguration(plan: PodPlan): FileSource {
  const path = plan.isOurImage ? `${prefixOf(plan)}/nginx.conf` : '/etc/nginx/nginx.conf';
  return { kind: 'file', id: 'nginx.conf', cadence: 'once', path };
}

/** At which addresses another image's nginx is to listen, links of enabled sites followed. */
export const listenLines = shell(
  'listen lines',
  "grep -RhE '^[[:space:]]*listen[[:space:]]' /etc/nginx 2>/dev/null | head -n 100",
);

/** stub_status, which our configuration has on the loopback address. */
export function status({ nginxStatusPort }: PodPlan): HttpSource {
  return {
    kind: 'http',
    id: 'nginx status',
    cadence: 'once',
    port: nginxStatusPort,
    path: '/status',
    timeoutMs: commandTimeoutMs,
  };
}

export const cpuCounts = file('/proc/stat', 'hot');

export function nginxSources(plan: PodPlan): readonly Source[] {
  return [
    configurationTest(plan),
    pidFile(plan),
    agentLock(plan),
    mainConfiguration(plan),
    application(plan),
    nginxLogs(plan).error,
    timeZone,
    ...listenerSources,
    cpuCounts,
    ...cpuLimitSources,
    ...(plan.isOurImage ? [status(plan)] : [listenLines]),
  ];
}
