/** Prints the screen at a size, to look at: columns rows [colours] [glyphs] [jobs or deploys] [keys …], e.g. `120 40 truecolor unicode deploys n enter`. */
import type { DeployRequest } from '../../../source/jobs/model/deploy.ts';
import type { DeploysSnapshot } from '../../../source/jobs/model/deploys.ts';
import { noJobs } from '../../../source/jobs/model/job.ts';
import type { Look } from '../../../source/ui/draw/look.ts';
import { renderToString } from '../../../source/ui/ink.ts';
import { createScreen } from '../../../source/ui/screen.ts';
import {
  buildingBodies,
  deployJob,
  failedBodies,
  makeDeploys,
  passedBodies,
  plan,
  readyBodies,
} from './fixture-deploys.ts';
import { fixtureFleet, fixtureNowMs } from './fixture-fleet.ts';
import { fixtureJobs } from './fixture-jobs.ts';

const [columns = '120', rows = '40', colours = 'truecolor', glyphs = 'unicode', ...rest] =
  process.argv.slice(2);
const scene = rest[0] === 'jobs' || rest[0] === 'deploys' ? rest[0] : null;
const keys = scene === null ? rest : rest.slice(1);
const deployJobs = {
  jobs: [
    deployJob(readyBodies, { number: 52, id: 'job-0052' }),
    deployJob(buildingBodies, { number: 51, id: 'job-0051' }),
    deployJob(failedBodies),
    deployJob(passedBodies, { number: 49, id: 'job-0049' }),
    ...fixtureJobs().jobs.slice(2),
  ],
};
const jobs = scene === 'jobs' ? fixtureJobs() : scene === 'deploys' ? deployJobs : noJobs;
let deploys: DeploysSnapshot = makeDeploys();
const listeners = new Set<() => void>();
const planned = (request: DeployRequest) => {
  deploys = { ...deploys, plan: { kind: 'ready', request, atMs: fixtureNowMs, plan } };
  queueMicrotask(() => {
    for (const listener of listeners) listener();
  });
};
const fleet = fixtureFleet();
const nothing = () => {};
const screen = createScreen({
  fleetStore: { snapshot: () => fleet, subscribe: () => nothing, flushNow: nothing },
  jobs: { snapshot: () => jobs, subscribe: () => nothing },
  ...(scene === 'deploys' && {
    deploys: {
      snapshot: () => deploys,
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return nothing;
      },
    },
  }),
  operator: {
    startPod: nothing,
    stopPod: nothing,
    changePod: nothing,
    askUnsaved: nothing,
    readSystemLog: nothing,
    editPod: nothing,
    applyEdit: nothing,
    dropEdit: nothing,
    createPod: nothing,
    keepPod: nothing,
    quietAlert: nothing,
    retryLink: nothing,
    refresh: nothing,
    repaint: nothing,
    suspend: nothing,
    quit: nothing,
    copy: nothing,
    startJob: nothing,
    stopJob: nothing,
    repeatJob: nothing,
    readDeploys: nothing,
    readResource: nothing,
    endResource: nothing,
    logs: nothing,
    planDeploy: planned,
    startDeploy: nothing,
    openShell: () => {},
    openForward: () => {},
    closeForward: () => {},
    loadJob: nothing,
    saveJob: nothing,
  },
  size: { columns: Number(columns), rows: Number(rows) },
  look: { colours: colours as Look['colours'], glyphs: glyphs as Look['glyphs'] },
  nowMs: () => fixtureNowMs,
});
for (const key of keys) {
  screen.handleEvent({ kind: 'key', key });
  await Promise.resolve();
}
process.stdout.write(renderToString(screen.element, { columns: Number(columns) }));
