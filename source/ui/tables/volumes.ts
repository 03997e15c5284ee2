/** Network volumes of the account: they live apart from pods, and bill whether one uses them or not. */
import { dollars, unknownMark } from '../draw/numbers.ts';
import { emptyReading, readingFigures } from './reading-lines.ts';
import type { Table } from './table.ts';

/** RunPod's price for a network volume up to 1 TB. */
const dollarsPerGigabyteMonth = 0.07;

/** null where the size is not known. */
export function volumeDollarsPerMonth(sizeGigabytes: number | null): number | null {
  return sizeGigabytes === null ? null : sizeGigabytes * dollarsPerGigabyteMonth;
}

export const volumes: Table = {
  id: 'volumes',
  title: 'network volumes',
  group: 'runpod',
  reads: 'volumes',
  columns: [
    { title: 'NAME', width: (page) => (page >= 100 ? 32 : 20) },
    { title: 'SIZE', align: 'right', width: () => 8 },
    { title: 'REGION', width: () => 10 },
    { title: '$/MONTH', align: 'right', width: () => 8 },
    { title: 'PODS', width: (page) => (page >= 100 ? 24 : page >= 78 ? 13 : 0) },
    { title: 'ID', width: (page) => (page >= 100 ? 14 : page >= 66 ? 11 : 0) },
  ],
  rows: ({ resources, fleet }) =>
    (resources.volumes.rows ?? []).map(({ id, name, dataCentreId, sizeGigabytes }) => {
      const users = [...fleet.pods.values()].filter(({ pod }) => pod.networkVolumeId === id);
      const names = users.map(({ pod }) => pod.name).join(', ');
      return {
        key: id,
        text: `${name} ${id} ${dataCentreId ?? ''} ${names}`,
        cells: [
          [[name, 'title']],
          [sizeGigabytes === null ? unknownMark : `${sizeGigabytes} GB`],
          [dataCentreId ?? unknownMark],
          [dollars(volumeDollarsPerMonth(sizeGigabytes))],
          [[names === '' ? 'none' : names, names === '' ? 'dim' : 'text']],
          [[id, 'dim']],
        ],
      };
    }),
  figures: ({ resources, nowMs }) => readingFigures(resources.volumes, nowMs),
  empty: ({ resources }) =>
    emptyReading(resources.volumes, 'network volumes', [
      [['   no network volume', 'title']],
      [
        ['   pod-engine volumes create', 'key'],
        [' makes one; a pod that mounts it has to stand in its data centre', 'dim'],
      ],
    ]),
};
