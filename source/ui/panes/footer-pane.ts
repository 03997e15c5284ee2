/** The last row: the filter being typed, a notice, the second half of a command, or what the keys do here. */
import { filterFields } from '../../fleet/filter/fields.ts';
import type { OutputLine } from '../../fleet/fleet.ts';
import { runningJobs } from '../../jobs/model/questions.ts';
import type { Span } from '../draw/paint.ts';
import { spansWidth } from '../draw/paint.ts';
import { ends, fitItems, type Item } from '../draw/rows.ts';
import type { Frame } from '../frame.ts';
import type { Binding } from '../keys/binding.ts';
import { keyLabel } from '../keys/key-label.ts';
import { bindingsHeard } from '../keys/resolve.ts';
import { situationOf } from '../situation.ts';
import { isMatch } from '../state/job-pane.ts';
import { shownReleases } from '../state/releases.ts';
import type { Situation } from '../state/situation.ts';
import { shownTableRows } from '../state/tables.ts';
import { noticeMs } from '../state/view.ts';
import { logFilterLine } from './logs/log-filter-line.ts';
import { ownLineSpans } from './own-line-spans.ts';
import type { DrawPane } from './pane.ts';
import { positionSpans } from './position.ts';
import { fieldSpans } from './text-field-spans.ts';

export const drawFooter: DrawPane = (frame, { rect }) => [
  frame.paint.line(footerSpans(frame, rect.width), rect.width),
];

function footerSpans(frame: Frame, width: number): Span[] {
  const { view, clockMs } = frame;
  if (view.filter.field !== null) return filterLine(frame, width);
  if (view.jobs.search.field !== null) return searchLine(frame, width);
  if (view.deploys.filter.field !== null) return releaseFilterLine(frame, width);
  if (view.tables.filter.field !== null) return tableFilterLine(frame, width);
  if (view.logs.filter.field !== null) return logFilterLine(frame, width);
  if (view.prefix !== null) return prefixLine(frame, width);
  const noticedAtMs = view.notice?.atMs ?? 0;
  const unseen = unseenLine(frame);
  if (unseen !== null && unseen.atMs >= noticedAtMs) return ownLineSpans(unseen);
  if (view.notice !== null && clockMs - noticedAtMs < noticeMs)
    return [
      ' ',
      [view.notice.level === 'warn' ? '▲ ' : '✔ ', view.notice.level === 'warn' ? 'warn' : 'ok'],
      view.notice.text,
    ];
  const isCrumbShown = frame.layout.panes.some((pane) => pane.kind === 'crumb');
  const right = isCrumbShown || view.detail.open ? [] : positionSpans(frame);
  const room = width - 2 - spansWidth(right) - (right.length > 0 ? 2 : 0);
  return [' ', ...ends(hintSpans(frame, room), [...right, ' '], width - 1)];
}

/** What the console has just said itself, where a job stands in the place of its lines. */
function unseenLine(frame: Frame): OutputLine | null {
  const { fleet, view, jobs, layout, clockMs } = frame;
  const last = fleet.output[fleet.output.length - 1];
  // The clock stands on whole seconds, so a line may seem to be of the future.
  const isNew = last !== undefined && clockMs - last.atMs < noticeMs && last.atMs < clockMs + noticeMs;
  const isShown = layout.panes.some(({ kind }) => kind === 'output' || kind === 'last-output');
  const isHidden = !isShown || view.jobs.shownId !== null || runningJobs(jobs).length > 0;
  return isNew && isHidden ? last : null;
}

/** Whole hints only; `?` stays longest. */
export function hintSpans(frame: Frame, width: number): Span[] {
  const situation = situationOf(frame);
  const heard = bindingsHeard(frame.view).filter(
    (binding) =>
      binding.hint !== undefined && (binding.disabledReason?.(frame.view, situation) ?? null) === null,
  );
  const items = heard
    .map((binding) => hintItem(binding, frame, situation))
    .sort((left, right) => left.rank - right.rank);
  return fitItems(items, width, '  ');
}

function hintItem(binding: Binding, { paint, view }: Frame, situation: Situation): Item {
  const key = keyLabel(binding.keys[0] ?? '', { plain: paint.look.glyphs === 'ascii' });
  const rank = binding.hint?.rankNow?.(view) ?? binding.hint?.rank ?? 99;
  return hint(key, binding.hint?.wordNow?.(view, situation) ?? binding.hint?.word ?? '', rank);
}

