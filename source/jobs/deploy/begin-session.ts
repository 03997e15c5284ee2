/** Begins a deploy, or takes one up again: under the project's lock, and only where that may be. */
import { randomBytes } from 'node:crypto';
import { thisOwner } from '../journal/owner.ts';
import { usualRequest } from '../model/deploy.ts';
import type { Release } from '../model/release.ts';
import type { Project } from '../project/project.ts';
import type { DeployJournal } from '../releases/deploy-journal.ts';
import type { KeptDeploy } from '../releases/kept-deploy.ts';
import type { KeptProject } from '../releases/releases.ts';
import { runningRelease } from '../releases/running.ts';
import { chooseSteps, missingFor, missingText } from './choice.ts';
import { projectOf } from './project-snapshot.ts';
import { factsOfRelease, projectOfRelease, wantedRelease } from './rollback.ts';
import { type DeployOptions, type Session, usualLimits } from './session.ts';

export type Begun =
  | { readonly ok: true; readonly session: Session }
  /** One sentence; nothing has been begun. */
  | { readonly ok: false; readonly reason: string };

type Telling = Pick<Session, 'tell' | 'stop'>;

export async function beginSession(options: DeployOptions, telling: Telling): Promise<Begun> {
  const { mode } = options.request;
  return mode === 'resume' || mode === 'abort'
    ? await takeUp(options, mode, telling)
    : await beginNew(options, telling);
}

/** "20261125t192030-a1b2c3": sortable by time, and six letters by chance. */
export function newDeployId(nowMs: number): string {
  const time = new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').toLowerCase();
  return `${time}-${randomBytes(3).toString('hex')}`;
}

/** One sentence that names both ways on. */
export function unfinishedText({ deployId, step, startedAtMs }: KeptDeploy): string {
  const at = new Date(startedAtMs).toISOString().slice(0, 16).replace('T', ' ');
  const where = step === null ? '' : `, at "${step}"`;
  return `The deploy ${deployId} of ${at} UTC is not over${where}: \`pod-engine deploy --resume\` goes on with it, \`pod-engine deploy --abort\` takes it back.`;
}

async function beginNew(options: DeployOptions, telling: Telling): Promise<Begun> {
  const { project, doors, releases, handles } = options;
  if (project === null) return refused('There is no project file to deploy by.');
  const deployId = newDeployId(handles.nowMs());
  const opened = await releases.lock(project, { who: doors.who, deployId });
  if (!opened.ok) return opened;
  return await orGiveBack(opened.kept, async () => {
    const unfinished = await opened.kept.unfinished();
    if (unfinished !== null) return refused(unfinishedText(unfinished));
    return await beginUnderLock(options, { kept: opened.kept, project, deployId, telling });
  });
}

type New = {
  readonly kept: KeptProject;
  readonly project: Project;
  readonly deployId: string;
  readonly telling: Telling;
};

async function beginUnderLock(
  options: DeployOptions,
  { kept, project, deployId, telling }: New,
): Promise<Begun> {
  const { request, doors, handles } = options;
  const known = await kept.releases();
  const wanted = request.mode === 'rollback' ? wantedRelease(known, request.releaseId) : null;
  if (wanted?.ok === false) return wanted;
  const release = wanted?.release ?? null;
  const missing = await missingFacts(options, kept, release);
  if (missing !== null) return refused(missing);
  const asked = release === null ? project : projectOfRelease(project, release);
  const journal = await kept.begin({
    ...{ record: 'begin', schema: 1, deployId, request, project: asked },
    ...{ running: runningRelease(known), wanted: release, who: doors.who },
    ...{ owner: await thisOwner(), atMs: handles.nowMs() },
  });
  return { ok: true, session: sessionOf(options, { kept, journal, project: asked, telling }) };
}

/** Before anything begins: a step that goes on from what has never been made would only fail later. */
async function missingFacts(
  { request }: DeployOptions,
  kept: KeptProject,
  wanted: Release | null,
): Promise<string | null> {
  const choice = chooseSteps(request);
  const memory = await kept.memory();
  const given = wanted === null ? {} : factsOfRelease(wanted);
  for (const step of choice.ids) {
    const missing = missingFor(choice, step, (id) => {
      const comes = choice.ids.includes(id) && !choice.leftOut.has(id);
      return comes || memory[id] !== undefined || given[id] !== undefined;
    });
    if (missing !== null) return missingText(missing, 'it has never been done.');
  }
  return null;
}

async function takeUp(options: DeployOptions, mode: 'resume' | 'abort', telling: Telling): Promise<Begun> {
  const { request, doors, releases, handles } = options;
  const { projectFile, deployId } = request;
  const found = await (deployId === null
    ? releases.unfinished(projectFile)
    : releases.deploy(projectFile, deployId));
  if (found === null) return refused(nothingText(mode, deployId));
  const project = projectOf(found.project);
  if (project === null)
    return refused(
      `The journal of ${found.deployId} is of another version of pod-engine, which has to ${mode} it.`,
    );
  const opened = await releases.lock(project, { who: doors.who, deployId: found.deployId });
  if (!opened.ok) return opened;
  return await orGiveBack(opened.kept, async () => {
    // It may have been brought to its end while the lock was waited for.
    const deploy = await releases.deploy(projectFile, found.deployId);
    if (deploy === null || deploy.end?.isFinal === true)
      return refused(`The deploy ${found.deployId} is over: ${deploy?.end?.text ?? 'its journal is gone.'}`);
    const journal = await opened.kept.goOn(deploy);
    const taken = { mode, who: doors.who, owner: await thisOwner() };
    await journal.add({ record: 'taken', ...taken, atMs: handles.nowMs() });
    return { ok: true, session: sessionOf(options, { kept: opened.kept, journal, project, telling }) };
  });
}

function nothingText(mode: 'resume' | 'abort', deployId: string | null): string {
  return deployId === null
    ? `There is nothing to ${mode}: every deploy of this project is over.`
    : `There is nothing to ${mode}: no deploy "${deployId}" is kept.`;
}

function sessionOf(
  options: DeployOptions,
  parts: Pick<Session, 'kept' | 'project'> & { readonly journal: DeployJournal; readonly telling: Telling },
): Session {
  const { kept, project, journal, telling } = parts;
  const { request, wanted } = journal.deploy();
  return {
    options,
    request: { ...usualRequest, ...request },
    ...{ project, kept, journal, tell: telling.tell, stop: telling.stop },
    limits: options.limits ?? usualLimits,
    facts: wanted === null ? {} : factsOfRelease(wanted),
    ...{ goingOn: [], unknown: null },
  };
}

async function orGiveBack(kept: KeptProject, begin: () => Promise<Begun>): Promise<Begun> {
  try {
    const begun = await begin();
    if (!begun.ok) kept.release();
    return begun;
  } catch (error) {
    kept.release();
    throw error;
  }
}

function refused(reason: string): Begun {
  return { ok: false, reason };
}
