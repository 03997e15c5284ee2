/** Which tag a deploy makes, and what it says; or why it makes none. */
import type { StepContext } from '../step.ts';

export type WantedTag =
  | { readonly kind: 'tag'; readonly name: string; readonly commit: string; readonly message: string }
  /** One sentence. */
  | { readonly kind: 'none'; readonly reason: string };

export function wantedTag({ facts, project, deployId }: StepContext): WantedTag {
  const { preflight, push } = facts;
  if (preflight === undefined) return { kind: 'none', reason: 'Which commit is built is not known.' };
  const { commit, isPromotable, version } = preflight;
  if (commit === null) return { kind: 'none', reason: 'Outside of git there is nothing to tag.' };
  if (!isPromotable)
    return { kind: 'none', reason: 'A tree with changes that are in no commit is not tagged.' };
  const image =
    push === undefined ? 'Image: not pushed by this deploy' : `Image: ${push.reference}@${push.digest}`;
  return {
    ...{ kind: 'tag', name: `v${version}`, commit },
    message: `${project.name} ${version}\n\n${image}\nDeploy: ${deployId}`,
  };
}
