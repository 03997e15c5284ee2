/** The account's network volumes: those that the cast's pods have from the beginning, and what is made since. */
import { letters, mix } from '../chance.ts';
import type { CloudPod } from '../pod/cloud-pod.ts';
import { dataCenterRows, hasStorage } from './data-centers.ts';
import { refusalOf, somethingWentWrong } from './refusal.ts';

export type NetworkVolume = {
  readonly id: string;
  readonly name: string;
  /** Gigabytes. */
  readonly size: number;
  readonly dataCenterId: string;
  readonly createdAtMs: number;
};

/** A time in which its size did not change. */
export type VolumeStretch = {
  readonly fromMs: number;
  /** null: it goes on. */
  readonly untilMs: number | null;
  readonly gigabytes: number;
};

export type VolumeChange = { readonly name?: string | null; readonly size?: number | null };

export type Volumes = {
  list(): readonly NetworkVolume[];
  /** null: there is none. */
  find(id: string): NetworkVolume | null;
  create(given: Pick<NetworkVolume, 'name' | 'size' | 'dataCenterId'>): NetworkVolume;
  change(id: string, change: VolumeChange): NetworkVolume;
  remove(id: string): void;
  /** By volume, also of those that have been deleted. */
  stretches(): ReadonlyMap<string, readonly VolumeStretch[]>;
};

const mostVolumes = 200;
const sizes = { least: 10, most: 4096 } as const;

export function createVolumes(options: {
  readonly seed: number;
  readonly pods: readonly CloudPod[];
  wallMs(): number;
}): Volumes {
  const volumes = new Map<string, NetworkVolume>(
    options.pods.flatMap(volumeOf).map((each) => [each.id, each]),
  );
  const stretches = new Map<string, readonly VolumeStretch[]>();
  let made = 0;

  function begin({ id, size }: NetworkVolume, atMs: number): void {
    end(id, atMs);
    stretches.set(id, [...(stretches.get(id) ?? []), { fromMs: atMs, untilMs: null, gigabytes: size }]);
  }

  function end(id: string, atMs: number): void {
    const known = stretches.get(id) ?? [];
    stretches.set(
      id,
      known.map((each) => (each.untilMs === null ? { ...each, untilMs: atMs } : each)),
    );
  }

  function mustFind(id: string): NetworkVolume {
    const volume = volumes.get(id);
    if (volume === undefined) throw refusalOf('not-found', 'network volume not found');
    return volume;
  }

  function mustFit(size: number): void {
    if (!Number.isInteger(size) || size < sizes.least || size > sizes.most)
      throw refusalOf(
        'wrong',
        `Network volume size must be ${sizes.least} to ${sizes.most} GB, not ${size}.`,
      );
  }

  for (const volume of volumes.values()) begin(volume, volume.createdAtMs);

  return {
    list: () => [...volumes.values()],
    find: (id) => volumes.get(id) ?? null,
    create({ name, size, dataCenterId }) {
      mustFit(size);
      if (!dataCenterRows.some(([id]) => id === dataCenterId))
        throw refusalOf('wrong', `There is no data center "${dataCenterId}".`);
      if (!hasStorage(dataCenterId))
        throw refusalOf('wrong', `Data center ${dataCenterId} has no network storage.`);
      if (volumes.size >= mostVolumes) throw somethingWentWrong();
      made += 1;
      const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
      const id = letters(mix(options.seed, made, 66), { length: 10, alphabet });
      const volume = { id, name, size, dataCenterId, createdAtMs: options.wallMs() };
      volumes.set(id, volume);
      begin(volume, volume.createdAtMs);
      return volume;
    },
    change(id, { name, size }) {
      const before = mustFind(id);
      if (size != null && size < before.size)
        throw refusalOf('wrong', `A network volume cannot shrink: it has ${before.size} GB.`);
      const after = { ...before, name: name ?? before.name, size: size ?? before.size };
      if (after.size !== before.size) {
        mustFit(after.size);
        begin(after, options.wallMs());
      }
      volumes.set(id, after);
      return after;
    },
    remove(id) {
      mustFind(id);
      const holder = options.pods.find(({ plan, life }) => plan.networkVolumeId === id && !life().terminated);
      if (holder !== undefined)
        throw refusalOf('in-use', `The network volume is used by pod "${holder.tags.name}".`);
      volumes.delete(id);
      end(id, options.wallMs());
    },
    stretches: () => stretches,
  };
}

function volumeOf({ plan, createdAtMs }: CloudPod): readonly NetworkVolume[] {
  const { hardware, name, networkVolumeId } = plan;
  if (networkVolumeId === null) return [];
  const { volumeGigabytes: size, dataCenterId } = hardware;
  return [{ id: networkVolumeId, name: `${name}-data`, size, dataCenterId, createdAtMs }];
}
