/** One command in a pod, with this process's streams, and its exit code as this process's. */
import { constants } from 'node:os';
import type { SshFailure } from '../ssh/failure.ts';
import type { PodDoor } from '../ssh/pod-door.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Output is handed on as it is where it goes to a file or a program, and so it is on a terminal, as ssh does. */
export async function runCommandThrough(
  context: CommandContext,
  door: PodDoor,
  command: string,
): Promise<number> {
  const started = await door.run({
    command,
    onStdout: (bytes) => process.stdout.write(bytes),
    onStderr: (bytes) => process.stderr.write(bytes),
  });
  if (!started.ok) return sayLoss(context, started.failure);
  const running = started.value;
  const input = new AbortController();
  const feeding = feed(running, input.signal);
  const stop = (): void => running.close();
  context.signal.addEventListener('abort', stop, { once: true });
  if (context.signal.aborted) stop();
  const lost = door.closed.then((failure) => ({ failure }));
  const first = await Promise.race([running.ended, lost]);
  context.signal.removeEventListener('abort', stop);
  input.abort();
  await feeding;
  if (context.signal.aborted) return exitCodes.interrupted;
  if ('failure' in first) return sayLoss(context, first.failure);
  if (first.exitCode !== null) return first.exitCode;
  if (first.signal !== null) return codeOfSignal(first.signal);
  const told = await Promise.race([lost, pause(lossToldWithinMs)]);
  if (told !== null) return sayLoss(context, told.failure);
  context.say('The command ended, and the pod did not say how.\n');
  return exitCodes.inconclusive;
}

/** A lost connection closes its channels a moment before itself. */
const lossToldWithinMs = 400;

/** As shells do. */
function codeOfSignal(name: string): number {
  const number = Object.entries(constants.signals).find(([each]) => each === name)?.[1];
  return number === undefined ? exitCodes.failed : 128 + number;
}

export function sayLoss(context: CommandContext, failure: SshFailure): ExitCode {
  if (context.signal.aborted) return exitCodes.interrupted;
  context.say(`${failure.message}\n${failure.hint === '' ? '' : `${failure.hint}\n`}`);
  return exitCodes.unreachable;
}

/** Standard input to its end, no faster than the command reads. */
async function feed(
  { send, endInput }: { send?(bytes: Uint8Array): Promise<boolean>; endInput(): void },
  signal: AbortSignal,
): Promise<void> {
  const { stdin } = process;
  // A terminal's input is the command's too, as with ssh; whoever wants none gives </dev/null.
  const giveUp = (): void => void stdin.destroy();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    for await (const chunk of stdin) if (send !== undefined && !(await send(Buffer.from(chunk)))) break;
  } catch {
    // Destroyed, because the command has ended.
  }
  signal.removeEventListener('abort', giveUp);
  endInput();
}

function pause(timeoutMs: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), timeoutMs));
}
