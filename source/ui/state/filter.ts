/** Typing a filter: it is applied while it is typed, and what cannot be read leaves the last good one standing. */
import { parseFilter } from '../../fleet/filter/parse.ts';
import { editText, fieldOf, type TextEdit, type TextField } from './text-field.ts';
import { type FilterView, maxFilterHistory } from './view.ts';

export function openFilter(filter: FilterView): FilterView {
  return { ...filter, field: fieldOf(filter.applied), before: filter.applied, error: null, historyIndex: -1 };
}

export function editFilter(filter: FilterView, edit: TextEdit): FilterView {
  if (filter.field === null) return filter;
  return withField({ ...filter, historyIndex: -1 }, editText(filter.field, edit));
}

/** Keeps the filter that the list shows now. A text with an error in it cannot be accepted. */
export function acceptFilter(filter: FilterView): FilterView {
  if (filter.field === null || filter.error !== null) return filter;
  const text = filter.applied;
  const history = text === '' ? filter.history : [text, ...filter.history.filter((older) => older !== text)];
  return { ...filter, field: null, history: history.slice(0, maxFilterHistory) };
}

export function cancelFilter(filter: FilterView): FilterView {
  return { ...filter, field: null, applied: filter.before, error: null };
}

export function clearFilter(filter: FilterView): FilterView {
  return { ...filter, field: null, applied: '', error: null };
}

/** 1 is older, -1 newer. */
export function recallFilter(filter: FilterView, step: 1 | -1): FilterView {
  if (filter.field === null) return filter;
  const historyIndex = Math.min(filter.history.length - 1, Math.max(-1, filter.historyIndex + step));
  const text = historyIndex < 0 ? '' : (filter.history[historyIndex] ?? '');
  return withField({ ...filter, historyIndex }, fieldOf(text));
}

function withField(filter: FilterView, field: TextField): FilterView {
  const parsed = parseFilter(field.text);
  if (parsed.ok) return { ...filter, field, applied: field.text.trim(), error: null };
  return { ...filter, field, error: { message: parsed.message, at: parsed.at } };
}
