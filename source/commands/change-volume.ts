/** How a network volume is changed from the command line: found by its name, asked about, changed. */
import type { NetworkVolume } from '../runpod/deploy-cloud.ts';
import type { CommandContext } from './command.ts';
import { confirm } from './confirm.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { findResource } from './find-resource.ts';
import { resourceCloud, tellChange } from './resource-cloud.ts';
import { volumeSizeText } from './volume-text.ts';

export type VolumeChange = {
  readonly change: { readonly name: string | null; readonly sizeGigabytes: number | null };
  /** null: it need not be asked. */
  readonly question: string | null;
};

/** `changeOf` may refuse, with what is to be said. */
export async function changeVolume(
  context: CommandContext,
  changeOf: (volume: NetworkVolume) => VolumeChange | { readonly refusal: string },
): Promise<ExitCode> {
  const cloud = await resourceCloud(context, 'change');
  if (typeof cloud === 'number') return cloud;
  const typed = context.arguments[0] ?? '';
  const what = 'network volume';
  const volume = findResource(context, await cloud.networkVolumes(context.signal), { typed, what });
  if (typeof volume === 'number') return volume;
  const wanted = changeOf(volume);
  if ('refusal' in wanted) {
    context.say(`${wanted.refusal}\n`);
    return exitCodes.usage;
  }
  if (wanted.question !== null && !(await confirm(context, wanted.question))) return exitCodes.refused;
  const changed = await cloud.changeNetworkVolume({ id: volume.id, ...wanted.change }, context.signal);
  const now = changed.ok ? changed.value : volume;
  const { name } = wanted.change;
  const text =
    name === null
      ? `The network volume ${now.name} (${now.id}) has ${volumeSizeText(now)}.`
      : `${volume.name} (${volume.id}) is called ${now.name} now.`;
  return tellChange(context, changed, { document: { ...now, changed: true }, text });
}
