/** The machine itself: files, filesystems and commands of the pod in which this program runs. */
import files from 'node:fs/promises';
import { join } from 'node:path';
import { askHttp } from './ask-http.ts';
import type { Child } from './child.ts';
import { findCommand } from './command-lookup.ts';
import { answerEnvironment } from './environment.ts';
import { fileFailure, maxFileBytes, tooLong } from './file-failure.ts';
import { followCommand } from './follow-command.ts';
import type { Answer, CommandSource, Host, Source } from './host.ts';
import { createKeptFiles } from './kept-files.ts';
import { answerMatchingFiles } from './matching-files.ts';
import { runCommand } from './run-command.ts';
import { createSharedQuestions } from './shared-questions.ts';

export type LocalHostOptions = {
  /** A folder that stands for `/`: a made-up machine. Its commands are looked up within it alone. */
  readonly root: string | null;
};

export type LocalHost = Host & {
  /** Ends every command that still runs, and closes every file. */
  close(): void;
};

const plainFileTimeoutMs = 2000;

const noNetwork: Answer = { ok: false, reason: 'absent', message: 'A made-up machine has no network.' };

export function createLocalHost({ root }: LocalHostOptions): LocalHost {
  const keptFiles = createKeptFiles();
  const questions = createSharedQuestions();
  const children = new Set<Child>();
  const within = (path: string) => join(root ?? '/', path);

  function answer(source: Source): Promise<Answer> {
    switch (source.kind) {
      case 'file':
        return answerFile(source.path);
      case 'files':
        return Promise.resolve(answerMatchingFiles(source.glob, root ?? '/'));
      case 'filesystem': {
        const path = within(source.path);
        const question = () => filesystemSize(path);
        return questions.ask({ key: `The filesystem of ${path}`, timeoutMs: source.timeoutMs, question });
      }
      case 'environment': {
        const own = root === null ? process.env : {};
        return Promise.resolve(answerEnvironment({ names: source.names, root: root ?? '/', own }));
      }
      case 'command':
        return answerCommand(source);
      case 'http':
        return root === null ? askHttp(source) : Promise.resolve(noNetwork);
    }
  }

  /** A file of a made-up machine is a plain one, which may be replaced while it would be kept open. */
  function answerFile(path: string): Promise<Answer> {
    if (root === null && /^\/(proc|sys)\//.test(path)) return Promise.resolve(keptFiles.answer(path));
    const real = within(path);
    return questions.ask({ key: real, timeoutMs: plainFileTimeoutMs, question: () => fileText(real) });
  }

  function answerCommand({ argv: [name, ...args], timeoutMs }: CommandSource): Promise<Answer> {
    const path = findCommand(name, root);
    if (path === null) return Promise.resolve({ ok: false, reason: 'absent', message: notFound(name) });
    const question = () => runCommand({ path, args, root, timeoutMs, onStart: own });
    return questions.ask({ key: [path, ...args].join(' '), timeoutMs, question });
  }

  function own(child: Child): void {
    children.add(child);
    child.process.once('close', () => children.delete(child));
  }

  return {
    answer,
    follow({ argv: [name, ...args], onLine, onEnd }) {
      const path = findCommand(name, root);
      if (path === null) {
        // Whoever follows must have the handle before it hears of the end.
        queueMicrotask(() => onEnd({ exitCode: null, message: notFound(name) }));
        return { stop() {} };
      }
      const child = followCommand({ path, args, root }, { onLine, onEnd });
      own(child);
      return { stop: () => child.end() };
    },
    wallMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    close() {
      for (const child of children) child.end();
      keptFiles.close();
    },
  };
}

async function fileText(path: string): Promise<Answer> {
  try {
    const { size } = await files.stat(path);
    if (size > maxFileBytes) throw tooLong();
    return { ok: true, text: await files.readFile(path, 'utf8') };
  } catch (error) {
    return fileFailure(error, path);
  }
}

/**
 * Node gives the size of a block as the unit of its counts, as statfs(2) does. Before Node 18.15 it has no statfs, and
 * the answer is a failure.
 */
async function filesystemSize(path: string): Promise<Answer> {
  try {
    const { bsize, blocks, bfree, bavail, files: inodes, ffree } = await files.statfs(path);
    return { ok: true, text: `${[bsize, blocks, bfree, bavail, inodes, ffree].join(' ')}\n` };
  } catch (error) {
    return fileFailure(error, path);
  }
}

function notFound(name: string): string {
  return `${name} is in none of the folders where commands are looked up.`;
}
