/**
 * One ssh process that goes over a master's socket. Whether the server opened what was asked for stands only in ssh's own
 * log, which is kept apart from what the command prints.
 */
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { muxArguments } from './ssh-arguments.ts';

export type MuxClient = {
  readonly child: ChildProcessWithoutNullStreams;
  readonly opening: Promise<MuxOpening>;
};

export type MuxOpening =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused' }
  /** The master is gone, or ssh cannot be started. */
  | { readonly kind: 'gone'; readonly why: string }
  | { readonly kind: 'timeout' };

const lookEveryMs = 10;

export function startMuxClient(options: {
  readonly program: string;
  readonly socketPath: string;
  readonly logPath: string;
  readonly extra: readonly string[];
  readonly command?: string;
  readonly timeoutMs: number;
}): MuxClient {
  const { program, logPath, extra, timeoutMs } = options;
  const logging = ['-E', logPath, '-o', 'LogLevel=DEBUG1', '-o', 'EscapeChar=none'];
  const words = muxArguments({ ...options, extra: [...logging, ...extra] });
  const child = spawn(program, [...words], { stdio: 'pipe', detached: true });
  let ended: string | null = null;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', () => {
    ended ??= 'ssh ended at once';
  });
  // It ends before its input does, now and then.
  child.stdin.on('error', () => {});

  async function watch(): Promise<MuxOpening> {
    const untilMs = performance.now() + timeoutMs;
    for (;;) {
      const before = ended;
      const log = await readFile(logPath, 'utf8').catch(() => '');
      if (/master session id: \d/.test(log)) return { kind: 'opened' };
      if (/request failed/.test(log)) return { kind: 'refused' };
      if (before !== null) return { kind: 'gone', why: before };
      if (performance.now() > untilMs) return { kind: 'timeout' };
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }
  const opening = watch().finally(() => rm(logPath, { force: true }).catch(() => {}));
  return { child, opening };
}

const endWithinMs = 1000;

/** TERM, and KILL for one that takes no notice. Its master then closes the channel. */
export function endChild(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
  child.once('exit', () => clearTimeout(timer));
}
