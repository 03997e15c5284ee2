/** The page of releases: newest first, over all projects, and what stands in a project's way above them. */
import type { Release } from '../../../jobs/model/release.ts';
import type { Span } from '../../draw/paint.ts';
import { releaseSign } from '../../draw/release-look.ts';
import { cell } from '../../draw/rows.ts';
import { titleLine } from '../../draw/title-line.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import type { Rect } from '../../layout/rect.ts';
import { scrolledTop } from '../../state/movement.ts';
import { releaseIndex, releaseKey, shownReleases } from '../../state/releases.ts';
import { type DrawPane, filledRows } from '../pane.ts';
import { projectLines } from './project-lines.ts';
import { type ReleaseColumn, releaseColumns } from './release-columns.ts';
import { releaseDetailLines } from './release-detail.ts';

export function releasesPageRows(frame: Frame, { height }: Rect): number {
  if (frame.view.deploys.openKey !== null) return Math.max(0, height - 1);
  return Math.max(0, height - 2 - projectLines(frame).length - explainedRows(height));
}

/** The selected release in full, below the list: its result has little room in a row. */
function explainedRows(height: number): number {
  return height >= 14 ? 4 : 0;
}

export const drawReleases: DrawPane = (frame, placed) => {
  const { openKey } = frame.view.deploys;
  const open = shownReleases(frame.view, frame).find((release) => releaseKey(release) === openKey);
  return open === undefined ? drawList(frame, placed) : drawDetail(frame, placed, open);
};

const drawList: DrawPane = (frame, { rect }) => {
  const { paint, view, deploys } = frame;
  const releases = shownReleases(view, frame);
  const all = deploys.releases.length;
  const title = titleLine(paint, rect.width, {
    title: 'releases',
    right: [
      ...filterSpans(frame),
      [
        releases.length === all
          ? `${all} ${all === 1 ? 'release' : 'releases'}`
          : `${releases.length} of ${all}`,
        'dim',
      ],
    ],
    focused: view.overlay === null,
  });
  const head = projectLines(frame).map((spans) => paint.line(spans, rect.width));
  if (releases.length === 0) return filledRows([title, ...head, ...emptyLines(frame, rect.width)], rect);
  const shown = releaseColumns
    .map((column) => ({ column, width: column.width(rect.width) }))
    .filter(({ width }) => width > 0);
  const pageRows = releasesPageRows(frame, rect);
  const cursor = releaseIndex(view, frame);
  const top = scrolledTop(Math.max(0, cursor - Math.floor(pageRows / 2)), {
    ...{ index: cursor, count: releases.length, pageRows },
  });
  const rows = releases.slice(top, top + pageRows).map((release, row) => {
    const selected = top + row === cursor;
    return paint.line(rowSpans(frame, release, { shown, selected }), rect.width, { selected });
  });
  const padding = Array.from({ length: pageRows - rows.length }, () => ' '.repeat(rect.width));
  const explained = explanation(frame, releases[cursor], rect).map((spans) => paint.line(spans, rect.width));
  return filledRows(
    [title, ...head, paint.line(headSpans(shown), rect.width), ...rows, ...padding, ...explained],
    rect,
  );
};

function explanation(frame: Frame, release: Release | undefined, { width, height }: Rect): Span[][] {
  if (release === undefined || explainedRows(height) === 0) return [];
  const { glyph, word, role } = releaseSign(release, frame.deploys);
  const about = `${release.id} ${release.projectName} ${release.version}`;
  const image =
    release.image === null ? 'no image was pushed' : `${release.image.reference}  ${release.image.digest}`;
  const when = new Date(release.startedAtMs).toISOString().slice(0, 16).replace('T', ' ');
  const how =
    release.how === 'rollback' ? `rolled back to ${release.of ?? 'an earlier release'}` : 'deployed';
  return [
    [['── ', 'faint'], [about, 'title'], ' ', ['─'.repeat(Math.max(0, width - about.length - 4)), 'faint']],
    [' ', [`${glyph} ${word}  `, role], release.text],
    [' ', [`${how} by ${release.who}, ${when} UTC`, 'dim']],
    [' ', [image, 'dim']],
  ];
}

type ShownColumns = readonly { readonly column: ReleaseColumn; readonly width: number }[];

function headSpans(shown: ShownColumns): Span[] {
  const cells = shown.flatMap(({ column, width }) => [
    ...cell([[column.title, 'dim']], width, column.align),
    ' ',
  ]);
  return ['   ', ...cells, ['RESULT', 'dim']];
}

function rowSpans(
  { deploys, fleet, clockMs: nowMs }: Frame,
  release: Release,
  { shown, selected }: { readonly shown: ShownColumns; readonly selected: boolean },
): Span[] {
  const { glyph, role } = releaseSign(release, deploys);
  const cells = shown.flatMap(({ column, width }) => [
    ...cell(column.spans(release, { width, nowMs, deploys, fleet }), width, column.align),
    ' ',
  ]);
  return [selected ? ['▸', 'accent'] : ' ', [glyph, role], ' ', ...cells, [release.text, 'text']];
}

function filterSpans({ view }: Frame): Span[] {
  const { applied } = view.deploys.filter;
  return applied === '' ? [] : [['/', 'faint'], [applied, 'match'], '  '];
}

function drawDetail(frame: Frame, { rect }: Parameters<DrawPane>[1], release: Release): readonly string[] {
  const { paint, view, deploys } = frame;
  const { glyph, word, role } = releaseSign(release, deploys);
  const lines = releaseDetailLines(frame, rect.width);
  const pageRows = rect.height - 1;
  const top = Math.min(view.deploys.detailTop, Math.max(0, lines.length - pageRows));
  const last = Math.min(lines.length, top + pageRows);
  const title = titleLine(paint, rect.width, {
    title: `${release.id} ${release.projectName} ${release.version}`,
    right: [
      [`${glyph} ${word}`, role],
      [`  ${top + 1}–${last}/${lines.length}`, 'dim'],
    ],
    focused: view.overlay === null,
  });
  return filledRows([title, ...lines.slice(top, last).map((spans) => paint.line(spans, rect.width))], rect);
}

/** An empty page says how the first row comes to stand in it. */
function emptyLines(frame: Frame, width: number): string[] {
  const { paint, view, deploys } = frame;
  const { applied } = view.deploys.filter;
  const lines: Span[][] =
    applied !== '' && deploys.releases.length > 0
      ? [
          [
            ['   no release matches ', 'dim'],
            [`/${applied}`, 'warn'],
            ['; Esc clears the filter', 'dim'],
          ],
        ]
      : deploys.projects.length === 0
        ? [
            [['   no project is known', 'title']],
            [
              ['   pod-engine init', 'key'],
              [' in its folder writes a pod-engine.yaml;', 'dim'],
            ],
            [['   the console knows the project of the folder that it is started in,', 'dim']],
            [
              ['   and every one that was deployed. ', 'dim'],
              [keyOf('deploy.open', view), 'key'],
              [' takes the path of another', 'dim'],
            ],
          ]
        : [
            [['   no release yet', 'title']],
            [
              '   ',
              [keyOf('deploy.open', view), 'key'],
              [' deploys: it plans first, and asks before it does anything', 'dim'],
            ],
          ];
  return [[], ...lines].map((spans) => paint.line(spans, width));
}
