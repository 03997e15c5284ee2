/** `pod-engine pods unlock NAME`: it can be stopped and reset again. */
import { changeLock } from './change-lock.ts';
import type { Command } from './command.ts';

export const podsUnlock: Command = {
  words: 'pods unlock',
  aliases: ['unlock-pod'],
  argumentsHelp: 'NAME',
  minArguments: 1,
  maxArguments: 1,
  summary: 'let a pod be stopped and reset again',
  flags: ['json', 'config', 'readOnly'],
  run: (context) => changeLock(context, false),
};
