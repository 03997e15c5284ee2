/** Answers for metrics: made-up machines, each source by its id. */
import type { Collector } from '../../../pod-agent/collectors/collector.ts';
import { collectors } from '../../../pod-agent/collectors/index.ts';
import type { Answers } from '../../../pod-agent/host/host.ts';
import { metricFamilies } from '../../../pod-agent/metrics/families.ts';
import type { MetricsInput } from '../../../pod-agent/metrics/input.ts';
import { answersOf } from '../collectors/answers.ts';

const group = '/sys/fs/cgroup';

/** A container of cgroup v2 with everything, and names that a careless encoder would break on. */
export const container: Readonly<Record<string, string>> = {
  [`${group}/cgroup.events`]: 'populated 1\n',
  [`${group}/cpu.stat`]: 'usage_usec 123456789\nnr_periods 1000\nnr_throttled 25\nthrottled_usec 5\n',
  [`${group}/cpu.max`]: '400000 100000\n',
  [`${group}/memory.current`]: '600000000\n',
  [`${group}/memory.stat`]: 'file 300000000\ninactive_file 100000000\n',
  [`${group}/memory.events`]: 'oom 3\noom_kill 2\n',
  [`${group}/memory.max`]: '1073741824\n',
  [`${group}/io.stat`]: '259:0 rbytes=1000 wbytes=2000 rios=3 wios=4 dbytes=0 dios=0\n',
  [`${group}/cpu.pressure`]: 'some avg10=12.50 avg60=0.00 avg300=0.00 total=0\n',
  '/proc/stat': 'cpu  1 0 1 1 0 0 0 0 0 0\ncpu0 1 0 1 1 0 0 0 0 0 0\n',
  '/proc/meminfo': 'MemTotal:       16000000 kB\nMemAvailable:   12000000 kB\nCached: 1000 kB\n',
  '/proc/diskstats': ' 259       0 nvme0n1 1 0 8 0 1 0 8 0 0 0 0\n',
  '/proc/loadavg': '20.50 18.00 17.25 1/100 1234\n',
  '/proc/uptime': '1000.00 2000.00\n',
  '/proc/net/dev':
    '  eth0: 1000 10 1 2 0 0 0 0 2000 20 3 4 0 0 0 0\n  we"ird\\if: 5 0 0 0 0 0 0 0 6 0 0 0 0 0 0 0\n',
  '/proc/self/mountinfo':
    '1 0 0:50 / / rw - overlay overlay rw\n2 1 0:51 / /dev/shm rw - tmpfs shm rw\n3 1 8:1 / /workspace rw - fuse mfs#us rw\n',
  'filesystem /': '4096 1000 400 400 1000 900\n',
  'filesystem /dev/shm': '4096 100 100 100 100 99\n',
  'filesystem /workspace': '4096 100000000 50000000 50000000 1000 500\n',
};

/** The same machine without a container about it: the root is the disk that /etc/hosts lies on. */
export const host: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(container).filter(([path]) => !path.startsWith(group))),
  '/proc/self/mountinfo':
    '1 0 259:1 / / rw - ext4 /dev/nvme0n1p1 rw\n2 1 0:51 / /dev/shm rw - tmpfs tmpfs rw\n',
  'filesystem /etc/hosts': '4096 1000 400 400 1000 900\n',
};

export const gpuAnswers: Answers = {
  environment: { ok: true, text: 'RUNPOD_GPU_COUNT=3\n' },
  age: { ok: true, text: '1500' },
  hot: {
    ok: true,
    text: [
      'index, uuid, utilization.gpu, utilization.memory, memory.used, memory.total, temperature.gpu, temperature.memory, power.draw, enforced.power.limit, clocks.current.sm, clocks.current.memory, fan.speed',
      '0, GPU-a, 97, 40, 1024, 81559, 61, 70, 640.25, 700.00, 1980, 2619, [N/A]',
      '1, GPU-b, 0, 0, 0, 81559, 35, [N/A], 70, 72, 345, 2619, [N/A]',
      '2, GPU-c, [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost], [GPU is lost]',
    ].join('\n'),
  },
  warm: {
    ok: true,
    text: 'index, uuid, ecc.errors.uncorrected.volatile.total, ecc.errors.corrected.volatile.total, remapped_rows.pending, remapped_rows.failure\n0, GPU-a, 7, 9, No, No\n1, GPU-b, [N/A], [N/A], [N/A], [N/A]\n',
  },
  static: {
    ok: true,
    text: 'index, uuid, name, driver_version\n0, GPU-a, NVIDIA "H100"\\80GB, 590.48\n1, GPU-b, NVIDIA L4, 590.48\n2, GPU-c, NVIDIA L4, 590.48\n',
  },
};

export const nowMs = 1_790_000_010_000;

export function inputOf(
  texts: Readonly<Record<string, string>>,
  more: Partial<MetricsInput> = {},
): MetricsInput {
  return {
    answers: { ...answersByCollector(texts), gpu: gpuAnswers },
    report: null,
    agent: {
      agentVersion: '0.1.0',
      version: '1.4.0',
      revision: null,
      podId: 'pod "1"\n\\',
      hostname: 'host\u0001name',
      cost: { cpuPercent: 0.3, residentBytes: 46_000_000 },
      uptimeSeconds: 12.5,
    },
    nowMs,
    ...more,
  };
}

export function familiesOf(texts: Readonly<Record<string, string>>, more: Partial<MetricsInput> = {}) {
  return metricFamilies(inputOf(texts, more));
}

function answersByCollector(texts: Readonly<Record<string, string>>): Record<string, Answers> {
  const all = Object.values<Collector<unknown, unknown>>(collectors);
  return Object.fromEntries(
    all.map((collector) => {
      const ids = collector.sources.map(({ id }) => id);
      const own = Object.entries(texts).filter(([id]) => ids.includes(id));
      return [collector.id, answersOf(collector, Object.fromEntries(own))];
    }),
  );
}
