/** Why git did not do what was wanted, in words that name the cause and what to do about it. */
import { safeText } from '../../base/safe-text.ts';
import type { ProgramEnd } from '../programs/run-program.ts';
import type { GitFailure } from './git.ts';
import { knownCauses } from './known-causes.ts';
import { linesSaid } from './said.ts';

export type Wanted = { readonly wanted: string; readonly folder: string; readonly timeoutMs: number };

/** Of an end that is no answer. */
export function failureOf(end: ProgramEnd, { wanted, folder, timeoutMs }: Wanted): GitFailure {
  const cannot = `git cannot ${wanted}`;
  switch (end.kind) {
    case 'missing':
      return end.what === 'program'
        ? failure(`${cannot}: ${end.reason}`, [], 'Install git.')
        : failure(`${cannot}: ${end.reason}`, []);
    case 'stopped':
      return failure(`${cannot}: it was stopped.`, []);
    case 'timeout':
      return failure(
        `${cannot}: no answer within ${timeoutMs / 1000} s.`,
        said(end),
        'Look whether the remote, or the disk, answers; then try again.',
      );
    case 'killed':
      return failure(`${cannot}: it was killed (${end.signal}).`, said(end));
    case 'ended':
      return ofWords(cannot, folder, end);
  }
}

function ofWords(cannot: string, folder: string, end: ProgramEnd & { readonly kind: 'ended' }): GitFailure {
  const lines = said(end);
  const text = lines.join('\n');
  const known = knownCauses.find(({ sign }) => sign.test(text));
  if (known !== undefined)
    return failure(`${cannot}: ${known.cause(folder)}`, lines, known.fix(folder, text));
  const telling = lines.find((line) => /^(fatal|error):/.test(line)) ?? lines.at(-1);
  return failure(`${cannot}: ${telling ?? `it ended with ${end.exitCode} and said nothing`}`, lines);
}

function said(end: { readonly stdout: string; readonly stderr: string }): readonly string[] {
  return linesSaid(`${end.stdout}\n${end.stderr}`);
}

function failure(reason: string, evidence: readonly string[], fix?: string): GitFailure {
  const safe = safeText(reason, { maxLength: 1000 });
  return { ok: false, reason: safe, evidence, ...(fix === undefined ? {} : { fix }) };
}
