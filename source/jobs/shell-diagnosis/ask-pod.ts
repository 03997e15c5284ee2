/** Asks a pod for sources through a door, by one script. */
import { randomBytes } from 'node:crypto';
import type { Source } from '../../../pod-agent/host/host.ts';
import type { Outcome } from '../../ssh/failure.ts';
import type { PodDoor } from '../../ssh/pod-door.ts';
import { askScript, endOf } from './ask-script.ts';
import { type AskedByShell, readAnswers } from './read-answers.ts';

/** A pod's answers are some hundred kilobytes; one that sends without end is cut off here. */
const maxOutputBytes = 24 * 1024 * 1024;
/** For the way there and back, beyond the script's own time. */
const journeyMs = 10_000;

/** A failure where the link was lost, or no POSIX shell answers. What did not answer in time is left out. */
export async function askPod(
  door: PodDoor,
  sources: readonly Source[],
  seconds: number,
): Promise<Outcome<AskedByShell>> {
  const nonce = randomBytes(16).toString('hex');
  const run = await door.script({
    text: askScript(sources, { nonce, seconds }),
    timeoutMs: seconds * 1000 + journeyMs,
    maxOutputBytes,
    until: endOf(nonce),
  });
  if (!run.ok) return run;
  const asked = readAnswers(run.value.output, nonce, sources);
  if (asked.isWhole || asked.answers.some((answer) => answer !== undefined))
    return { ok: true, value: asked };
  return {
    ok: false,
    failure: {
      kind: 'protocol',
      message: 'The shell of the pod did not run the script of the diagnosis.',
      hint: 'It needs a POSIX shell: sh with the usual tools, such as cat, head and tr.',
      retriable: false,
    },
  };
}
