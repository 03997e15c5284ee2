/** What several of these checks look at: sockets, who holds them, processes, logs, and the application itself. */
import { file } from '../../collectors/proc-text.ts';
import type { CommandSource, FilesSource, HttpSource } from '../../host/host.ts';
import type { PodPlan } from '../check.ts';

/** A check has 2.5 s; what hangs must leave the others their answers. */
export const commandTimeoutMs = 2000;

export const tcp = file('/proc/net/tcp', 'once');
export const tcp6 = file('/proc/net/tcp6', 'once');

/**
 * A line `p PID` for each process that may be looked into, and a line with the inode of each socket that it has open.
 * Only numbers are printed: names of files stay where they are.
 */
export const socketHoldersScript =
  "ls -l /proc/[0-9]*/fd 2>/dev/null | sed -n -e 's#^/proc/\\([0-9]*\\)/fd:$#p \\1#p' -e 's/.* -> socket:\\[\\([0-9]*\\)\\]$/\\1/p' | head -c 900000";

export const socketHolders = shell('socket holders', socketHoldersScript);

/** The same files as the collector of processes reads: whoever asks for both asks once. */
export const processStats: FilesSource = {
  kind: 'files',
  id: 'process stats',
  cadence: 'warm',
  glob: '/proc/[0-9]*/stat',
};

/** Whose order the tables above follow: what is asked for listeners and their holders. */
export const listenerSources = [tcp, tcp6, socketHolders, processStats] as const;

export const timeZone: CommandSource = {
  kind: 'command',
  id: 'time zone',
  cadence: 'once',
  argv: ['date', '+%z'],
  timeoutMs: commandTimeoutMs,
};

export function application({ appPort, appPath }: PodPlan): HttpSource {
  return {
    kind: 'http',
    id: 'application',
    cadence: 'once',
    port: appPort,
    path: appPath.startsWith('/') && !/[\s\x00-\x1f]/.test(appPath) ? appPath : '/',
    timeoutMs: commandTimeoutMs,
  };
}

export const tailBytes = 262_144;

/**
 * The end of a file. Images of nginx make their logs links to the output of the container: whoever reads such a link reads
 * its own output, and waits for ever.
 */
export const tailScript = `case $(readlink "$1" 2>/dev/null) in /dev/* | /proc/*) exit 1 ;; esac
[ -f "$1" ] && exec tail -c ${tailBytes} "$1"
exit 1`;

/** The end of a log; its first line may be cut. Exit code 1: there is no such file. */
export function tail(path: string): CommandSource {
  return shell(`tail ${path}`, tailScript, [path]);
}

/** @param args Are `$1` and on in the script. */
export function shell(id: string, script: string, args: readonly string[] = []): CommandSource {
  return {
    kind: 'command',
    id,
    cadence: 'once',
    argv: ['sh', '-c', script, 'sh', ...args],
    timeoutMs: commandTimeoutMs,
  };
}

/** nginx's logs: ours lie where a setting says, those of other images where Debian and nginx's own packages put them. */
export function nginxLogs(plan: PodPlan): { readonly access: CommandSource; readonly error: CommandSource } {
  const folder = plan.isOurImage ? plan.logFolder : '/var/log/nginx';
  return { access: tail(`${folder}/access.log`), error: tail(`${folder}/error.log`) };
}
