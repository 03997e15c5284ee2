/** What of a pod that is asked for or edited does not go with what the account holds: secrets that are not there, a name that is taken. */
import type { PodSettings } from '../fleet/pod-settings.ts';
import type { CreateRequest } from '../life/create-request.ts';
import { missingSecrets, referredSecret } from '../life/judge-environment.ts';
import type { SettingsChange } from '../life/settings-change.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';

export type AccountVerdict = {
  /** What the pod cannot be made with. */
  readonly problems: readonly string[];
  /** What is worth knowing before it is rented. */
  readonly notes: readonly string[];
};

/** What cannot be read is no reason against a pod: RunPod judges it too. */
export async function judgeInAccount(
  cloud: Pick<WholeCloud, 'secrets' | 'listPods'>,
  request: CreateRequest,
  signal: AbortSignal,
): Promise<AccountVerdict> {
  const [problems, notes] = await Promise.all([
    secretProblems(cloud, request.environment, signal),
    nameNotes(cloud, request, signal),
  ]);
  return { problems, notes };
}

/** Of an edit only what is new or differs is judged: what stood there before is the pod's own affair. */
export async function missingSecretsOfEdit(
  cloud: Pick<WholeCloud, 'secrets'>,
  { settings, change }: { readonly settings: PodSettings; readonly change: SettingsChange },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const written = Object.entries(change.edit?.environment ?? {}).flatMap(([name, value]) => {
    const text = value.reveal();
    return text === settings.environment[name]?.reveal() ? [] : [[name, text] as const];
  });
  return await secretProblems(cloud, Object.fromEntries(written), signal);
}

async function secretProblems(
  cloud: Pick<WholeCloud, 'secrets'>,
  environment: CreateRequest['environment'],
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (Object.values(environment).every((value) => referredSecret(value) === null)) return [];
  const listed = await cloud.secrets(signal);
  if (!listed.ok) return [];
  const known = listed.value.map(({ name }) => name);
  return missingSecrets(environment, known).map(({ text, fix }) => `${text} ${fix}`);
}

/** RunPod lets two pods have one name; every command then wants an id. */
async function nameNotes(
  cloud: Pick<WholeCloud, 'listPods'>,
  { name }: CreateRequest,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const listed = await cloud.listPods(signal);
  const same = listed.ok ? listed.value.filter((pod) => pod.name === name) : [];
  if (same.length === 0) return [];
  const ids = same.map(({ id }) => id).join(', ');
  return [`The account has a pod ${name} already (${ids}): both are then told apart by their ids alone.`];
}
