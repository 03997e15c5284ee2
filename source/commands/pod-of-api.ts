/** The pod of RunPod's that a word of the command line means; one that was made a moment ago may not be listed yet. */
import { sleep } from '../base/retry.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Cloud } from '../runpod/cloud.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { findPod } from './find-pod.ts';
import { isPodIdForm, podOfOwnKey } from './pod-of-own-key.ts';

/**
 * By id, by name, or by the beginning of either; or an exit code, after saying why there is none.
 *
 * @param options.isPatient A name that nobody has is looked for again for some seconds: its pod may just have been made.
 */
export async function podOfApi(
  context: CommandContext,
  cloud: Pick<Cloud, 'listPods' | 'getPod'>,
  typed: string,
  options: { readonly isPatient?: true } = {},
): Promise<Pod | ExitCode> {
  const looks = options.isPatient === true ? patientLooks : 1;
  for (let look = 1; ; look++) {
    const found = await lookFor(context, cloud, typed);
    if (found.kind === 'pod') return found.pod;
    if (found.kind === 'failed') return found.code;
    if (look === looks || found.isAmbiguous || context.signal.aborted) {
      context.say(`${found.message}\n`);
      return found.code;
    }
    await sleep(pauseMs, context.signal);
  }
}

/** RunPod was seen to list a new pod seconds after it was made. */
const patientLooks = 5;
const pauseMs = 2000;

type Look =
  | { readonly kind: 'pod'; readonly pod: Pod }
  /** It was said why. */
  | { readonly kind: 'failed'; readonly code: ExitCode }
  | {
      readonly kind: 'none';
      readonly code: ExitCode;
      readonly message: string;
      readonly isAmbiguous: boolean;
    };

async function lookFor(
  context: CommandContext,
  cloud: Pick<Cloud, 'listPods' | 'getPod'>,
  typed: string,
): Promise<Look> {
  const list = await cloud.listPods(context.signal);
  if (!list.ok) {
    const own = await podOfOwnKey(cloud, typed, { list, signal: context.signal });
    return own === null ? { kind: 'failed', code: sayFailure(context, list) } : { kind: 'pod', pod: own };
  }
  const found = findPod(list.value, typed);
  if (found.ok) return { kind: 'pod', pod: found.pod };
  if (isPodIdForm(typed)) {
    const asked = await cloud.getPod(typed, context.signal);
    if (asked.ok) return { kind: 'pod', pod: asked.value };
  }
  const { code, message } = found;
  return { kind: 'none', code, message, isAmbiguous: code !== exitCodes.notFound };
}
