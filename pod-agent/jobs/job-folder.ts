/** One job's folder: what it was begun with, which process does it, what it said, and what was said of its end. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOfProcess } from '../host/process-start.ts';
import { type Guard, list, nullable, oneOf, shape, string } from '../protocol/guards.ts';
import type { JobKind } from '../protocol/job-events.ts';
import type { StopHow } from '../protocol/job-wire.ts';
import { count, name, processId, sentence, wallMs } from '../protocol/quantities.ts';

/** A process, known by its number and its start. */
export type ProcessMark = { readonly pid: number; readonly start: string };

/** `state.json`: written before the job is there for others to see, and never after. */
export type JobState = {
  readonly schema: number;
  readonly id: string;
  readonly kind: JobKind;
  readonly arguments: readonly string[];
  readonly beganAtMs: number;
  /** Of the machine on which it was begun. */
  readonly bootId: string | null;
  /** Who starts the process. */
  readonly starter: ProcessMark;
};

export type JobFiles = {
  readonly folder: string;
  readonly state: string;
  /** Of the process that does it; written once. A pid of 0 says that there will be none. */
  readonly process: string;
  readonly events: string;
  /** The final verdict of a job that could not say one itself; written once. */
  readonly epitaph: string;
  /** How it was told to stop by force. */
  readonly stop: string;
  /** Leaders of process groups that the job started. */
  readonly groups: string;
  /** What a job was given that is not to stand in a process list. */
  readonly given: string;
  /** Standard error of the process. */
  readonly errors: string;
};

export function filesOfJob(folder: string): JobFiles {
  const at = (file: string) => join(folder, file);
  return {
    folder,
    state: at('state.json'),
    process: at('process.json'),
    events: at('events.jsonl'),
    epitaph: at('epitaph.json'),
    stop: at('stop.json'),
    groups: at('groups.jsonl'),
    given: at('given'),
    errors: at('errors.txt'),
  };
}

export async function readState(files: JobFiles): Promise<JobState | null> {
  return readChecked(files.state, stateGuard);
}

export async function readProcess(files: JobFiles): Promise<ProcessMark | null> {
  return readChecked(files.process, markGuard);
}

export async function readStop(files: JobFiles): Promise<StopHow | null> {
  return (await readChecked(files.stop, stopGuard))?.how ?? null;
}

/** Those that can be read; the last line may be torn. */
export async function readGroups(files: JobFiles): Promise<readonly ProcessMark[]> {
  const text = await readFile(files.groups, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => checked(line, markGuard) ?? []);
}

export async function ownMark(): Promise<ProcessMark> {
  return { pid: process.pid, start: await startOfProcess(process.pid) };
}

export async function isRunning({ pid, start }: ProcessMark): Promise<boolean> {
  return pid > 0 && start !== '' && (await startOfProcess(pid)) === start;
}

const kind = oneOf<JobKind>({ diagnose: true, benchmark: true, optimise: true, fix: true });

const markGuard = shape<ProcessMark>({ pid: processId, start: string(32) });

const stateGuard = shape<JobState>({
  schema: count,
  id: name,
  kind,
  arguments: list(sentence, 64),
  beganAtMs: wallMs,
  bootId: nullable(name),
  starter: markGuard,
});

const stopGuard = shape<{ readonly how: StopHow }>({
  how: oneOf<StopHow>({ ask: true, term: true, kill: true }),
});

async function readChecked<T>(path: string, guard: Guard<T>): Promise<T | null> {
  return checked(await readFile(path, 'utf8').catch(() => ''), guard);
}

function checked<T>(text: string, guard: Guard<T>): T | null {
  try {
    return guard(JSON.parse(text), { path: [], dropped: [], misfits: [] }) ?? null;
  } catch {
    return null;
  }
}
