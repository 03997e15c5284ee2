/** A shell in a pod on the terminal that this command was started in, without the console around it. */
import { lendTerminal } from '../access/lend-terminal.ts';
import type { Pod } from '../fleet/pod.ts';
import type { Settings } from '../settings/settings.ts';
import type { PodDoor } from '../ssh/pod-door.ts';
import { repairSequence } from '../terminal/repair.ts';
import { writeNow } from '../terminal/write-now.ts';
import type { CommandContext } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { sayLoss } from './ssh-command.ts';

export async function shellOnTerminal(
  context: CommandContext,
  options: {
    readonly door: PodDoor;
    readonly pod: Pod;
    readonly command: string | null;
    readonly settings: Settings;
  },
): Promise<number> {
  const { door, pod, command, settings } = options;
  // A signal from outside must not leave the terminal raw.
  const mend = (): void => {
    writeNow(process.stdout.fd, repairSequence);
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
  };
  context.signal.addEventListener('abort', mend, { once: true });
  const end = await lendTerminal({
    door: async () => ({ ok: true, value: door }),
    podName: pod.name,
    command,
    terminal: process,
    environment: context.environment,
    isFiltered: settings.shellFilter,
    signal: context.signal,
  });
  context.signal.removeEventListener('abort', mend);
  switch (end.kind) {
    case 'came-back':
      return exitCodes.ok;
    case 'hung-up':
      return exitCodes.hungUp;
    case 'lost':
      return sayLoss(context, end.failure);
    case 'ended':
      return end.end.exitCode ?? exitCodes.failed;
  }
}
