/** How the settings reach files and commands. */
import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';

export type FileRead =
  /** `mode`: permission bits, e.g. 0o600. */
  | { readonly kind: 'text'; readonly text: string; readonly mode: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly reason: string };

export type ReadFile = (path: string) => Promise<FileRead>;

export type CommandRun =
  | {
      readonly kind: 'ended';
      readonly exitCode: number | null;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'failed'; readonly reason: string };

export type RunCommand = (
  argv: readonly string[],
  options: { readonly timeoutMs: number },
) => Promise<CommandRun>;

/** Mode and text come from one opened file, so that it cannot be exchanged in between. */
export const readSettingsFile: ReadFile = async (path) => {
  try {
    const file = await open(path, 'r');
    try {
      const { mode, size } = await file.stat();
      if (size > largestFileBytes) return { kind: 'failed', reason: 'is larger than 1 MiB' };
      return { kind: 'text', text: await file.readFile('utf8'), mode: mode & 0o777 };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { kind: 'missing' }
      : { kind: 'failed', reason: `cannot be read (${code})` };
  }
};

/** Runs a command without a keyboard, and ends it with all its children at the deadline. */
export const runKeyCommand: RunCommand = ([program = '', ...args], { timeoutMs }) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let stdout = '';
    let stderr = '';
    const timer = setTimeout(() => {
      endGroup(child.pid);
      resolve({ kind: 'timeout' });
    }, timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout = (stdout + text).slice(0, mostOutput);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(0, mostOutput);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ kind: 'failed', reason: `cannot be started (${codeOf(error)})` });
    });
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ kind: 'ended', exitCode, stdout, stderr });
    });
  });

const largestFileBytes = 1024 * 1024;
const mostOutput = 64 * 1024;

/** The child leads a process group of its own. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself in the meantime.
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unknown reason';
}
