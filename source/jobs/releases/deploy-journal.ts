/** The journal of one deploy: what was begun and done, so that whoever comes after a crash knows. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../base/message-of.ts';
import { type DeployRecord, deployRecordOf } from './deploy-record.ts';
import { isCode, openLines, readLines } from './durable-lines.ts';
import { begunDeploy, type KeptDeploy, keptDeploy, withRecord } from './kept-deploy.ts';

export type DeployJournal = {
  /** How the deploy stands by what is on the disk. */
  deploy(): KeptDeploy;
  /** Resolves when it is on the disk. Rejects, with a sentence, where it cannot be written. */
  add(record: Exclude<DeployRecord, { record: 'begin' }>): Promise<void>;
  close(): Promise<void>;
};

/** So many deploys that are over are kept; one that is not stays. */
const maxJournals = 100;

export async function beginJournal(
  folder: string,
  begin: Extract<DeployRecord, { record: 'begin' }>,
): Promise<DeployJournal> {
  const path = join(folder, `${begin.deployId}.jsonl`);
  const lines = await openLines(path);
  await told(path, lines.append(begin));
  return journalOf({ path, lines, deploy: begunDeploy(begin) });
}

/** Goes on at the end of what is there. */
export async function continueJournal(folder: string, deploy: KeptDeploy): Promise<DeployJournal> {
  const path = join(folder, `${deploy.deployId}.jsonl`);
  return journalOf({ path, lines: await openLines(path), deploy });
}

/** Newest first; what is no journal is left out. */
export async function readJournals(folder: string): Promise<readonly KeptDeploy[]> {
  const deploys: KeptDeploy[] = [];
  for (const name of await journalNames(folder)) {
    const records = (await readLines(join(folder, name))).flatMap((line) => deployRecordOf(line) ?? []);
    const deploy = keptDeploy(records);
    if (deploy !== null) deploys.push(deploy);
  }
  return deploys;
}

/** The deploy that is not over; null: all are. */
export async function unfinishedDeploy(folder: string): Promise<KeptDeploy | null> {
  return (await readJournals(folder)).find(({ end }) => end?.isFinal !== true) ?? null;
}

export async function removeOldJournals(folder: string): Promise<void> {
  if ((await journalNames(folder)).length <= maxJournals) return;
  const over = (await readJournals(folder)).filter(({ end }) => end?.isFinal === true);
  for (const { deployId } of over.slice(maxJournals)) {
    await rm(join(folder, `${deployId}.jsonl`), { force: true });
  }
}

function journalOf(open: {
  readonly path: string;
  readonly lines: Awaited<ReturnType<typeof openLines>>;
  readonly deploy: KeptDeploy;
}): DeployJournal {
  let { deploy } = open;
  return {
    deploy: () => deploy,
    async add(record) {
      await told(open.path, open.lines.append(record));
      deploy = withRecord(deploy, record);
    },
    close: () => open.lines.close(),
  };
}

/** Their names begin with the time at which they began. */
async function journalNames(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith('.jsonl')).sort((left, right) => (left < right ? 1 : -1));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}

async function told(path: string, writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(`The deploy's journal ${path} cannot be written: ${reason}`);
  }
}
