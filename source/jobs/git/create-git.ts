/** The git of a folder: every question is a run of the `git` program there. */
import type { RunProgram } from '../programs/run-program.ts';
import { createAsk } from './ask.ts';
import type { Git } from './git.ts';
import { commitOfRemoteTag, pushTag, remoteOf, removeRemoteTag } from './remotes.ts';
import { readState } from './state.ts';
import { commitOfTag, removeTag, tagCommit, versionTags } from './tags.ts';

export type GitOptions = {
  readonly run: RunProgram;
  /** Absolute path; the repository's root may lie above it. */
  readonly folder: string;
  /** What each run of git may take. */
  readonly timeoutMs?: number;
  /** user@machine: who makes a tag where git does not know it. */
  readonly who?: string;
};

const usualTimeoutMs = 30_000;

export function createGit(options: GitOptions): Git {
  const { run, folder, timeoutMs = usualTimeoutMs, who = 'pod-engine@localhost' } = options;
  const ask = createAsk({ run, folder, timeoutMs });
  return {
    state: (signal) => readState(ask, folder, signal),
    versionTags: (signal) => versionTags(ask, signal),
    commitOfTag: (name, signal) => commitOfTag(ask, name, signal),
    tag: (request, signal) => tagCommit(ask, { ...request, who }, signal),
    removeTag: (name, signal) => removeTag(ask, name, signal),
    remote: (signal) => remoteOf(ask, signal),
    commitOfRemoteTag: (remote, name, signal) => commitOfRemoteTag(ask, { remote, name }, signal),
    pushTag: (remote, name, signal) => pushTag(ask, { remote, name }, signal),
    removeRemoteTag: (remote, name, signal) => removeRemoteTag(ask, { remote, name }, signal),
  };
}
