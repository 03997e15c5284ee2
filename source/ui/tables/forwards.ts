/** Ports of pods that are served on this machine while the console runs. */
import type { Forward } from '../../fleet/forwards.ts';
import { shortDuration } from '../../fleet/questions.ts';
import { bytes } from '../draw/numbers.ts';
import type { Span } from '../draw/paint.ts';
import type { Table } from './table.ts';

export const forwards: Table = {
  id: 'forwards',
  title: 'forwards',
  about: 'ports of pods that are served on this machine',
  group: 'forwards',
  columns: [
    { title: 'LISTENS ON', width: (page) => (page >= 110 ? 30 : page >= 60 ? 22 : 15) },
    { title: 'POD', width: (page) => (page >= 110 ? 22 : page >= 72 ? 16 : 0) },
    { title: 'LEADS TO', width: (page) => (page >= 110 ? 26 : 17) },
    { title: 'OPEN', align: 'right', width: (page) => (page >= 72 ? 4 : 0) },
    { title: 'SO FAR', align: 'right', width: (page) => (page >= 90 ? 7 : 0) },
    { title: 'FAILED', align: 'right', width: (page) => (page >= 100 ? 7 : 0) },
    { title: 'IN', align: 'right', width: (page) => (page >= 120 ? 9 : 0) },
    { title: 'OUT', align: 'right', width: (page) => (page >= 120 ? 9 : 0) },
    { title: 'FOR', align: 'right', width: (page) => (page >= 84 ? 5 : 0) },
    { title: 'STATE', width: () => 8 },
  ],
  rows: ({ forwards: { forwards: all }, nowMs }) =>
    all.map((forward) => {
      const [sign, word] = looks[forward.state.kind];
      return {
        // Its address is unique, and what somebody wants to copy.
        key: forward.listensOn,
        text: `${forward.listensOn} ${forward.podName} ${forward.target} ${forward.kind} ${word}`,
        sign,
        cells: [
          [[forward.listensOn, 'title']],
          [forward.podName],
          [targetSpan(forward)],
          [String(forward.openConnections)],
          [String(forward.totalConnections)],
          [[String(forward.failedConnections), forward.failedConnections > 0 ? 'warn' : 'dim']],
          [bytes(forward.receivedBytes)],
          [bytes(forward.sentBytes)],
          [shortDuration(Math.max(0, nowMs - forward.sinceMs))],
          [[word, sign[1]]],
        ],
      };
    }),
  figures: ({ forwards: { forwards: all } }) => (all.length === 0 ? [] : [[`${all.length}`, 'dim']]),
  explained(row, { forwards: { forwards: all } }) {
    const forward = all.find(({ listensOn }) => listensOn === row.key);
    if (forward === undefined || forward.state.kind === 'open') return [];
    return [[], [['   ▲ ', 'warn'], forward.state.reason]];
  },
  empty: ({ keyOf }) => [
    [['   nothing is forwarded', 'title']],
    [
      [`   ${keyOf('pods.forward')}`, 'key'],
      [' on a pod serves one of its ports here; it lasts as long as this console', 'dim'],
    ],
  ],
};

const looks: Readonly<
  Record<Forward['state']['kind'], readonly [readonly [string, 'ok' | 'warn' | 'dim'], string]>
> = {
  open: [['●', 'ok'], 'open'],
  waiting: [['▲', 'warn'], 'waiting'],
  closed: [['■', 'dim'], 'closed'],
};

function targetSpan({ kind, target }: Forward): Span {
  return kind === 'socks' ? ['anywhere (SOCKS5)', 'dim'] : target;
}
