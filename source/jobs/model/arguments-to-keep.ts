/** What a job was asked with, as it may stand in a file or a log. Pure. */
import type { JobArguments } from './job.ts';

/** An address may hold a password before its host and a token behind its path: who runs the job again later gives them anew. */
export function argumentsToKeep(given: JobArguments): JobArguments {
  const { outwardUrl = null } = given;
  return outwardUrl === null ? given : { ...given, outwardUrl: withoutSecrets(outwardUrl) };
}

function withoutSecrets(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { origin, pathname } = new URL(address);
  return origin === 'null' ? null : `${origin}${pathname}`;
}
