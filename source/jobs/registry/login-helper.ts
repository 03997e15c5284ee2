/** Docker's credential helpers: `docker-credential-NAME get`, asked by standard input, answering as JSON. */
import { z } from 'zod';
import { safeText } from '../../base/safe-text.ts';
import { createSecret } from '../../base/secret.ts';
import type { RunProgram } from '../programs/run-program.ts';
import type { FoundLogin } from './login.ts';
import { helperKeyOf } from './registry-host.ts';

const answerShape = z.object({ Username: z.string(), Secret: z.string() });
const helperTimeoutMs = 20_000;

export async function askLoginHelper(
  { run, helper, host }: { readonly run: RunProgram; readonly helper: string; readonly host: string },
  signal: AbortSignal,
): Promise<FoundLogin> {
  // It becomes the name of a program.
  if (!/^[\w.-]+$/.test(helper))
    return failed(`The login helper "${safeText(helper, { maxLength: 60 })}" is no name of a program.`);
  const program = `docker-credential-${helper}`;
  const end = await run({
    program,
    words: ['get'],
    input: `${helperKeyOf(host)}\n`,
    timeoutMs: helperTimeoutMs,
    signal,
  });
  if (end.kind === 'missing') return failed(`The login helper ${program} is not installed.`);
  if (end.kind !== 'ended') return failed(`The login helper ${program} did not answer.`);
  if (end.exitCode !== 0) {
    // That it has none for this registry is an ordinary answer; it stands on standard output.
    if (/credentials not found/i.test(end.stdout + end.stderr)) return { login: null, problems: [] };
    return failed(`The login helper ${program} ended with exit code ${end.exitCode}.`);
  }
  return loginOf(program, end.stdout);
}

function loginOf(program: string, stdout: string): FoundLogin {
  try {
    const { Username: user, Secret: secret } = answerShape.parse(JSON.parse(stdout));
    if (user === '<token>')
      return { login: { kind: 'identity-token', token: createSecret(secret) }, problems: [] };
    return { login: { kind: 'password', user, password: createSecret(secret) }, problems: [] };
  } catch {
    return failed(`The answer of the login helper ${program} cannot be read.`);
  }
}

function failed(reason: string): FoundLogin {
  return { login: null, problems: [reason] };
}
