/** The rule above the logs: whose, from where, how many, how fast, and whether the newest is followed. */
import type { LogSource } from '../../../logs/model/snapshot.ts';
import type { Span } from '../../draw/paint.ts';
import { spansWidth } from '../../draw/paint.ts';
import { fitItems, type Item } from '../../draw/rows.ts';
import { titleLine } from '../../draw/title-line.ts';
import type { Frame } from '../../frame.ts';
import { followSpan } from '../follow-span.ts';
import { isRead, sourceLook, sourceName } from './source-look.ts';

export function logsTitle(frame: Frame, width: number): string {
  const { view, logs, paint } = frame;
  const title = `Logs ${podsText(
    logs.pods.map(({ name }) => name),
    Math.floor(width / 3),
  )}`;
  const room = width - title.length - 10;
  const right = fitItems(titleItems(frame), room, '  ');
  return titleLine(paint, width, {
    title,
    right: spansWidth(right) > room ? [] : right,
    focused: view.overlay === null,
  });
}

function podsText(names: readonly string[], width: number): string {
  const all = names.join(', ');
  return all.length <= width || names.length < 2 ? all : `of ${names.length} pods`;
}

/** What was lost stays longest, then whether it follows. */
function titleItems({ view, logs }: Frame): readonly Item[] {
  const { counts, matchCount, isSearching, filterProblem } = logs;
  const { filter, spanMs, cursorId, selectedFromId } = view.logs;
  const follow = followSpan(cursorId === null, view);
  return [
    { spans: counts.dropped === 0 ? [] : [[`▲ ${numberText(counts.dropped)} dropped`, 'crit']], rank: 0 },
    { spans: [follow], rank: 1 },
    { spans: filterProblem === null ? [] : [[`filter: ${filterProblem}`, 'crit']], rank: 2 },
    {
      spans:
        filter.applied === ''
          ? []
          : [
              [filterSign(filter), 'faint'],
              [filter.applied, 'match'],
              [` ${numberText(matchCount ?? 0)}${isSearching ? ' so far' : ''}`, 'dim'],
            ],
      rank: 2,
    },
    { spans: selectedFromId === null ? [] : [['selecting', 'accent']], rank: 2 },
    { spans: spanMs === null ? [] : [[`last ${spanMs / 60_000}m`, 'warn']], rank: 3 },
    { spans: [[`${numberText(counts.read)} ${counts.read === 1 ? 'line' : 'lines'}`, 'title']], rank: 3 },
    { spans: [[`${numberText(counts.perSecond)}/s`, 'dim']], rank: 4 },
    { spans: sourcesSpans(logs.sources), rank: 5 },
    { spans: counts.inFile === 0 ? [] : [[`${numberText(counts.inFile)} on disk`, 'dim']], rank: 6 },
  ];
}

/** A pattern between slashes brings its own. */
function filterSign({ applied, contextLines }: { readonly applied: string; readonly contextLines: number }) {
  if (contextLines > 0) return '&';
  return applied.startsWith('/') ? '' : '/';
}

/** Each kind of source once, worst first: "✖ container  ● access 2". */
function sourcesSpans(sources: readonly LogSource[]): Span[] {
  const groups = new Map<string, { readonly spans: readonly [string, LogSource]; count: number }>();
  for (const source of sources) {
    if (!isRead(source)) continue;
    const { glyph } = sourceLook(source);
    const key = `${glyph} ${sourceName(source.source)}`;
    const group = groups.get(key) ?? { spans: [key, source] as const, count: 0 };
    groups.set(key, { ...group, count: group.count + 1 });
  }
  return [...groups.values()].flatMap(({ spans: [text, source], count }, index): Span[] => [
    index === 0 ? '' : ' ',
    [count > 1 ? `${text} ×${count}` : text, sourceLook(source).role],
  ]);
}

/** 1234567 as "1 234 567": digits in threes are read at a glance. */
export function numberText(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
}
