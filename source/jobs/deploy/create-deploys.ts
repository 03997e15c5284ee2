/** Projects, releases and plans for the console: read when they are asked for, told when they have changed. */
import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../base/message-of.ts';
import { safeDeep } from '../../base/safe-text.ts';
import type { DeployCloud } from '../../runpod/deploy-cloud.ts';
import type { DeployPlan, DeployRequest } from '../model/deploy.ts';
import { type DeploysSnapshot, type KnownProject, maxReleases, noDeploys } from '../model/deploys.ts';
import type { Release } from '../model/release.ts';
import type { Releases } from '../releases/releases.ts';
import type { Deploys } from './deploys.ts';
import { knownProject } from './known-project.ts';

export type DeploysOptions = {
  readonly releases: Releases;
  /** null where there is no API key. */
  readonly cloud: Pick<DeployCloud, 'gpuOffers' | 'dataCentres'> | null;
  /** Of the folder that the console was started in; those of releases are added. */
  readonly projectFiles: () => readonly string[];
  readonly plan: (request: DeployRequest, signal: AbortSignal) => Promise<DeployPlan>;
  /** What a reader did not answer, in a sentence. */
  readonly tell: (text: string) => void;
  readonly nowMs: () => number;
};

const maxProjects = 50;
/** Stock changes by the minute, and a form that is opened again need not wait for it. */
const offersHoldMs = 30_000;

export function createDeploys(options: DeploysOptions): Deploys {
  const { releases, cloud, nowMs, tell } = options;
  const listeners = new Set<() => void>();
  const closing = new AbortController();
  let snapshot = noDeploys;
  let planning: AbortController | null = null;
  let isReading = false;
  let isReadAgain = false;

  function change(part: Partial<DeploysSnapshot>): void {
    if (closing.signal.aborted) return;
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  }

  async function readAll(): Promise<void> {
    const all = (await releases.all()).slice(0, maxReleases);
    const files = [...new Set([...options.projectFiles(), ...all.map(({ projectFile }) => projectFile)])];
    const projects: KnownProject[] = [];
    for (const file of files.slice(0, maxProjects)) {
      const project = await knownProject(file, releases, nameIn(all, file));
      if (project !== null) projects.push(project);
    }
    const isOld = isDeepStrictEqual(projects, snapshot.projects) && isDeepStrictEqual(all, snapshot.releases);
    if (!isOld) change({ projects, releases: all });
  }

  async function readOffers(): Promise<void> {
    if (cloud === null || (snapshot.gpus !== null && nowMs() - snapshot.gpus.atMs < offersHoldMs)) return;
    const asked = { gpuCount: 1, cloud: 'any', dataCentreId: null } as const;
    const [offers, centres] = await Promise.all([
      cloud.gpuOffers(asked, closing.signal),
      cloud.dataCentres(closing.signal),
    ]);
    for (const answer of [offers, centres])
      if (!answer.ok && answer.code !== 'cancelled') tell(`${answer.message} ${answer.hint}`);
    change({
      ...(offers.ok ? { gpus: { atMs: nowMs(), choices: offers.value } } : {}),
      ...(centres.ok ? { dataCentres: centres.value } : {}),
    });
  }

  /** One reading at a time; what was asked for meanwhile is read by the same one, once more. */
  async function readOnce(): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      do {
        isReadAgain = false;
        await readAll();
      } while (isReadAgain);
    } catch (error) {
      tell(`The releases cannot be read: ${messageOf(error)}`);
    } finally {
      isReading = false;
    }
  }

  async function plan(request: DeployRequest): Promise<void> {
    planning?.abort();
    const own = new AbortController();
    planning = own;
    change({ plan: { kind: 'asked', request, atMs: nowMs() } });
    const signal = AbortSignal.any([own.signal, closing.signal]);
    try {
      const made = safeDeep(await options.plan(request, signal), { maxLength: 2000 });
      if (!own.signal.aborted) change({ plan: { kind: 'ready', request, atMs: nowMs(), plan: made } });
    } catch (error) {
      if (!own.signal.aborted)
        change({ plan: { kind: 'failed', request, atMs: nowMs(), reason: messageOf(error) } });
    }
  }

  return {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read() {
      isReadAgain = true;
      void readOnce();
      void readOffers();
    },
    readAgain() {
      void readOnce();
    },
    plan: (request) => void plan(request),
    nameOf({ projectFile }) {
      const project = snapshot.projects.find(({ file }) => file === projectFile);
      return project === undefined
        ? { ok: false, reason: `${projectFile} is no project that is known here` }
        : { ok: true, name: project.name };
    },
    close() {
      closing.abort();
      listeners.clear();
    },
  };
}

function nameIn(releases: readonly Release[], file: string): string | null {
  return releases.find(({ projectFile }) => projectFile === file)?.projectName ?? null;
}
