/** Who the pods made from an image are: names, ids and limits; they have no cards, because this machine lends them none. */
import { availableParallelism } from 'node:os';
import type { PodPlan } from '../cast/index.ts';
import { type Hardware, ordinaryHardware, type Role } from '../cast/role.ts';
import { letters, mix } from '../chance.ts';
import { restingWorkload } from '../machine/workload.ts';
import type { PodImage } from './image.ts';

const diskGigabytes = 20;
const memoryGigabytes = 2;
const mostCores = 2;

const container: Role = {
  id: 'container',
  word: 'pod',
  firstNumber: 0,
  program: 'pod-agent',
  hardware: [ordinaryHardware],
  beginning: 'running',
  workload: () => restingWorkload,
};

/** The same seed gives the same ids. */
export function containerPlans(options: {
  readonly pods: number;
  readonly seed: number;
  readonly image: PodImage;
}): PodPlan[] {
  const slug = slugOf(options.image.name);
  return Array.from({ length: options.pods }, (_, index) => {
    const seed = mix(options.seed, index, 1);
    return {
      id: letters(seed, { length: 14, alphabet: 'abcdefghijklmnopqrstuvwxyz0123456789' }),
      name: `${slug}-${index}`,
      seed,
      role: container,
      hardware: {
        ...ordinaryHardware,
        gpuCount: 0,
        ...lentLimits(),
        containerDiskGigabytes: diskGigabytes,
        volumeGigabytes: diskGigabytes,
        image: options.image.name,
        uptimeSeconds: 0,
      },
      clockSkewMs: 0,
      light: true,
      settings: {
        image: options.image.name,
        ports: `${options.image.httpPort}/http,22/tcp`,
        environment: {},
        dockerArgs: '',
        containerDiskGigabytes: diskGigabytes,
        volumeGigabytes: diskGigabytes,
        volumeMountPath: '/workspace',
        registryAuthId: null,
        startSsh: true,
      },
      templateId: null,
      networkVolumeId: null,
    };
  });
}

/** What this machine lends to a container, whatever the pod was rented with. */
export function lentLimits(): Pick<Hardware, 'vcpuCount' | 'memoryGigabytes'> {
  return { vcpuCount: Math.min(mostCores, availableParallelism()), memoryGigabytes };
}

/** "localhost/pod-engine/pod:0.1.0" is "pod". */
function slugOf(image: string): string {
  const name = image.split('@')[0]?.split('/').at(-1)?.split(':')[0] ?? '';
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9-]/g, '-')
      .slice(0, 40) || 'pod'
  );
}
