/** What a step is given of the deploy that it is a part of. */
import type { StepId } from '../model/deploy.ts';
import { doEffect } from './do-effect.ts';
import { lastDigestIn } from './remembered.ts';
import type { Session } from './session.ts';
import type { StepContext } from './step.ts';

export async function contextOf(session: Session, step: StepId): Promise<StepContext> {
  const { project, request, facts, options, stop } = session;
  const { deployId, running, wanted } = session.journal.deploy();
  return {
    ...{ project, request, deployId, facts, running, wanted, doors: options.doors },
    // Its own line is no release that it could be compared with.
    releases: (await session.kept.releases()).filter((each) => each.deployId !== deployId),
    effect: (kind, { key, details }, act) => doEffect(session, { step, kind, key, details }, act),
    lastDigest: lastDigestIn(await session.kept.memory()),
    signal: stop.work,
  };
}
