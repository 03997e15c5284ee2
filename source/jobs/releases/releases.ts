/** Releases and deploys of all projects, as they are kept on the disk: for the operator's eyes only, without secrets. */
import { join } from 'node:path';
import { messageOf } from '../../base/message-of.ts';
import type { StepId } from '../model/deploy.ts';
import type { Release } from '../model/release.ts';
import {
  beginJournal,
  continueJournal,
  type DeployJournal,
  readJournals,
  removeOldJournals,
  unfinishedDeploy,
} from './deploy-journal.ts';
import type { DeployRecord } from './deploy-record.ts';
import type { KeptDeploy } from './kept-deploy.ts';
import { addRelease, changeRelease, readLedger } from './ledger.ts';
import { holderText, type Locked, lockHolder, takeLock } from './lock.ts';
import { findProjectFolder, projectFolders, projectKey } from './project-folder.ts';
import { newestFirst, runningRelease } from './running.ts';
import { forget, type RememberedStep, readMemory, remember, type StepMemory } from './step-memory.ts';

export type Releases = {
  readonly folder: string;
  /** Newest first. */
  list(projectFile: string): Promise<readonly Release[]>;
  /** Of all projects, newest first by their beginning. */
  all(): Promise<readonly Release[]>;
  /** The last good release; null: there is none. */
  running(projectFile: string): Promise<Release | null>;
  /** The deploy that did not come to its end; null: there is none. */
  unfinished(projectFile: string): Promise<KeptDeploy | null>;
  /** null: no deploy of that id is kept. */
  deploy(projectFile: string, deployId: string): Promise<KeptDeploy | null>;
  /** "ann@build, process 4711"; null: nobody who lives. */
  lockedBy(projectFile: string): Promise<string | null>;
  memory(projectFile: string): Promise<StepMemory>;
  /** For whoever changes anything of the project. */
  lock(
    project: { readonly file: string; readonly name: string },
    asked: { readonly who: string; readonly deployId: string },
  ): Promise<Opened>;
};

export type Opened =
  | { readonly ok: true; readonly kept: KeptProject }
  /** One sentence. */
  | { readonly ok: false; readonly reason: string };

/** What may be written while the lock is held. */
export type KeptProject = {
  begin(begin: Extract<DeployRecord, { record: 'begin' }>): Promise<DeployJournal>;
  goOn(deploy: KeptDeploy): Promise<DeployJournal>;
  releases(): Promise<readonly Release[]>;
  add(release: Omit<Release, 'id'>): Promise<Release>;
  change(release: Release): Promise<void>;
  memory(): Promise<StepMemory>;
  remember(step: StepId, entry: RememberedStep): Promise<void>;
  forget(steps: readonly StepId[]): Promise<void>;
  unfinished(): Promise<KeptDeploy | null>;
  /** Gives the lock back, at once. */
  release(): void;
};

export function openReleases(options: { readonly folder: string; readonly nowMs?: () => number }): Releases {
  const { folder, nowMs = Date.now } = options;

  async function within<Value>(
    projectFile: string,
    read: (projectFolder: string) => Promise<Value>,
    otherwise: Value,
  ): Promise<Value> {
    const found = await findProjectFolder(folder, projectFile);
    return found === null ? otherwise : await read(found);
  }

  const list = (projectFile: string): Promise<readonly Release[]> =>
    within(projectFile, (found) => readLedger(ledgerIn(found)), []);

  return {
    ...{ folder, list },
    async all() {
      const ledgers: (readonly Release[])[] = [];
      for (const found of await projectFolders(folder)) ledgers.push(await readLedger(ledgerIn(found)));
      return ledgers.flat().sort((left, right) => right.startedAtMs - left.startedAtMs);
    },
    running: async (projectFile) => runningRelease(await list(projectFile)),
    unfinished: (projectFile) => within(projectFile, (found) => unfinishedDeploy(journalsIn(found)), null),
    deploy: (projectFile, deployId) =>
      within(projectFile, (found) => deployIn(journalsIn(found), deployId), null),
    lockedBy: (projectFile) =>
      within(
        projectFile,
        async (found) => {
          const holder = await lockHolder(lockIn(found), nowMs());
          return holder === null ? null : holderText(holder);
        },
        null,
      ),
    memory: (projectFile) => within<StepMemory>(projectFile, readMemory, {}),
    async lock(project, asked) {
      const found = await findProjectFolder(folder, project.file);
      const own = found ?? join(folder, projectKey(project.name, project.file));
      const locked = await takeLock(lockIn(own), { ...asked, nowMs: nowMs() }).catch((error: unknown) =>
        unwritable(own, error),
      );
      return locked.ok ? { ok: true, kept: keptProject(own, locked) } : locked;
    },
  };
}

function keptProject(folder: string, { release }: Extract<Locked, { ok: true }>): KeptProject {
  return {
    async begin(begin) {
      await removeOldJournals(journalsIn(folder));
      return await beginJournal(journalsIn(folder), begin);
    },
    goOn: (deploy) => continueJournal(journalsIn(folder), deploy),
    releases: async () => newestFirst(await readLedger(ledgerIn(folder))),
    add: (given) => addRelease(ledgerIn(folder), given),
    change: (given) => changeRelease(ledgerIn(folder), given),
    memory: () => readMemory(folder),
    remember: (step, entry) => remember(folder, step, entry),
    forget: (steps) => forget(folder, steps),
    unfinished: () => unfinishedDeploy(journalsIn(folder)),
    release,
  };
}

function unwritable(folder: string, error: unknown): Extract<Locked, { ok: false }> {
  const reason = messageOf(error);
  return {
    ok: false,
    reason: `The folder of the project's releases, ${folder}, cannot be written: ${reason}.`,
  };
}

async function deployIn(folder: string, deployId: string): Promise<KeptDeploy | null> {
  return (await readJournals(folder)).find((each) => each.deployId === deployId) ?? null;
}

function ledgerIn(folder: string): string {
  return join(folder, 'releases.jsonl');
}

function journalsIn(folder: string): string {
  return join(folder, 'deploys');
}

function lockIn(folder: string): string {
  return join(folder, 'lock');
}
