/** A folder with the files of a container that does nothing, to be read as a machine's root; and how it begins to work. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type IdleRoot = {
  readonly folder: string;
  write(path: string, text: string): void;
  /** So many people are logged in over SSH. */
  logIn(count: number): void;
  remove(): void;
};

const tcpHead =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const listening =
  '   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 17 1 0 100 0 0 10 0\n';

export function createIdleRoot(): IdleRoot {
  const folder = mkdtempSync(join(tmpdir(), 'pod-agent-idle-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const root: IdleRoot = {
    folder,
    write,
    logIn(count) {
      const rows = Array.from(
        { length: count },
        (_, at) =>
          `   ${at + 1}: 020011AC:0016 010011AC:D4${30 + at} 01 00000000:00000000 02:000A1C2F 00000000     0        0 9${at} 4 0 20 4 31 10 -1\n`,
      );
      write('/proc/net/tcp', tcpHead + listening + rows.join(''));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  for (const [path, text] of Object.entries(idleFiles)) write(path, text);
  root.logIn(0);
  return root;
}

const idleFiles = {
  '/sys/fs/cgroup/cgroup.events': 'populated 1\nfrozen 0\n',
  '/sys/fs/cgroup/cpu.stat': 'usage_usec 1000000\nnr_periods 10\nnr_throttled 0\nthrottled_usec 0\n',
  '/sys/fs/cgroup/cpu.max': '800000 100000\n',
  '/proc/stat': 'cpu  10 0 10 1000 0 0 0 0 0 0\ncpu0 10 0 10 1000 0 0 0 0 0 0\n',
  '/proc/net/dev':
    'Inter-|   Receive\n face |bytes\n    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n  eth0: 1000 10 0 0 0 0 0 0 900 9 0 0 0 0 0 0\n',
  '/proc/1/stat':
    '1 (pod-agent) S 0 1 1 0 -1 4194304 102 0 0 0 10 10 0 0 20 0 1 0 7 3133440 100 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 1 1 1 1 1 1 1 0\n',
};
