/** Who a pod is that has just been rented. */
import type { PodPlan } from '../cast/index.ts';
import { rented } from '../cast/rented.ts';
import { ordinaryHardware } from '../cast/role.ts';
import { letters, mix } from '../chance.ts';
import type { PodSettings } from '../pod/settings.ts';
import type { Place } from './placement.ts';

const vcpusPerCard = 8;
const memoryGigabytesPerCard = 62;

export function rentedPlan(options: {
  /** Another one for each pod. */
  readonly seed: number;
  readonly name: string;
  readonly place: Place;
  readonly rental: 'on-demand' | 'spot';
  readonly settings: PodSettings;
  readonly templateId: string | null;
  readonly driver: string;
  readonly networkVolume: { readonly id: string; readonly gigabytes: number } | null;
}): PodPlan {
  const { seed, name, place, settings, networkVolume } = options;
  return {
    id: letters(mix(seed, 64), { length: 14, alphabet: 'abcdefghijklmnopqrstuvwxyz0123456789' }),
    name,
    seed,
    role: rented,
    hardware: {
      ...ordinaryHardware,
      gpu: place.gpu,
      gpuCount: place.gpuCount,
      dataCenterId: place.dataCenterId,
      cloud: place.cloud,
      rental: options.rental,
      vcpuCount: vcpusPerCard * place.gpuCount,
      memoryGigabytes: memoryGigabytesPerCard * place.gpuCount,
      containerDiskGigabytes: settings.containerDiskGigabytes,
      volumeGigabytes: networkVolume?.gigabytes ?? settings.volumeGigabytes,
      volume: networkVolume === null ? 'local' : 'network',
      image: settings.image,
      driver: options.driver,
      uptimeSeconds: 0,
    },
    clockSkewMs: 0,
    light: false,
    settings,
    templateId: options.templateId,
    networkVolumeId: networkVolume?.id ?? null,
  };
}
