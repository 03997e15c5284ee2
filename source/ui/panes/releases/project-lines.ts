/** What stands in the way of a project, above the list: an unfinished deploy, a lock, a file with an error. */
import { shortDuration } from '../../../fleet/duration.ts';
import type { KnownProject } from '../../../jobs/model/deploys.ts';
import type { Span } from '../../draw/paint.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';
import type { View } from '../../state/view.ts';

const mostLines = 4;

export function projectLines({ deploys, clockMs, view }: Frame): readonly (readonly Span[])[] {
  const lines = deploys.projects.flatMap((project) =>
    projectTrouble(project, { nowMs: clockMs, keyWishes: view.keyWishes }),
  );
  if (lines.length <= mostLines) return lines;
  const rest = lines.length - mostLines + 1;
  return [...lines.slice(0, mostLines - 1), [[`   and ${rest} more`, 'dim']]];
}

/** Of one project, at most one line: what has to be known first. */
export function projectTrouble(
  { name, problem, unfinished, lockedBy }: KnownProject,
  look: Pick<View, 'keyWishes'> & { readonly nowMs: number },
): readonly (readonly Span[])[] {
  if (lockedBy !== null)
    return [[' ', ['▶ ', 'info'], [name, 'title'], [`  is being deployed by ${lockedBy}`, 'info']]];
  if (unfinished !== null) {
    const where = unfinished.step === null ? 'before its first step' : `at “${unfinished.step}”`;
    return [
      [
        ' ',
        ['▲ ', 'warn'],
        [name, 'title'],
        [
          `  a deploy of ${shortDuration(Math.max(0, look.nowMs - unfinished.sinceMs))} ago broke off ${where}  `,
          'warn',
        ],
        [keyOf('deploy.resume', look), 'key'],
        [' resume  ', 'dim'],
        [keyOf('deploy.abort', look), 'key'],
        [' abort', 'dim'],
      ],
    ];
  }
  return problem === null ? [] : [[' ', ['✖ ', 'crit'], [name, 'title'], [`  ${problem}`, 'crit']]];
}
