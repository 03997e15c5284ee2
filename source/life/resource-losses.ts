/** What is lost with a resource of the account, as the command line and the console both say it before they delete one. */

/** What can be deleted of what an account holds, by the list in which it stands. */
export type EndableKind = 'templates' | 'volumes' | 'registries' | 'keys' | 'secrets';

export function templateLoss(image: string): string {
  return `its settings for ${image}. Pods that were made from it go on; none can be made from it any more.`;
}

export function volumeLoss(sizeText: string): string {
  return `everything on its ${sizeText}, for good.`;
}

/** @param costText Dollars a month: "7.00". */
export function volumeBillEnd(costText: string): string {
  return `Its $${costText} a month end.`;
}

/** @param names null: nobody said which pods use which volume. */
export function volumeUsers(names: readonly string[] | null): string {
  if (names === null) return 'Whether pods use it is not known: RunPod did not say.';
  return names.length === 0 ? 'No pod uses it.' : `Used by: ${names.join(', ')}.`;
}

export const registryLoss = 'the login. Pods whose image needs it cannot be started anew.';

export const secretLoss =
  'its value, which nobody can read back. Pods that refer to it start without it from then on.';

export function keyLoss({
  fingerprint,
  comment,
}: {
  readonly fingerprint: string;
  readonly comment: string;
}): string {
  const whose = comment === '' ? '' : ` (${comment})`;
  return `${fingerprint}${whose}. Who has that key gets into no pod that starts from then on.`;
}

export const lastKeyLoss = 'It is the last one: pods that start from then on let nobody in by the account.';
