/** `pod-engine pods lock NAME`: from then on nobody stops, resets or edits it before it is unlocked. */
import { changeLock } from './change-lock.ts';
import type { Command } from './command.ts';

export const podsLock: Command = {
  words: 'pods lock',
  aliases: ['lock-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'keep a pod from being stopped or reset until it is unlocked',
  flags: ['json', 'config', 'readOnly'],
  run: (context) => changeLock(context, true),
};
