/** Variables that hide cards from CUDA, or from the container, though they are paid for. */
import type { Draft, PodPlan } from '../check.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import type { PodEnvironment } from './variables.ts';

export function judgeHiddenGpus(environment: PodEnvironment, { gpuCount }: PodPlan): readonly Draft[] {
  if (gpuCount === null || gpuCount === 0) return [];
  return [...hiddenFromContainer(environment, gpuCount), ...hiddenFromCuda(environment, gpuCount)];
}

/** Where cards are handed in another way (CDI), `void` stands there although they are in: their devices tell. */
function hiddenFromContainer({ values, gpuDevices }: PodEnvironment, gpuCount: number): readonly Draft[] {
  const value = values.get('NVIDIA_VISIBLE_DEVICES');
  if (value === undefined || !/^(none|void|)$/.test(value) || gpuDevices.length > 0) return [];
  return [
    hidden('NVIDIA_VISIBLE_DEVICES', {
      status: 'fail',
      value,
      gpuCount,
      title: `NVIDIA_VISIBLE_DEVICES=${value} keeps all ${gpuCount} GPUs out of the container`,
      expected: 'all, or not set',
    }),
  ];
}

function hiddenFromCuda({ values }: PodEnvironment, gpuCount: number): readonly Draft[] {
  const value = values.get('CUDA_VISIBLE_DEVICES');
  if (value === undefined) return [];
  const shown = countShown(value);
  if (shown >= gpuCount) return [];
  const what = shown === 0 ? `all ${gpuCount}` : `${gpuCount - shown} of ${gpuCount}`;
  return [
    hidden('CUDA_VISIBLE_DEVICES', {
      status: shown === 0 ? 'fail' : 'warn',
      value,
      gpuCount,
      title: `CUDA_VISIBLE_DEVICES hides ${what} GPUs from every program of the pod`,
      expected: `${gpuCount} GPUs, or not set`,
    }),
  ];
}

/** CUDA takes numbers and ids up to the first that is none (CUDA C Programming Guide, environment variables). */
function countShown(value: string): number {
  const parts = value.split(',').map((part) => part.trim());
  const end = parts.findIndex((part) => !/^(\d+|GPU-[\w-]+|MIG-[\w/-]+)$/.test(part));
  return new Set(end === -1 ? parts : parts.slice(0, end)).size;
}

function hidden(
  name: string,
  about: {
    readonly status: 'fail' | 'warn';
    readonly value: string;
    readonly gpuCount: number;
    readonly title: string;
    readonly expected: string;
  },
): Draft {
  return trouble({
    id: `environment-gpus-hidden:${name}`,
    title: about.title,
    status: about.status,
    evidence: [
      seen(name, about.value === '' ? 'set, and empty' : about.value, '/proc/1/environ', about.expected),
      seen('RUNPOD_GPU_COUNT', String(about.gpuCount), '/proc/1/environ'),
    ],
    causes: [`${name} stands in the pod’s template or in its image.`],
    impact: 'Programs run on the CPU or end with "no CUDA-capable device", while the GPUs are paid for.',
    fix: advice(`Take ${name} out of the pod’s template, and start the pod again.`),
    documentation: 'GPUs hidden by a variable',
  });
}
