/** Every alert that is open: what is wrong, since when, and who has acknowledged or snoozed it until when. */
import type { Alert } from '../../alerts/alert.ts';
import { keptAlerts } from '../../alerts/alert-keeper.ts';
import { conditionKinds, shortDuration } from '../../fleet/questions.ts';
import type { Quiet } from '../../fleet/quiet.ts';
import { clockText } from '../../money/days.ts';
import { conditionLooks } from '../draw/condition-look.ts';
import { unknownMark } from '../draw/numbers.ts';
import type { Span } from '../draw/paint.ts';
import { wrapText } from '../draw/wrap.ts';
import { alertCountWords, calmWords } from './alert-words.ts';
import type { DrawnFacts, Table } from './table.ts';

export const alerts: Table = {
  id: 'alerts',
  title: 'alerts',
  about: 'what needs attention, and who has acknowledged or snoozed it',
  group: 'alerts',
  columns: [
    {
      title: 'POD',
      width: (page) => (page >= 140 ? 28 : page >= 100 ? 22 : 15),
      sort: { letter: 'n', word: 'name', first: 'least' },
    },
    {
      title: 'ALERT',
      width: (page) => (page >= 60 ? 12 : 10),
      sort: { letter: 'h', word: 'health', first: 'greatest' },
    },
    {
      title: 'FOR',
      align: 'right',
      width: (page) => (page >= 60 ? 6 : 0),
      sort: { letter: 'a', word: 'age', first: 'greatest' },
    },
    { title: 'QUIET', width: (page) => (page >= 110 ? 28 : page >= 50 ? 14 : 4) },
    { title: 'WHAT', width: (page) => Math.max(0, page - (page >= 140 ? 83 : page >= 110 ? 77 : 54)) },
  ],
  rows: ({ fleet, nowMs }) =>
    keptAlerts(fleet, nowMs).map((alert) => {
      const { glyph, role } = conditionLooks[alert.kind];
      const isLoud = alert.quiet === null;
      return {
        key: alert.key,
        text: `${alert.podName} ${alert.rule} ${alert.word} ${alert.text} ${alert.quiet?.kind ?? 'loud'}`,
        sign: [glyph, isLoud ? role : 'dim'],
        cells: [
          [[alert.podName, isLoud ? 'title' : 'dim']],
          [[alert.word, isLoud ? role : 'dim']],
          [[alert.sinceMs === null ? unknownMark : shortDuration(nowMs - alert.sinceMs), 'dim']],
          [quietSpan(alert.quiet, nowMs)],
          [[alert.text, isLoud ? 'text' : 'dim']],
        ],
        values: {
          name: alert.podName,
          health: -conditionKinds.indexOf(alert.kind),
          age: alert.sinceMs === null ? null : nowMs - alert.sinceMs,
        },
      };
    }),
  figures: ({ fleet, nowMs }) => [[alertCountWords(keptAlerts(fleet, nowMs)), 'dim']],
  explained(row, facts, width) {
    const alert = keptAlerts(facts.fleet, facts.nowMs).find(({ key }) => key === row.key);
    return alert === undefined ? [] : explanation(alert, facts, width);
  },
  empty: ({ fleet }) => [[[`   ${calmWords(fleet)}`, 'dim']]],
};

function quietSpan(quiet: Quiet | null, nowMs: number): Span {
  if (quiet === null) return ['', 'dim'];
  if (quiet.untilMs === null) return [`acked by ${quiet.by}`, 'dim'];
  return [`snoozed ${shortDuration(Math.max(0, quiet.untilMs - nowMs))}, ${quiet.by}`, 'dim'];
}

function explanation(
  alert: Alert,
  { nowMs, keyOf }: DrawnFacts,
  width: number,
): readonly (readonly Span[])[] {
  const { glyph, role } = conditionLooks[alert.kind];
  return [
    [],
    [' ', [`${glyph} `, role], [alert.podName, 'title'], [`  ${alert.rule}`, 'dim']],
    ...wrapText(alert.text, Math.max(20, width - 6), 6).map((line): Span[] => ['   ', line]),
    [
      ['   ', 'dim'],
      [alert.quiet === null ? loudSentence(keyOf) : quietSentence(alert.quiet, nowMs), 'dim'],
    ],
  ];
}

function loudSentence(keyOf: DrawnFacts['keyOf']): string {
  const [acknowledge, snooze] = [keyOf('alerts.acknowledge'), keyOf('alerts.snooze')];
  return `loud: ${acknowledge} acknowledges it until it is over, ${snooze} snoozes it`;
}

/** Who, when, until. */
function quietSentence(quiet: Quiet, nowMs: number): string {
  const did = `${quiet.kind} by ${quiet.by} at ${clockText(quiet.atMs, nowMs)}`;
  const until = quiet.untilMs === null ? 'it is over' : clockText(quiet.untilMs, nowMs);
  return `${did}, until ${until} or it gets worse`;
}
