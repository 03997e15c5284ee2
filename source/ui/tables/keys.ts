/** Public SSH keys of the account, which RunPod puts into pods as they start. */
import { emptyReading, readingFigures } from './reading-lines.ts';
import type { Table } from './table.ts';

export const keys: Table = {
  id: 'keys',
  title: 'SSH keys of the account',
  group: 'runpod',
  reads: 'keys',
  columns: [
    { title: 'COMMENT', width: (page) => (page >= 100 ? 40 : 24) },
    { title: 'TYPE', width: () => 12 },
    { title: 'FINGERPRINT', width: () => 52 },
  ],
  rows: ({ resources }) =>
    (resources.keys.rows ?? []).map(({ fingerprint, type, comment }) => ({
      key: fingerprint,
      text: `${comment} ${type} ${fingerprint}`,
      cells: [
        [[comment === '' ? 'without a comment' : comment, comment === '' ? 'dim' : 'title']],
        [type],
        [[fingerprint, 'dim']],
      ],
    })),
  figures: ({ resources, nowMs }) => readingFigures(resources.keys, nowMs),
  head: () => [[['   a key that is added now reaches a pod when it starts the next time', 'dim']]],
  empty: ({ resources }) =>
    emptyReading(resources.keys, 'SSH keys', [
      [['   no SSH key: RunPod lets nobody into a pod by SSH', 'warn']],
      [
        ['   pod-engine keys add ~/.ssh/id_ed25519.pub', 'key'],
        [' adds one', 'dim'],
      ],
    ]),
};
