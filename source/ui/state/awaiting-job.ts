/** A job has been asked for: its output is shown as soon as it is there, and the pane has the keys from this moment on. */
import { showingJob } from './jobs-view.ts';
import type { Situation } from './situation.ts';
import type { View } from './view.ts';

export function awaitingJob(view: View, text: string, { jobs, nowMs }: Situation): View {
  const newestId = jobs.jobs[0]?.id ?? null;
  return {
    ...view,
    overlay: null,
    page: 'pods',
    focus: 'output',
    zoom: view.focus === 'output' || view.zoom === 1 ? view.zoom : 0,
    detail: { ...view.detail, open: false },
    jobs: { ...showingJob(view.jobs, null), awaiting: { newestId, text, atMs: nowMs } },
  };
}
