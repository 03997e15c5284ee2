/** What the GPU collector reads. The queries are placeholders with every field wanted: see fields.ts. */
import type { Source } from '../../host/host.ts';
import { type Field, hotFields, nvidiaQuery, staticFields, warmFields } from './fields.ts';
import { rocmHot, rocmStatic } from './rocm.ts';

/** A driver without persistence mode wakes each card first: seconds on a machine of eight. */
export const gpuTimeoutMs = 10_000;

export const gpuSources = {
  environment: { kind: 'environment', id: 'environment', cadence: 'once', names: ['RUNPOD_GPU_COUNT'] },
  hot: query('hot', 'hot', hotFields),
  warm: query('warm', 'warm', warmFields),
  static: query('static', 'once', staticFields),
  list: { kind: 'command', id: 'list', cadence: 'once', argv: ['nvidia-smi', '-L'], timeoutMs: gpuTimeoutMs },
  rocm: { kind: 'command', id: 'rocm', cadence: 'hot', argv: rocmHot, timeoutMs: gpuTimeoutMs },
  rocmStatic: {
    kind: 'command',
    id: 'rocm-static',
    cadence: 'once',
    argv: rocmStatic,
    timeoutMs: gpuTimeoutMs,
  },
} as const satisfies Readonly<Record<string, Source>>;

function query<Id extends string, When extends Source['cadence']>(
  id: Id,
  cadence: When,
  fields: readonly Field[],
) {
  const argv = nvidiaQuery(fields.map(([newest]) => newest));
  return { kind: 'command', id, cadence, argv, timeoutMs: gpuTimeoutMs } as const;
}