function hint(key: string, word: string, rank: number): Item {
  return {
    spans: [
      [key, 'key'],
      [` ${word}`, 'dim'],
    ],
    rank,
  };
}

function prefixLine(frame: Frame, width: number): Span[] {
  const { view } = frame;
  const start = `${view.prefix ?? ''} `;
  const heard = bindingsHeard(view).flatMap(({ id, label, keys }) => {
    const key = keys.find((each) => each.startsWith(start))?.slice(start.length);
    return key === undefined
      ? []
      : [{ id, key, word: label.replace(/^sort by /, ''), isBack: id.endsWith('-reversed') }];
  });
  const choices = heard.filter(({ isBack }) => !isBack);
  const back = new Set(heard.flatMap(({ key, isBack }) => (isBack ? [key] : [])));
  // Where another key was chosen for one of them, its capital is not the other way round.
  const isCapital = choices.every(({ key }) => back.has(key.toUpperCase()));
  const end = isCapital ? [hint('capital', 'reverses', choices.length)] : [];
  const items = [...choices.map(({ key, word }, rank) => hint(key, word, rank)), ...end];
  const room = width - 10;
  const whole = fitItems(items, room, '  ');
  // Where the words do not all fit, those of the ids are shorter: util for utilisation.
  const short = [
    ...choices.map(({ id, key }, rank) => hint(key, id.replace(/^.*\.sort-/, ''), rank)),
    ...end,
  ];
  const isWhole = spansWidth(whole) === spansWidth(fitItems(items, Number.MAX_SAFE_INTEGER, '  '));
  return [' ', ['sort by ', 'title'], ...(isWhole ? whole : fitItems(short, room, '  '))];
}

function filterLine({ view, rows, totals }: Frame, width: number): Span[] {
  const { field, error } = view.filter;
  if (field === null) return [];
  const right: Span[] =
    error === null ? [[`${rows.length} of ${totals.podCount}`, 'dim'], ' '] : [[error.message, 'crit'], ' '];
  const left: Span[] = [' ', ['/', 'accent'], ...fieldSpans(field, error === null ? null : error.at)];
  const room = width - spansWidth(right) - 1;
  if (spansWidth(left) > room) return [...left, '  ', ...right];
  const reminder = error === null ? filterReminder(field.text, room - spansWidth(left) - 4) : [];
  return ends(left, reminder.length === 0 ? right : [...reminder, '  ', ...right], width);
}

function searchLine(frame: Frame, width: number): Span[] {
  const { field } = frame.view.jobs.search;
  if (field === null) return [];
  const count = situationOf(frame).jobLines.filter((line) => isMatch(line, field.text)).length;
  const right: Span[] = field.text === '' ? [] : [[`${count} ${count === 1 ? 'line' : 'lines'}`, 'dim'], ' '];
  return ends([' ', ['search /', 'accent'], ...fieldSpans(field, null)], right, width);
}

function releaseFilterLine(frame: Frame, width: number): Span[] {
  const { field } = frame.view.deploys.filter;
  if (field === null) return [];
  const count = shownReleases(frame.view, frame).length;
  const right: Span[] = [[`${count} of ${frame.deploys.releases.length}`, 'dim'], ' '];
  return ends([' ', ['filter /', 'accent'], ...fieldSpans(field, null)], right, width);
}

function tableFilterLine(frame: Frame, width: number): Span[] {
  const { field } = frame.view.tables.filter;
  if (field === null) return [];
  const count = shownTableRows(frame.view, frame).length;
  const right: Span[] = [[`${count} ${count === 1 ? 'row' : 'rows'}`, 'dim'], ' '];
  return ends([' ', ['filter /', 'accent'], ...fieldSpans(field, null)], right, width);
}

/** What a filter can be, as long as nothing is typed; then the fields it may name. */
function filterReminder(typed: string, width: number): Span[] {
  const examples = typed === '' ? ['text', 'util>90', 'state:idle', 'temp>80 or cost>5', '·'] : [];
  const items = [...examples, ...Object.keys(filterFields)].map(
    (word, rank): Item => ({ spans: [[word, 'faint']], rank }),
  );
  return fitItems(items, width, ' ');
}
