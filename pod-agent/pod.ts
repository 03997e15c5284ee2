/**
 * A pod from its start to its end. What goes wrong leaves the agent up, so that the pod itself can say what is wrong with it;
 * what was begun is ended in good order.
 */
import { join } from 'node:path';
import { createLocalHost } from './host/local-host.ts';
import { createPodLife, removeReadyFile } from './pod-life.ts';
import { takePod } from './pod-lock.ts';
import { assemblePod, type PodParts } from './pod-parts.ts';
import { readPodSettings } from './pod-settings.ts';

export type PodOptions = {
  readonly version: string;
  /** Given when the pod is to end. */
  readonly end: AbortSignal;
  /** Given when there is no time left for ending in good order. */
  readonly hurry: AbortSignal;
  onReload(listener: () => void): void;
  /** A line of the pod's log. */
  log(line: string): void;
};

/** A container is killed ten seconds after it was asked to end: what is being downloaded has most of them. */
const drainMs = 7500;
const sshGraceMs = 500;
/** Of a command that cannot be taken, as the agent's other verbs have it. */
const misuse = 2;

/** @returns The exit code: 0 where the pod served until it was told to end, 1 where it did not, 2 where another has it. */
export async function runPod(options: PodOptions): Promise<number> {
  const { version, end, log } = options;
  const host = createLocalHost({ root: null });
  const settings = await readPodSettings(host, process.env);
  const holder = await takePod(join(settings.serving.runFolder, 'agent.lock'));
  if (holder !== null) {
    log(`An agent (process ${holder}) runs this pod already. To walk the phases again: kill -HUP ${holder}`);
    host.close();
    return misuse;
  }
  const life = createPodLife({ end, log });
  const parts = { host, settings, version, end, log };
  const pod = await assemblePod({ ...parts, startNow: life.start, onNginx: life.wishLook });
  log(opening(pod));
  void pod.ssh.then(({ lines }) => {
    for (const line of lines) log(line);
  });
  await pod.watch.pages.open();
  options.onReload(life.wishWalk);
  await life.live(pod);
  const hasServed = pod.nginx.state().kind === 'running';
  log('The pod is being ended.');
  await endPod(pod, options.hurry);
  return hasServed ? 0 : 1;
}

function opening({ identity }: PodParts): string {
  const { agentVersion, podId, version, revision } = identity;
  const made = revision === null ? '' : ` (${revision.slice(0, 12)})`;
  const deployed = version === null ? '' : `, version ${version}${made}`;
  const name = podId === null ? 'this pod' : `pod ${podId}`;
  return `pod-agent ${agentVersion} on Node ${process.version.slice(1)} starts ${name}${deployed}`;
}

/** All at once, since a container has ten seconds for it: nginx finishes what it is sending meanwhile. */
async function endPod({ nginx, ssh, door, watch, host }: PodParts, hurry: AbortSignal): Promise<void> {
  hurry.addEventListener('abort', () => void nginx.stop({ signal: 'SIGKILL', graceMs: 0 }));
  await Promise.all([
    nginx.stop({ signal: 'SIGQUIT', graceMs: hurry.aborted ? 0 : drainMs }),
    // Where its keys are still being made, that is ended by the same signal.
    ssh.then(({ service }) => service?.stop({ signal: 'SIGTERM', graceMs: sshGraceMs })),
    door.hide(),
    watch.close(),
    removeReadyFile(),
  ]);
  host.close();
}
