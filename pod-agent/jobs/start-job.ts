/** Begins a job that goes on by itself, or finds the one of that name. */
import { spawn } from 'node:child_process';
import { close, openSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { childEnvironment } from '../host/child.ts';
import type { JobKind } from '../protocol/job-events.ts';
import { messageOf } from '../protocol/one-line.ts';
import { findJob, type KeptJob } from './find-job.ts';
import { byRoom, folderOfJob, type JobFolders, ownFolder } from './folders.ts';
import { filesOfJob, type JobFiles, type JobState, ownMark } from './job-folder.ts';
import { giveUpOn } from './life.ts';
import { makeRoom } from './make-room.ts';
import { codeOf } from './once.ts';

export type StartOptions = {
  readonly folders: JobFolders;
  readonly id: string;
  readonly kind: JobKind;
  readonly arguments: readonly string[];
  /** What it was given that is not to stand in a process list; null where it needs nothing. */
  readonly given: string | null;
  readonly bootId: string | null;
  readonly wallMs: () => number;
  /** The program that is run with the job's name behind it. */
  readonly program: { readonly path: string; readonly args: readonly string[] };
};

export type Started =
  | { readonly ok: true; readonly isNew: boolean; readonly job: KeptJob }
  /** No folder would take it, and why. */
  | { readonly ok: false; readonly reason: string };

/** Of several that begin the same job at the same moment, one does. */
export async function startJob(options: StartOptions): Promise<Started> {
  const { folders, id, bootId, wallMs } = options;
  const found = await findJob(folders, id);
  if (found !== null) return { ok: true, isNew: false, job: found };
  const reasons: string[] = [];
  for (const folder of byRoom(folders)) {
    try {
      await ownFolder(folder);
      const full = await makeRoom({ folder, bootId, wallMs: wallMs() });
      if (full !== null) return { ok: false, reason: full };
      const job = await place(folder, options);
      if (job === null) return { ok: true, isNew: false, job: await placedBefore(folder, id) };
      begin(job.files, options);
      return { ok: true, isNew: true, job };
    } catch (error) {
      reasons.push(`${folder}: ${messageOf(error)}`);
    }
  }
  return { ok: false, reason: `No folder takes a job. ${reasons.join(' ')}` };
}

/** The folder appears under its name with all that belongs to it. @returns null where somebody else was first. */
async function place(folder: string, options: StartOptions): Promise<KeptJob | null> {
  const { id, kind, given, bootId, wallMs } = options;
  const starter = await ownMark();
  const state: JobState = {
    schema: 1,
    id,
    kind,
    arguments: options.arguments,
    beganAtMs: wallMs(),
    bootId,
    starter,
  };
  const temporary = await mkdtemp(join(folder, '.new-'));
  const within = filesOfJob(temporary);
  const target = folderOfJob(folder, id);
  try {
    await writeFile(within.state, `${JSON.stringify(state)}\n`, { mode: 0o600 });
    await writeFile(within.events, '', { mode: 0o600 });
    await writeFile(within.errors, '', { mode: 0o600 });
    if (given !== null) await writeFile(within.given, given, { mode: 0o600 });
    // A folder that is not empty is never replaced (rename(2)).
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) return null;
    throw error;
  }
  return { files: filesOfJob(target), state };
}

/** @throws Error where what stands in the job's place is none that can be read, as one of a newer agent. */
async function placedBefore(folder: string, id: string): Promise<KeptJob> {
  const job = await findJob([folder], id);
  if (job === null) throw new Error(`${id} is there and cannot be read.`);
  return job;
}

/** In a session of its own, so that nothing that ends the caller's ends it. */
function begin(files: JobFiles, { program, id }: StartOptions): void {
  const errors = openSync(files.errors, 'a');
  const child = spawn(program.path, [...program.args, id], {
    detached: true,
    cwd: '/',
    stdio: ['ignore', 'ignore', errors],
    env: jobEnvironment(),
  });
  close(errors, () => {});
  const giveUp = () => void giveUpOn(files).catch(() => {});
  child.once('error', giveUp);
  child.once('exit', giveUp);
  child.unref();
}

/** What the agent is set by, but nothing that lets one in anywhere. */
const agentsOwn = /^(POD_AGENT|RUNPOD)_[A-Z0-9_]+$/;
const secret = /KEY|TOKEN|SECRET|PASSWORD|NOTIFY|AUTH|CREDENTIAL/;

function jobEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => agentsOwn.test(name) && !secret.test(name));
  return { ...Object.fromEntries(own), ...childEnvironment(null) };
}

/** What was given for a job before it began; see give.ts. */
export async function readGiven(files: JobFiles): Promise<string | null> {
  return readFile(files.given, 'utf8').catch(() => null);
}
