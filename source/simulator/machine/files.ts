/** Every file that the machine shows, by path. What never changes is written once. */
import type { MachineFacts } from './facts.ts';
import type { MachineMoment } from './machine.ts';
import { cgroupOneTexts } from './texts/cgroup-one.ts';
import { cgroupTwoTexts } from './texts/cgroup-two.ts';
import { diskstatsText, mountinfoText, mountsText } from './texts/disks.ts';
import { environText, shellEnvironmentText } from './texts/environment.ts';
import type { FileTexts } from './texts/file-texts.ts';
import { meminfoText, vmstatText } from './texts/memory.ts';
import { netDevText, sockstatText } from './texts/network.ts';
import { pressureText } from './texts/pressure.ts';
import { allProcessTexts, type ProcessFileName, processFileNames, processText } from './texts/processes.ts';
import { cpuinfoText, loadText, statText, uptimeText } from './texts/processor.ts';
import { netstatText, routeText, tcpText } from './texts/sockets.ts';

export type Files = {
  /** null: there is no such file. */
  read(moment: MachineMoment, path: string): string | null;
  /** Contents of all that match, one after the other; `*` and `[0-9]` within one segment. */
  readAll(moment: MachineMoment, glob: string): string;
};

export function createFiles(facts: MachineFacts): Files {
  const moving: FileTexts = {
    ...movingTexts,
    ...(facts.plan.hardware.cgroup === 2 ? cgroupTwoTexts : cgroupOneTexts),
  };
  const fixed = fixedTexts(facts);
  const written = new Map<string, string>();

  function read(moment: MachineMoment, path: string): string | null {
    const text = moving[path];
    if (text !== undefined) return text(moment);
    const process = /^\/proc\/(\d+)\/(\w+)$/.exec(path);
    if (process !== null && isProcessFile(process[2])) {
      return processText(moment, Number(process[1]), process[2]);
    }
    const write = fixed[path];
    if (write === undefined) return null;
    const known = written.get(path) ?? write();
    written.set(path, known);
    return known;
  }

  return {
    read,
    readAll(moment, glob) {
      const perProcess = /^\/proc\/\[0-9\]\*\/(\w+)$/.exec(glob);
      if (perProcess !== null && isProcessFile(perProcess[1])) return allProcessTexts(moment, perProcess[1]);
      const pattern = patternOf(glob);
      const paths = [...Object.keys(moving), ...Object.keys(fixed)].filter((path) => pattern.test(path));
      return paths.map((path) => read(moment, path) ?? '').join('');
    },
  };
}

const movingTexts: FileTexts = {
  '/proc/stat': statText,
  '/proc/loadavg': loadText,
  '/proc/uptime': uptimeText,
  '/proc/meminfo': meminfoText,
  '/proc/vmstat': vmstatText,
  '/proc/net/dev': netDevText,
  '/proc/self/net/dev': netDevText,
  '/proc/net/sockstat': sockstatText,
  '/proc/net/tcp': tcpText,
  '/proc/net/netstat': netstatText,
  '/proc/net/route': routeText,
  '/proc/diskstats': diskstatsText,
  '/proc/pressure/cpu': (moment) => pressureText(moment, 'cpu'),
  '/proc/pressure/memory': (moment) => pressureText(moment, 'memory'),
  '/proc/pressure/io': (moment) => pressureText(moment, 'io'),
};

const kernel = '6.8.0-71-generic';

/** As container engines set them. */
const limitsText = `Limit                     Soft Limit           Hard Limit           Units     
Max core file size        0                    unlimited            bytes     
Max open files            1048576              1048576              files     
Max processes             unlimited            unlimited            processes 
`;

function fixedTexts(facts: MachineFacts): Readonly<Record<string, () => string>> {
  const groups =
    facts.plan.hardware.cgroup === 2 ? '0::/\n' : '5:memory:/\n4:cpu,cpuacct:/\n3:cpuset:/\n0::/\n';
  return {
    '/proc/cpuinfo': () => cpuinfoText(facts),
    '/proc/version': () =>
      `Linux version ${kernel} (buildd@lcy02-amd64-051) #71-Ubuntu SMP PREEMPT_DYNAMIC\n`,
    '/proc/self/mountinfo': () => mountinfoText(facts),
    '/proc/1/mountinfo': () => mountinfoText(facts),
    '/proc/mounts': () => mountsText(facts),
    '/proc/self/mounts': () => mountsText(facts),
    '/proc/self/cgroup': () => groups,
    '/proc/1/cgroup': () => groups,
    '/proc/1/limits': () => limitsText,
    '/proc/sys/kernel/core_pattern': () => 'core\n',
    '/proc/1/environ': () => environText(facts),
    '/proc/sys/kernel/hostname': () => `${facts.hostname}\n`,
    '/proc/sys/kernel/osrelease': () => `${kernel}\n`,
    '/proc/sys/kernel/random/boot_id': () => `${facts.bootId}\n`,
    '/proc/sys/net/core/somaxconn': () => '4096\n',
    '/proc/sys/vm/swappiness': () => '60\n',
    '/proc/sys/fs/file-max': () => '9223372036854775807\n',
    '/proc/sys/net/ipv4/ip_local_port_range': () => '32768\t60999\n',
    '/etc/resolv.conf': () => 'nameserver 8.8.8.8\nnameserver 1.1.1.1\n',
    '/etc/nginx/nginx.conf': () => 'worker_processes auto;\nevents { worker_connections 768; }\n',
    '/run/nginx.pid': () => '28\n',
    '/etc/hostname': () => `${facts.hostname}\n`,
    '/etc/os-release': () =>
      'PRETTY_NAME="Ubuntu 22.04.5 LTS"\nNAME="Ubuntu"\nVERSION_ID="22.04"\nID=ubuntu\nID_LIKE=debian\n',
    '/etc/rp_environment': () => shellEnvironmentText(facts),
  };
}

function isProcessFile(name: string | undefined): name is ProcessFileName {
  return processFileNames.some((known) => known === name);
}

function patternOf(glob: string): RegExp {
  const source = glob.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`^${source}$`);
}
