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
  payment: exitCodes.failed,
  unsupported: exitCodes.failed,
  gone: exitCodes.unreachable,
  server: exitCodes.unreachable,
  network: exitCodes.unreachable,
  timeout: exitCodes.unreachable,
  unexpected: exitCodes.failed,
  cancelled: exitCodes.interrupted,
};

export function sayFailure(context: CommandContext, failure: CloudFailure): ExitCode {
  const { message, hint, retryAfterMs } = failure;
  const wait = retryAfterMs === null ? '' : ` RunPod asks to wait ${Math.ceil(retryAfterMs / 1000)} s.`;
  context.say(`${message}\n${hint}${wait}\n`);
  return codes[failure.code];
}
