/** The filter of the page of logs: typed, kept, taken back. */
import { withLogs } from './logs.ts';
import { contextLines } from './logs-view.ts';
import { editText, fieldOf, type TextEdit } from './text-field.ts';
import type { View } from './view.ts';

export function openLogFilter(view: View, hasContext: boolean): View {
  const { filter } = view.logs;
  return withLogs(view, {
    filter: { ...filter, field: fieldOf(filter.applied), contextLines: hasContext ? contextLines : 0 },
  });
}

/** The newest matches are shown at once: what follows is found while one types. */
export function editLogFilter(view: View, edit: TextEdit): View {
  const { filter } = view.logs;
  if (filter.field === null) return view;
  const field = editText(filter.field, edit);
  return withLogs(view, { filter: { ...filter, field, applied: field.text } });
}

export function acceptLogFilter(view: View): View {
  return withLogs(view, { filter: { ...view.logs.filter, field: null } });
}

export function clearLogFilter(view: View): View {
  return withLogs(view, { filter: { field: null, applied: '', contextLines: 0 } });
}
