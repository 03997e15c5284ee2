/** Prints the screen at a size, to look at: columns rows [colours] [glyphs] [jobs] [keys …], e.g. `120 40 truecolor unicode jobs J enter`. */

import { noJobs } from '../../../source/jobs/model/job.ts';
import type { Look } from '../../../source/ui/draw/look.ts';
import { renderToString } from '../../../source/ui/ink.ts';
import { createScreen } from '../../../source/ui/screen.ts';
import { fixtureFleet, fixtureNowMs } from './fixture-fleet.ts';
import { fixtureJobs } from './fixture-jobs.ts';

const [columns = '120', rows = '40', colours = 'truecolor', glyphs = 'unicode', ...rest] =
  process.argv.slice(2);
const hasJobs = rest[0] === 'jobs';
const keys = hasJobs ? rest.slice(1) : rest;
const jobs = hasJobs ? fixtureJobs() : noJobs;
const fleet = fixtureFleet();
const nothing = () => {};
const screen = createScreen({
  fleetStore: { snapshot: () => fleet, subscribe: () => nothing, flushNow: nothing },
  jobs: { snapshot: () => jobs, subscribe: () => nothing },
  operator: {
    startPod: nothing,
    stopPod: nothing,
    retryLink: nothing,
    refresh: nothing,
    repaint: nothing,
    suspend: nothing,
    quit: nothing,
    copy: nothing,
    startJob: nothing,
    stopJob: nothing,
    repeatJob: nothing,
    loadJob: nothing,
    saveJob: nothing,
  },
  size: { columns: Number(columns), rows: Number(rows) },
  look: { colours: colours as Look['colours'], glyphs: glyphs as Look['glyphs'] },
  nowMs: () => fixtureNowMs,
});
for (const key of keys) screen.handleEvent({ kind: 'key', key });
process.stdout.write(renderToString(screen.element, { columns: Number(columns) }));
