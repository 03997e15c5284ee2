/** How a release and the stock of a GPU type are shown: glyph, word and role together. */
import type { DeploysSnapshot, GpuChoice } from '../../jobs/model/deploys.ts';
import { verdictLook } from '../../jobs/model/looks.ts';
import type { Release } from '../../jobs/model/release.ts';
import { isRunning } from '../state/releases.ts';
import type { Sign } from './condition-look.ts';
import { lineRoles } from './job-look.ts';

/** The one that runs is what is looked for; of the others, how they ended. */
export function releaseSign(release: Release, deploys: DeploysSnapshot): Sign {
  if (isRunning(release, deploys)) return { glyph: '●', word: 'running', role: 'ok' };
  if (release.verdict === null) return unended(release, deploys);
  const { glyph, word, role } = verdictLook(release.verdict, 0);
  return { glyph, word, role: lineRoles[role] };
}

function unended({ projectFile, deployId }: Release, { projects }: DeploysSnapshot): Sign {
  const project = projects.find(({ file }) => file === projectFile);
  if (project?.unfinished?.deployId === deployId && project.lockedBy === null)
    return { glyph: '▲', word: 'unfinished', role: 'warn' };
  return project?.lockedBy == null
    ? { glyph: '?', word: 'no end known', role: 'lost' }
    : { glyph: '▶', word: 'deploying', role: 'info' };
}

const stockSigns: Readonly<Record<NonNullable<GpuChoice['stock']>, Sign>> = {
  high: { glyph: '✔', word: 'high', role: 'ok' },
  medium: { glyph: '✔', word: 'medium', role: 'ok' },
  low: { glyph: '▲', word: 'low', role: 'warn' },
  none: { glyph: '✖', word: 'none', role: 'crit' },
};

/** What the API did not say is not the same as none. */
export function stockSign(stock: GpuChoice['stock']): Sign {
  return stock === null ? { glyph: '?', word: 'not known', role: 'lost' } : stockSigns[stock];
}
