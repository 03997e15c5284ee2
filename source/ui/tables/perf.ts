/** How the console itself fares: RunPod's wires and what they still allow, and the telemetry links. */
import { shortDuration } from '../../fleet/questions.ts';
import { limitOf, type WireStatus } from '../../fleet/wire.ts';
import { unknownMark, whole } from '../draw/numbers.ts';
import type { Span } from '../draw/paint.ts';
import { clock } from '../draw/time.ts';
import type { Table, TableFacts, TableRow } from './table.ts';

export const perf: Table = {
  id: 'perf',
  title: 'RunPod’s wires and what they allow',
  group: 'perf',
  columns: [
    { title: 'WIRE', width: () => 10 },
    { title: 'STATE', width: (page) => (page >= 100 ? 24 : 15) },
    { title: 'REQUESTS', align: 'right', width: () => 8 },
    { title: 'FAILED', align: 'right', width: () => 6 },
    { title: 'ANSWER', align: 'right', width: (page) => (page >= 70 ? 8 : 0) },
    { title: 'ALLOWED', width: (page) => (page >= 60 ? Math.max(16, page - 84) : 0) },
  ],
  rows: (facts) => facts.fleet.wires.map((wire) => rowOf(wire, facts)),
  figures: ({ fleet, nowMs }) =>
    fleet.wiresAtMs === null ? [] : [[`${shortDuration(Math.max(0, nowMs - fleet.wiresAtMs))} old`, 'dim']],
  head: (facts) => [linkLine(facts)],
  explained: (row, facts) => {
    const wire = facts.fleet.wires.find(({ wire: id }) => id === row.key);
    return wire === undefined ? [] : windowLines(wire, facts);
  },
  empty: ({ fleet }) => [
    [
      [
        fleet.cloud.kind === 'absent'
          ? '   no API is asked: only hosts that were given by hand are watched'
          : '   nothing was asked yet',
        'dim',
      ],
    ],
  ],
};

const names: Readonly<Record<WireStatus['wire'], string>> = { graphql: 'GraphQL', rest: 'REST v2' };

function rowOf(status: WireStatus, { nowMs, fleet }: TableFacts): TableRow {
  const name = names[status.wire];
  return {
    key: status.wire,
    text: `${name} ${status.state.kind}`,
    cells: [
      [[name, 'title']],
      [stateSpan(status, nowMs)],
      [String(status.requests)],
      [[String(status.failures), status.failures > 0 ? 'warn' : 'dim']],
      [status.answerMs === null ? unknownMark : `${whole(status.answerMs)} ms`],
      [[allowedText(status, { nowMs, fleet }), 'text']],
    ],
  };
}

function stateSpan(status: WireStatus, nowMs: number): Span {
  const { state } = status;
  const untilMs = limitOf(status, nowMs);
  if (untilMs !== null) return [`▲ limited ${shortDuration(untilMs - nowMs)}`, 'warn'];
  switch (state.kind) {
    case 'unused':
      return ['· not used', 'dim'];
    case 'live':
      return [`● live, ${shortDuration(Math.max(0, nowMs - state.answeredAtMs))}`, 'ok'];
    case 'failing':
      return [`✖ failing ${shortDuration(Math.max(0, nowMs - state.sinceMs))}`, 'crit'];
    case 'gone':
      return ['■ retired (410)', 'warn'];
  }
}

/** "176 of 180/min": every window, as far as there is room; below the rows they stand in full. */
function allowedText({ allowance }: WireStatus, { nowMs }: Pick<TableFacts, 'nowMs' | 'fleet'>): string {
  if (allowance === null) return 'no limit was told';
  const left = allowance.windows.map(({ name, remaining, quota, resetsInMs }) => {
    const isOver = allowance.atMs + resetsInMs <= nowMs;
    const of = quota === null ? '' : ` of ${quota}`;
    return `${isOver ? '?' : remaining}${of}/${shortNames[name] ?? name}`;
  });
  return left.join(' · ');
}

const shortNames: Readonly<Record<string, string>> = { minute: 'min', hour: 'h', day: 'day' };

function windowLines(status: WireStatus, { nowMs, fleet }: TableFacts): Span[][] {
  const { wire, allowance, state } = status;
  const head: Span[] = [
    ['── ', 'faint'],
    [names[wire], 'title'],
    [state.kind === 'failing' ? `  ${state.message}` : '', 'crit'],
    [limitText(status, { nowMs, fleet }), 'warn'],
  ];
  const lines = (allowance?.windows ?? []).map(({ name, remaining, quota, resetsInMs }): Span[] => {
    const leftMs = (allowance?.atMs ?? nowMs) + resetsInMs - nowMs;
    const of = quota === null ? '' : ` of ${quota}`;
    const filled = leftMs <= 0 ? 'filled anew since' : `filled anew in ${shortDuration(leftMs)}`;
    return [[` ${name.padEnd(8)}`, 'dim'], `${remaining}${of} requests left, ${filled}`];
  });
  return [head, ...lines];
}

function limitText(status: WireStatus, { nowMs, fleet }: Pick<TableFacts, 'nowMs' | 'fleet'>): string {
  const untilMs = limitOf(status, nowMs);
  if (untilMs === null) return '';
  const other = fleet.wires.find(({ wire }) => wire !== status.wire);
  const isFit = other !== undefined && other.state.kind !== 'gone' && limitOf(other, nowMs) === null;
  const meanwhile = !isFit ? '' : `: what ${names[other.wire]} has too is asked there`;
  return `  RunPod takes no more requests until ${clock(untilMs)}Z${meanwhile}`;
}

function linkLine({ fleet }: TableFacts): Span[] {
  const kinds = new Map<string, number>();
  for (const { link } of fleet.pods.values()) kinds.set(link.kind, (kinds.get(link.kind) ?? 0) + 1);
  const counted = [...kinds]
    .map(([kind, count]) => `${count} ${kind === 'none' ? 'not wanted' : kind}`)
    .join(', ');
  return [['   telemetry links: ', 'dim'], counted === '' ? 'none' : counted];
}
