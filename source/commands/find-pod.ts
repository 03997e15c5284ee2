/** Finds the pod that a name on the command line means: by id, by name, or by the beginning of either. */
import { nearestWord } from '../base/nearest.ts';
import type { Pod } from '../fleet/pod.ts';
import { parseHostTarget } from '../settings/host-target.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { sayFailure } from './failure.ts';
import { idOfHost } from './host-pods.ts';
import { podOfOwnKey } from './pod-of-own-key.ts';
import type { Services } from './services.ts';

export type FoundPod =
  | { readonly ok: true; readonly pod: Pod }
  | { readonly ok: false; readonly code: ExitCode; readonly message: string };

export function findPod(pods: readonly Pod[], typed: string): FoundPod {
  const exact = pods.filter((pod) => isMeant(pod, typed));
  const matching =
    exact.length > 0 ? exact : pods.filter((pod) => pod.id.startsWith(typed) || pod.name.startsWith(typed));
  const [pod] = matching;
  if (pod !== undefined && matching.length === 1) return { ok: true, pod };
  if (pod === undefined) return { ok: false, code: exitCodes.notFound, message: notFound(pods, typed) };
  const list = matching.map((each) => `  ${each.id}  ${each.name}`).join('\n');
  return {
    ok: false,
    code: exitCodes.usage,
    message: `"${typed}" means ${matching.length} pods; give an id:\n${list}`,
  };
}

/** As findPod, and says what is wrong. */
export function findPodOrSay(context: CommandContext, pods: readonly Pod[], typed: string): Pod | ExitCode {
  const found = findPod(pods, typed);
  if (found.ok) return found.pod;
  context.say(`${found.message}\n`);
  return found.code;
}

/**
 * Of the API's pods and the hosts given by hand. A host that is named in full is found without the API, and where the
 * API does not answer, its failure matters only if no host is meant.
 */
export async function findAnywhere(
  context: CommandContext,
  services: Extract<Services, { ok: true }>,
  typed: string,
): Promise<Pod | ExitCode> {
  const [host, ...others] = services.hosts.filter((pod) => isMeant(pod, typed));
  if (host !== undefined && others.length === 0) return host;
  const { pods, failure } = await services.listPods(context.signal);
  if (failure === null) return findPodOrSay(context, pods, typed);
  const found = findPod(pods, typed);
  if (found.ok) return found.pod;
  const { cloud } = services;
  const own =
    cloud === null ? null : await podOfOwnKey(cloud, typed, { list: failure, signal: context.signal });
  return own ?? sayFailure(context, failure);
}

function isMeant(pod: Pod, typed: string): boolean {
  if (pod.id === typed || pod.name === typed) return true;
  if (pod.provider !== 'ssh') return false;
  // As it was given: [user@]host[:port].
  const target = parseHostTarget(typed);
  return target.ok && pod.id === idOfHost({ ...target.value, username: target.value.username ?? 'root' });
}

function notFound(pods: readonly Pod[], typed: string): string {
  if (pods.length === 0) return `There is no pod "${typed}": the account has no pods.`;
  const near = nearestWord(
    typed,
    pods.map((pod) => pod.name),
  );
  const hint = near === null ? 'pod-engine pods list shows them all.' : `Did you mean "${near}"?`;
  return `There is no pod "${typed}". ${hint}`;
}
