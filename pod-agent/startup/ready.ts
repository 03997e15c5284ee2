/** 7: one line for people, a file for machines. */
import { writeWhole } from '../host/whole-file.ts';
import { messageOf } from '../protocol/one-line.ts';
import { listenersAt } from '../supervisor/listeners.ts';
import { addressesOf } from './addresses.ts';
import { done, failed, type Phase, type PhaseOutcome, type PodStart, warned } from './phase.ts';

export const ready: Phase = { id: 'ready', run };

export const readyFile = '/tmp/pod-ready.json';

async function run(pod: PodStart): Promise<PhaseOutcome> {
  const { trouble } = await pod.ssh;
  const before = pod.past.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
  if (before.length > 0)
    return failed([`not ready: ${before.join(', ')} failed`], 'See the phase that failed.');
  const { appPort, sshPort } = pod.serving;
  const { url, ssh: sshAddress } = addressesOf(pod.serving, pod.variables);
  const ssh = listenersAt(sshPort).isHeld ? sshAddress : null;
  const tookMs = Math.round(pod.elapsedMs());
  const { version, revision } = pod.serving;
  const atMs = pod.host.wallMs();
  const record = { schema: 1, atMs, tookMs, version, revision, url, ssh, phases: pod.past };
  const places = [url ?? `port ${appPort}`, ssh].filter((place) => place !== null).join(', ');
  const line = `ready in ${(tookMs / 1000).toFixed(1)} s: ${places}`;
  try {
    await writeWhole(pod.readyFile, `${JSON.stringify(record)}\n`);
    if (trouble !== null)
      return warned([line, trouble], 'Set PUBLIC_KEY to the text of a .pub file, and start the pod again.');
    return done(line);
  } catch (error) {
    return warned([line, `${pod.readyFile} cannot be written: ${messageOf(error)}`], 'Make /tmp writable.');
  }
}
