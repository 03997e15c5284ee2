/** Secrets of the account, by name alone: values are never read back. */
import { emptyReading, readingFigures } from './reading-lines.ts';
import type { Table } from './table.ts';

export const secrets: Table = {
  id: 'secrets',
  title: 'secrets',
  about: 'names of what the account keeps secret',
  group: 'runpod',
  reads: 'secrets',
  columns: [
    { title: 'NAME', width: (page) => (page >= 100 ? 40 : 30) },
    { title: 'ID', width: () => 28 },
  ],
  rows: ({ resources }) =>
    (resources.secrets.rows ?? []).map(({ id, name }) => ({
      key: id,
      text: `${name} ${id}`,
      cells: [[[name, 'title']], [[id, 'dim']]],
    })),
  figures: ({ resources, nowMs }) => readingFigures(resources.secrets, nowMs),
  empty: ({ resources }) =>
    emptyReading(resources.secrets, 'secrets', [
      [['   no secret', 'title']],
      [
        ['   pod-engine secrets create', 'key'],
        [' keeps one; pods get it as {{ RUNPOD_SECRET_name }}', 'dim'],
      ],
    ]),
};
