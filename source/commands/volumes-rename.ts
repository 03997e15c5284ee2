/** `pod-engine volumes rename NAME NEW`: its id and what lies on it stay. */
import { changeVolume } from './change-volume.ts';
import type { Command } from './command.ts';

export const volumesRename: Command = {
  words: 'volumes rename',
  aliases: [],
  argumentsHelp: 'NAME NEW-NAME',
  minArguments: 2,
  maxArguments: 2,
  summary: 'give a network volume another name',
  flags: ['json', 'config', 'readOnly'],
  run: (context) =>
    changeVolume(context, () => ({
      change: { name: context.arguments[1] ?? '', sizeGigabytes: null },
      question: null,
    })),
};
