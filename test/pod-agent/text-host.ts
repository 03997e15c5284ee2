/** A machine made of text: what its files say is in a map, and no command is there. */
import type { Answer, Host, Source } from '../../pod-agent/host/host.ts';

export type TextHost = Host & {
  /** By path. Change it as the machine changes. */
  readonly files: Map<string, string>;
  /** Sources that were asked, by kind and path. */
  readonly asked: string[];
  /** Paths that do not answer until they are taken out. */
  readonly silent: Set<string>;
  wall: number;
};

export function createTextHost(files: Readonly<Record<string, string>> = {}): TextHost {
  const host: TextHost = {
    files: new Map(Object.entries({ ...machine, ...files })),
    asked: [],
    silent: new Set(),
    wall: 1_800_000_000_000,
    answer: (source) => answerFrom(host, source),
    follow(options) {
      setTimeout(() => options.onEnd({ exitCode: null, message: 'not there' }), 0);
      return { stop: () => {} };
    },
    wallMs: () => host.wall,
    monotonicMs: () => performance.now(),
  };
  return host;
}

async function answerFrom(host: TextHost, source: Source): Promise<Answer> {
  const path = 'path' in source ? source.path : source.kind;
  host.asked.push(`${source.kind} ${path}`);
  while (host.silent.has(path)) await new Promise((resolve) => setTimeout(resolve, 20));
  if (source.kind === 'filesystem') return { ok: true, text: '4096 1000 400 400 1000 900\n' };
  if (source.kind === 'files')
    return { ok: true, text: '7 (sh) S 1 7 7 0 -1 0 0 0 0 0 5 5 0 0 20 0 1 0 100 0 90\n' };
  const text = source.kind === 'file' ? host.files.get(source.path) : undefined;
  return text === undefined
    ? { ok: false, reason: 'absent', message: `${path} is not there` }
    : { ok: true, text };
}

const machine: Readonly<Record<string, string>> = {
  '/proc/stat': 'cpu  100 0 100 1000 0 0 0 0 0 0\ncpu0 100 0 100 1000 0 0 0 0 0 0\n',
  '/proc/meminfo':
    'MemTotal:  16000000 kB\nMemFree: 8000000 kB\nMemAvailable: 12000000 kB\nCached: 1000000 kB\nInactive(file): 500000 kB\n',
  '/proc/loadavg': '0.10 0.20 0.30 1/100 1234\n',
  '/proc/uptime': '1000.00 2000.00\n',
  '/proc/net/dev':
    'Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n  eth0: 1000 10 0 0 0 0 0 0 2000 20 0 0 0 0 0 0\n',
  '/proc/sys/kernel/random/boot_id': '11111111-2222-3333-4444-555555555555\n',
  '/proc/1/stat': '1 (tini) S 0 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0\n',
};
