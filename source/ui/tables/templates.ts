/** Templates of the account. */
import { emptyReading, readingFigures } from './reading-lines.ts';
import type { Table } from './table.ts';

export const templates: Table = {
  id: 'templates',
  title: 'templates',
  about: 'what pods of the account are made from',
  group: 'runpod',
  reads: 'templates',
  columns: [
    { title: 'NAME', width: (page) => (page >= 100 ? 30 : 20) },
    { title: 'IMAGE', width: (page) => Math.max(20, Math.floor(page * 0.4)) },
    { title: 'DISK', align: 'right', width: (page) => (page >= 80 ? 7 : 0) },
    { title: 'VOLUME', align: 'right', width: (page) => (page >= 100 ? 7 : 0) },
    { title: 'PORTS', width: (page) => (page >= 130 ? 24 : 0) },
    { title: 'ID', width: () => 12 },
  ],
  rows: ({ resources }) =>
    (resources.templates.rows ?? []).map(
      ({ id, name, image, ports, containerDiskGigabytes, volumeGigabytes }) => ({
        key: id,
        text: `${name} ${id} ${image} ${ports}`,
        cells: [
          [[name, 'title']],
          [image],
          [`${containerDiskGigabytes} GB`],
          [volumeGigabytes === 0 ? ['none', 'dim'] : `${volumeGigabytes} GB`],
          [ports],
          [[id, 'dim']],
        ],
      }),
    ),
  figures: ({ resources, nowMs }) => readingFigures(resources.templates, nowMs),
  empty: ({ resources }) =>
    emptyReading(resources.templates, 'templates', [
      [['   no template', 'title']],
      [['   a deploy saves one for each project', 'dim']],
    ]),
};
