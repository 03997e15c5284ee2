/** `pod-engine volumes resize NAME --size GB`: a volume can grow, and never shrink. */
import type { NetworkVolume } from '../runpod/deploy-cloud.ts';
import { changeVolume, type VolumeChange } from './change-volume.ts';
import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { volumeCostText, volumeSizeText } from './volume-text.ts';

export const volumesResize: Command = {
  words: 'volumes resize',
  aliases: [],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'let a network volume grow to --size; it can never shrink again',
  flags: ['size', 'yes', 'json', 'config', 'readOnly'],
  async run(context) {
    const { size } = context.flags;
    if (size !== undefined) return await changeVolume(context, (volume) => grownTo(volume, size));
    context.say('Give --size in GB, as --size 200.\n');
    return exitCodes.usage;
  },
};

function grownTo(volume: NetworkVolume, sizeGigabytes: number): VolumeChange | { refusal: string } {
  const before = volume.sizeGigabytes ?? null;
  if (before !== null && sizeGigabytes <= before) {
    const refusal = `${volume.name} has ${before} GB: a volume can grow, and never shrink. Give more than that.`;
    return { refusal };
  }
  const was = volumeCostText(volume);
  const cost = `about $${volumeCostText({ sizeGigabytes })} a month${was === null ? '' : ` instead of $${was}`}`;
  const question = `${volume.name} (${volume.id}) grows from ${volumeSizeText(volume)} to ${sizeGigabytes} GB and costs ${cost}. It can never shrink again.\nResize ${volume.name}?`;
  return { change: { name: null, sizeGigabytes }, question };
}
