/** Runs one command line: help, version, an error, or a command with signals turned into an abort. */
import { homedir } from 'node:os';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { commandHelp, overviewHelp } from './help.ts';
import { commands } from './index.ts';
import { parseCommandLine } from './parse.ts';
import { version } from './version.ts';

export async function runCommandLine(words: readonly string[]): Promise<number> {
  process.stdout.on('error', endWithoutOutput);
  const parsed = await parseCommandLine(words);
  switch (parsed.kind) {
    case 'help':
      process.stdout.write(
        parsed.command === null ? overviewHelp(commands) : commandHelp(parsed.command, commands),
      );
      return exitCodes.ok;
    case 'version':
      process.stdout.write(`${version}\n`);
      return exitCodes.ok;
    case 'wrong':
      process.stderr.write(`${parsed.message}\n`);
      return exitCodes.usage;
    case 'run':
      return await runUnderSignals((signal, received) =>
        parsed.command
          .run(contextOf(parsed.arguments, parsed.flags, signal))
          .then((code) => (received() === null || code !== exitCodes.ok ? code : codeOfSignal(received()))),
      );
  }
}

function endWithoutOutput(error: NodeJS.ErrnoException): never {
  // The reader of our output has gone (`pod-engine … | head`): nobody is left to tell.
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  process.stderr.write(`The output could not be written, and is not whole: ${error.message}\n`);
  process.exit(exitCodes.failed);
}

function contextOf(
  given: readonly string[],
  flags: CommandContext['flags'],
  signal: AbortSignal,
): CommandContext {
  return {
    arguments: given,
    flags,
    environment: process.env,
    homeFolder: homedir(),
    print: (text) => process.stdout.write(text),
    say: (text) => process.stderr.write(text),
    interactive: process.stdout.isTTY === true,
    columns: process.stdout.columns ?? 100,
    nowMs: Date.now,
    signal,
  };
}

/** The first SIGINT or SIGTERM asks the command to end; the second ends the process. */
async function runUnderSignals(
  run: (signal: AbortSignal, received: () => NodeJS.Signals | null) => Promise<number>,
): Promise<number> {
  const abort = new AbortController();
  let received: NodeJS.Signals | null = null;
  const onSignal = (name: NodeJS.Signals): void => {
    if (received !== null) process.exit(codeOfSignal(name));
    received = name;
    abort.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    return await run(abort.signal, () => received);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

function codeOfSignal(name: NodeJS.Signals | null): ExitCode {
  return name === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
}
