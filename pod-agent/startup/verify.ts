/** 6: the pod is asked as its users will ask it: through nginx. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Fetched, fetchLocal } from '../host/fetch-local.ts';
import { ownReferences } from '../pages/page-references.ts';
import { readLiveHealth } from '../protocol/live-health.ts';
import { done, failed, type Phase, type PhaseOutcome, type PodStart, warned } from './phase.ts';
import { firstPage } from './site-files.ts';

export const verify: Phase = { id: 'verify', run };

const deadlineMs = 15_000;
const againMs = 100;
const timesInARow = 3;
/** No file has this name, so that what answers is the site's own fallback. */
const deepRoute = '/pod-agent/verify/a-deep-route';

async function run(pod: PodStart): Promise<PhaseOutcome> {
  const lastMs = performance.now() + deadlineMs;
  let trouble = await ask(pod);
  while (trouble !== null && !trouble.isFinal && performance.now() < lastMs && !pod.signal.aborted) {
    await wait(againMs);
    trouble = await ask(pod);
  }
  if (trouble === null) return told(pod);
  const what = trouble.isFinal ? trouble.what : `${trouble.what}, for ${deadlineMs / 1000} s`;
  return failed([what], trouble.fix ?? `See ${pod.serving.logFolder}/error.log, and that the site is whole.`);
}

type Trouble = {
  readonly what: string;
  /** Waiting mends nothing: nginx answered and would answer so again, or it will not come. */
  readonly isFinal: boolean;
  readonly fix?: string;
};

/** @returns what did not answer as it should, or null. */
async function ask(pod: PodStart): Promise<Trouble | null> {
  const { appPort, site } = pod.serving;
  const { kind } = pod.nginx.service.state();
  if (kind !== 'running' && kind !== 'waiting')
    return { what: 'not asked, since nginx does not run', isFinal: true, fix: 'See the phase before.' };
  for (let time = 0; time < timesInARow; time++) {
    const health = await fetchLocal(appPort, '/health.json');
    if (!health.ok) return { what: health.reason, isFinal: false };
    if (readLiveHealth(health.body) === null)
      return { what: `/health.json answered ${health.httpStatus} and is not the agent's`, isFinal: false };
  }
  const needed = ownReferences(await firstPage(site)).filter(({ isNeeded }) => isNeeded);
  const asset = needed.find(({ path }) => path.startsWith('/assets/')) ?? needed[0];
  const answers = [
    ...(asset === undefined ? [] : [expectOk(asset.path, await fetchLocal(appPort, encodeURI(asset.path)))]),
    expectOk(deepRoute, await fetchLocal(appPort, deepRoute)),
  ];
  return answers.find((trouble) => trouble !== null) ?? null;
}

function expectOk(path: string, answer: Fetched): Trouble | null {
  if (!answer.ok) return { what: answer.reason, isFinal: false };
  const { httpStatus } = answer;
  return httpStatus === 200 ? null : { what: `${path} answered ${httpStatus}`, isFinal: httpStatus < 500 };
}

/** The pod serves; whether it is well is another matter, and not one that a start can mend. */
async function told(pod: PodStart): Promise<PhaseOutcome> {
  const report = await pod.monitor.look();
  const found = [
    `/health.json ${timesInARow} times, an asset and a deep route answer at port ${pod.serving.appPort}`,
  ];
  if (report.status !== 'fail') return done(...found, `health: ${report.status}`);
  const unwell = report.checks
    .filter(({ status }) => status === 'fail')
    .map(({ id, summary }) => `${id}: ${summary}`);
  return warned([...unwell, ...found], 'Run "pod-agent health check" in the pod for the whole report.');
}
