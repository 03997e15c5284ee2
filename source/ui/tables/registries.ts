/** Credentials for private registries. Users and passwords are never read back. */
import { emptyReading, readingFigures } from './reading-lines.ts';
import type { Table } from './table.ts';

export const registries: Table = {
  id: 'registries',
  title: 'registry credentials',
  group: 'runpod',
  reads: 'registries',
  columns: [
    { title: 'NAME', width: (page) => (page >= 100 ? 40 : 30) },
    { title: 'ID', width: () => 28 },
  ],
  rows: ({ resources }) =>
    (resources.registries.rows ?? []).map(({ id, name }) => ({
      key: id,
      text: `${name} ${id}`,
      cells: [[[name, 'title']], [[id, 'dim']]],
    })),
  figures: ({ resources, nowMs }) => readingFigures(resources.registries, nowMs),
  empty: ({ resources }) =>
    emptyReading(resources.registries, 'registry credentials', [
      [['   no registry credential', 'title']],
      [
        ['   pod-engine registries create', 'key'],
        [' keeps one; a pod names it to pull a private image', 'dim'],
      ],
    ]),
};
