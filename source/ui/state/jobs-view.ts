/** What the operator has done to the output of jobs: which is shown, where the cursor is, what is unfolded. */
import type { TextField } from './text-field.ts';

export type JobsView = {
  /** The job in the output pane; null: the console's own lines. */
  readonly shownId: string | null;
  /** A job has been asked for: the first one newer than `newestId` is shown as soon as it is there. */
  readonly awaiting: {
    readonly newestId: string | null;
    readonly text: string;
    readonly atMs: number;
  } | null;
  /** Fixes that were started here and go on: when one has passed, the diagnosis is run again. */
  readonly fixIds: readonly string[];
  /** The line under the cursor, and where it stood, should it be gone. null: the newest line, or the result's first. */
  readonly cursor: { readonly key: string; readonly index: number } | null;
  readonly top: number;
  /** Keys of lines that are unfolded. */
  readonly unfolded: readonly string[];
  readonly search: { readonly field: TextField | null; readonly applied: string };
  /** In place of the output, what is different from the run before. */
  readonly isDiff: boolean;
  /** Selected on the page of jobs; null: the newest. */
  readonly pageId: string | null;
};

/** Until then a job that was asked for is there; what is not has been refused, and its reason is in the output. */
export const awaitingMs = 10_000;

export const initialJobsView: JobsView = {
  shownId: null,
  awaiting: null,
  fixIds: [],
  cursor: null,
  top: 0,
  unfolded: [],
  search: { field: null, applied: '' },
  isDiff: false,
  pageId: null,
};

/** Another job in the pane, from its start. */
export function showingJob(jobs: JobsView, shownId: string | null): JobsView {
  return {
    ...jobs,
    shownId,
    cursor: null,
    top: 0,
    unfolded: [],
    search: { field: null, applied: '' },
    isDiff: false,
  };
}
