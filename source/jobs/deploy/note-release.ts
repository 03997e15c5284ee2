/** A deploy's line in the ledger, kept in step with what the deploy has made. */
import type { Release } from '../model/release.ts';
import { chooseSteps } from './choice.ts';
import { nowOf, type Session } from './session.ts';

type Ending = Pick<Release, 'verdict' | 'text' | 'endedAtMs'>;

const going: Ending = { verdict: null, text: '', endedAtMs: null };

/**
 * Nothing is noted before the version is known, nor where no pod takes part. @returns The release as it stands; null: there
 * is none of this deploy.
 */
export async function noteRelease(session: Session, ending: Ending = going): Promise<Release | null> {
  const { kept, journal, request } = session;
  const { deployId } = journal.deploy();
  const earlier = (await kept.releases()).find((each) => each.deployId === deployId) ?? null;
  const version = session.facts.preflight?.version ?? earlier?.version;
  const isOfPod = !chooseSteps(request).leftOut.has('pod');
  if (version === undefined || !isOfPod) return earlier;
  const now = { ...(earlier ?? begun(session, version)), ...made(session), ...ending };
  if (earlier === null) return await kept.add(now);
  const release: Release = { ...now, id: earlier.id };
  if (JSON.stringify(release) !== JSON.stringify(earlier)) await kept.change(release);
  return release;
}

/** Nothing that it made is there any more, so its version and its image may be used by the next one. */
export async function endUndoneRelease(
  session: Session,
  verdict: NonNullable<Release['verdict']>,
  text: string,
): Promise<void> {
  const release = await noteRelease(session, { verdict, text, endedAtMs: nowOf(session) });
  const gone = { image: null, templateId: null, podIds: [], costPerHourDollars: null };
  if (release !== null) await session.kept.change({ ...release, ...gone });
}

export async function endRelease(
  session: Session,
  verdict: NonNullable<Release['verdict']>,
  text: string,
): Promise<Release | null> {
  return await noteRelease(session, { verdict, text, endedAtMs: nowOf(session) });
}

function begun(session: Session, version: string): Omit<Release, 'id'> {
  const { project, request, journal, facts } = session;
  const { deployId, wanted, who, startedAtMs } = journal.deploy();
  return {
    ...{ schema: 1, deployId, version, who, startedAtMs },
    ...{ how: wanted === null ? 'deploy' : 'rollback', of: wanted?.id ?? null },
    ...{ projectName: project.name, projectFile: project.file },
    commit: facts.preflight?.commit ?? null,
    isDirty: facts.preflight?.isDirty ?? false,
    ...{ image: null, templateId: null, podIds: [], costPerHourDollars: null },
    configuration: {
      ...project.pod,
      gpuTypeIds: request.gpuTypeIds ?? project.pod.gpuTypeIds,
      dataCentreIds: request.dataCentreIds ?? project.pod.dataCentreIds,
    },
    ...going,
  };
}

/** What later consoles find already noted stays where this one knows nothing of it. */
function made({ facts }: Session): Partial<Release> {
  const { push, template, pod } = facts;
  return {
    ...(push === undefined ? {} : { image: { reference: push.reference, digest: push.digest } }),
    ...(template === undefined ? {} : { templateId: template.id }),
    ...(pod === undefined ? {} : { podIds: [pod.podId], costPerHourDollars: pod.costPerHourDollars }),
  };
}
