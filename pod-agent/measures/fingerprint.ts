/** What has to be the same for two runs to be comparable. */
import { createHash } from 'node:crypto';
import { cpu } from '../collectors/cpu.ts';
import { memory } from '../collectors/memory.ts';
import type { Host } from '../host/host.ts';
import type { GpuReading } from '../protocol/readings.ts';
import { createReader } from './collected.ts';
import { atWork, type FingerprintName } from './fingerprint-names.ts';
import { describeGpus } from './gpu-look.ts';

export type FingerprintFacts = {
  readonly podId: string | null;
  /** POD_VERSION: what is deployed. */
  readonly version: string | null;
  /** The folder of nginx's configuration. */
  readonly nginxFolder: string;
  readonly gpus: GpuReading | null;
  /** Something else kept the pod busy, and it was measured all the same. */
  readonly isAtWork: boolean;
  readonly isQuick: boolean;
  readonly generatorVersion: string;
};

const unknown = 'unknown';

/** By name, each as a text; what nobody knows is "unknown", which is the same only as itself. */
export async function readFingerprint(
  host: Host,
  facts: FingerprintFacts,
): Promise<Readonly<Record<FingerprintName, string>>> {
  const [cpuNow, memoryNow, nginx, configuration] = await Promise.all([
    createReader(host, cpu).read(),
    createReader(host, memory).read(),
    nginxVersion(host),
    configurationHash(host, facts.nginxFolder),
  ]);
  const bytes = memoryNow?.limitBytes;
  return {
    pod: facts.podId ?? unknown,
    image: facts.version ?? unknown,
    gpu: describeGpus(facts.gpus),
    'CPU limit': cpuNow?.limitCores == null ? unknown : `${cpuNow.limitCores} cores`,
    'memory limit': bytes == null ? unknown : `${Math.round(bytes / 1024 ** 2)} MiB`,
    nginx,
    configuration,
    [atWork]: facts.isAtWork ? 'yes' : 'no',
    length: facts.isQuick ? 'quick' : 'full',
    generator: facts.generatorVersion,
  };
}

/** nginx prints it to standard error: "nginx version: nginx/1.22.1". */
async function nginxVersion(host: Host): Promise<string> {
  const answer = await host.answer({
    kind: 'command',
    id: 'nginx-version',
    cadence: 'once',
    argv: ['nginx', '-v'],
    timeoutMs: 2000,
  });
  if (!answer.ok) return answer.reason === 'absent' ? 'none' : unknown;
  return /nginx\/[\w.]+/.exec(`${answer.errorText ?? ''}${answer.text}`)?.[0] ?? unknown;
}

/** Lines are sorted first: a host gives the files of a folder in no particular order. */
async function configurationHash(host: Host, folder: string): Promise<string> {
  const glob = `${folder}/*.conf`;
  const answer = await host.answer({ kind: 'files', id: 'nginx-files', cadence: 'once', glob });
  if (!answer.ok) return answer.reason === 'absent' ? 'none' : unknown;
  if (answer.text.trim() === '') return 'none';
  const lines = answer.text.split('\n').sort().join('\n');
  return createHash('sha256').update(lines).digest('hex').slice(0, 12);
}
