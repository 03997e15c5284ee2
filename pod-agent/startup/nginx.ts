/** 5: nginx is started, and answers at its port. */
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fetchLocal } from '../host/fetch-local.ts';
import { done, failed, hasFailed, type Phase, type PhaseOutcome, type PodStart } from './phase.ts';

export const nginx: Phase = { id: 'nginx', run };

/** Enough for an nginx that is started a second and a third time. */
const deadlineMs = 8000;
const lookEveryMs = 25;

async function run(pod: PodStart): Promise<PhaseOutcome> {
  const { service } = pod.nginx;
  const { appPort, logFolder } = pod.serving;
  const broken = service.state().kind === 'running' ? await service.reload() : null;
  if (broken !== null) return failed([`nginx goes on with its old configuration: ${broken}`], fixOf(broken));
  await service.start();
  const lastMs = performance.now() + deadlineMs;
  let state = service.state();
  while (performance.now() < lastMs && !pod.signal.aborted) {
    if (state.kind === 'refused' || state.kind === 'given-up') return refused(pod, state.reason);
    if (state.kind === 'running' && (await isServing(pod.serving)))
      return done(`nginx serves port ${appPort} (process ${state.pid})`);
    await wait(lookEveryMs);
    state = service.state();
  }
  const last = 'reason' in state ? state.reason : `nothing accepts connections at port ${appPort}`;
  return failed([`${last}, after ${deadlineMs / 1000} s`], `See ${logFolder}/error.log.`);
}

function refused(pod: PodStart, reason: string): PhaseOutcome {
  const isKnown = hasFailed(pod, 'validate') && !/held by/.test(reason);
  return isKnown
    ? failed(['not started, since its configuration is not taken'], 'See validate.')
    : failed([reason], fixOf(reason));
}

function fixOf(reason: string): string {
  if (/held by|in use/.test(reason))
    return 'End the process that is named, or set another port by the variable that is named.';
  if (/[Pp]ermission denied/.test(reason))
    return 'Ports below 1024 need root: name a higher one in POD_AGENT_APP_PORT.';
  return 'Correct what nginx names, and start the pod again.';
}

/**
 * An open port proves little: while one of its ports is taken, nginx tries for some seconds and accepts on the others
 * meanwhile. Its status page is answered by a worker, and there are none before all ports are had.
 */
async function isServing({ appPort, nginxStatusPort }: PodStart['serving']): Promise<boolean> {
  const status = await fetchLocal(nginxStatusPort, '/status');
  return status.ok && status.body.startsWith('Active connections') && isAccepting(appPort);
}

function isAccepting(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.setTimeout(1000, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
