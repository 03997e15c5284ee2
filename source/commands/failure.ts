/** A failure of the API as the command line says it: two lines for people, an exit code for scripts. */
import type { CloudFailure, CloudFailureCode } from '../runpod/cloud.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

const codes: Readonly<Record<CloudFailureCode, ExitCode>> = {
  unauthorised: exitCodes.authentication,
  blocked: exitCodes.authentication,
  'not-found': exitCodes.notFound,
  'no-capacity': exitCodes.failed,
  refused: exitCodes.failed,
  'bad-request': exitCodes.failed,
  'rate-limited': exitCodes.unreachable,
  server: exitCodes.unreachable,
  network: exitCodes.unreachable,
  timeout: exitCodes.unreachable,
  unexpected: exitCodes.failed,
  cancelled: exitCodes.interrupted,
};

export function sayFailure(context: CommandContext, failure: CloudFailure): ExitCode {
  context.say(`${failure.message}\n${failure.hint}\n`);
  return codes[failure.code];
}
