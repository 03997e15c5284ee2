/** What was asked for, as the words that the agent's kind of job takes, and as what it is given apart from them. */
import type { JobKind } from '../../../pod-agent/protocol/job-events.ts';
import type { JobArguments } from '../model/job.ts';

export type RemoteArguments = { readonly arguments: readonly string[]; readonly input: string | null };

export function remoteArguments(kind: JobKind, asked: JobArguments): RemoteArguments {
  return wordsByKind[kind](asked);
}

const wordsByKind: { readonly [Kind in JobKind]: (asked: JobArguments) => RemoteArguments } = {
  diagnose: () => ({ arguments: [], input: null }),
  benchmark: ({ isQuick, isForced, outwardUrl }) => ({
    arguments: [
      ...(isQuick === true ? ['--quick'] : []),
      ...(isForced === true ? ['--force'] : []),
      ...(outwardUrl === undefined || outwardUrl === null ? [] : ['--outward']),
    ],
    // An address may hold a secret besides its host.
    input: outwardUrl ?? null,
  }),
  optimise: ({ isDryRun }) => ({ arguments: isDryRun === true ? ['--dry-run'] : [], input: null }),
  fix: ({ command }) => ({ arguments: [], input: command ?? '' }),
};
