/** Changes of the machine on which this program runs. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Changes, Written } from './changes.ts';
import type { Child } from './child.ts';
import { findCommand } from './command-lookup.ts';
import { runCommand } from './run-command.ts';
import { createSharedQuestions } from './shared-questions.ts';

export type LocalChanges = Changes & {
  /** Ends every command that still runs. */
  close(): void;
};

export function createLocalChanges(): LocalChanges {
  const questions = createSharedQuestions();
  const children = new Set<Child>();

  function own(child: Child): void {
    children.add(child);
    child.process.once('close', () => children.delete(child));
  }

  return {
    writeFile: writeExisting,
    run([name, ...args], timeoutMs) {
      const path = findCommand(name, null);
      if (path === null) return Promise.resolve({ ok: false, reason: 'absent', message: notFound(name) });
      const question = () => runCommand({ path, args, root: null, timeoutMs, onStart: own });
      // A tool that its driver holds may outlive its end; its caller does not wait for that.
      return questions.ask({ key: [path, ...args].join(' '), timeoutMs, question });
    },
    close() {
      for (const child of children) child.end();
    },
  };
}

/** Not with `writeFile` of Node, which would make a file where the kernel has no such setting. */
async function writeExisting(path: string, text: string): Promise<Written> {
  try {
    const file = await open(path, constants.O_WRONLY);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    return { ok: true };
  } catch (error) {
    return refused(error);
  }
}

/** Node's message is `EROFS: read-only file system, open '/proc/...'`. */
function refused(error: unknown): Written {
  const message = error instanceof Error ? error.message : String(error);
  const [, errno = null, words = message] = /^(E[A-Z0-9]+): ([^,]+)/.exec(message) ?? [];
  return { ok: false, errno, message: words };
}

function notFound(name: string): string {
  return `${name} is in none of the folders where commands are looked up.`;
}
