/** One run of git, in a folder, so that it never waits for a person and always speaks the same language. */
import type { ProgramEnd, RunProgram } from '../programs/run-program.ts';
import { failureOf } from './failure.ts';
import type { GitResult } from './git.ts';

export type GitAnswer = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

export type GitQuestion = {
  readonly words: readonly string[];
  /** What was wanted, to follow "cannot": "read the tags". */
  readonly wanted: string;
  readonly signal: AbortSignal;
  readonly input?: string;
  /** Exit codes that are an answer. Absent: only 0. */
  readonly answers?: readonly number[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string, stream: 'out' | 'err') => void;
};

export type AskGit = (question: GitQuestion) => Promise<GitResult<GitAnswer>>;

export type AskOptions = {
  readonly run: RunProgram;
  readonly folder: string;
  readonly timeoutMs: number;
};

export function createAsk({ run, folder, timeoutMs }: AskOptions): AskGit {
  return async ({ words, wanted, signal, input, answers = [0], environment = {}, onLine }) => {
    const end: ProgramEnd = await run({
      program: 'git',
      // A look takes no lock, so that it does not get in the way of somebody who commits at this moment.
      words: ['--no-optional-locks', ...words],
      ...{ folder, timeoutMs, signal },
      environment: { ...asNobodyIsThere, ...environment },
      withoutVariables: ofAnotherRepository,
      ...(input === undefined ? {} : { input }),
      ...(onLine === undefined ? {} : { onLine }),
    });
    if (end.kind === 'ended' && answers.includes(end.exitCode)) {
      return { ok: true, value: { exitCode: end.exitCode, stdout: end.stdout, stderr: end.stderr } };
    }
    return failureOf(end, { wanted, folder, timeoutMs });
  };
}

/** Nobody sees a question for a password, in the terminal or in a window. What git says is read, so it is English. */
const asNobodyIsThere = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  // Set and empty means none, also in place of core.askPass.
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
  SSH_ASKPASS_REQUIRE: 'never',
  GCM_INTERACTIVE: 'never',
  // Traces show headers with tokens.
  GIT_TRACE: '0',
  GIT_TRACE_CURL: '0',
  GIT_TRACE_PACKET: '0',
  GIT_CURL_VERBOSE: '0',
  GIT_PAGER: 'cat',
  GIT_EDITOR: 'true',
} as const;

/** Set within a hook of git, they would turn every answer to that repository. */
const ofAnotherRepository = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_SHALLOW_FILE',
  'GIT_QUARANTINE_PATH',
];
