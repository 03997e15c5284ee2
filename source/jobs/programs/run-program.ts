/** Runs a program to its end: its lines as they come, its whole output within a bound, ended with all its children. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { endGroup } from './end-group.ts';
import { endWithUs } from './end-with-us.ts';
import { createKeptOutput } from './kept-output.ts';
import { createLineDecoder } from './line-decoder.ts';
import { startFailureOf } from './start-failure.ts';

export type ProgramOptions = {
  readonly program: string;
  readonly words: readonly string[];
  readonly folder?: string;
  /** Added to this process's own, but for the key of the RunPod account: no program gets that. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Names of this process's own variables that the program does not get. */
  readonly withoutVariables?: readonly string[];
  /** Written to its standard input, which is closed then. Secrets go this way, never as words. */
  readonly input?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Each line as it came, without its ending. Not made safe. */
  readonly onLine?: (line: string, stream: 'out' | 'err') => void;
  /** Between TERM and KILL. */
  readonly killAfterMs?: number;
};

/** `stdout` and `stderr` hold at most a million characters, the newest of them. */
export type ProgramEnd =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  /** Killed by somebody else's signal. */
  | { readonly kind: 'killed'; readonly signal: string; readonly stdout: string; readonly stderr: string }
  /** It is not installed, or may not be run, or its folder is not there. `what` tells them apart. */
  | {
      readonly kind: 'missing';
      readonly reason: string;
      readonly what?: 'program' | 'folder' | 'other';
    }
  | { readonly kind: 'timeout'; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'stopped' };

export type RunProgram = (options: ProgramOptions) => Promise<ProgramEnd>;

const usualKillAfterMs = 5000;
/** What it left running in the background may hold its output open for ever. */
const outputAfterEndMs = 1500;
/** Beyond this a timer of Node fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * Never rejects. A program that is stopped or late gets TERM, and `killAfterMs` (five seconds) later KILL, with all of its
 * group; when this process ends before it, it gets TERM. What a program that ended by itself left running goes on, and is not
 * read any further.
 */
export async function runProgram(options: ProgramOptions): Promise<ProgramEnd> {
  if (options.signal.aborted) return { kind: 'stopped' };
  let child: ChildProcessWithoutNullStreams;
  try {
    child = start(options);
  } catch (error) {
    return await startFailureOf(error, { program: options.program, folder: options.folder });
  }
  const output = readOutput(child, options);
  // One that reads none of it closes the pipe, which is no fault.
  child.stdin.on('error', () => undefined).end(options.input ?? '');
  const ending = watchFor(child.pid, options);
  const hasEnded = endWithUs(child.pid);
  try {
    const exit = await Promise.race([exitOf(child), ending.wasEnded]);
    if (exit.kind === 'not-started') {
      return await startFailureOf(exit.error, { program: options.program, folder: options.folder });
    }
    const why = ending.why();
    // The program itself may have ended at once, and what it started not.
    if (why !== null) await ending.wasEnded;
    ending.dispose();
    hasEnded();
    await output.rest();
    if (why === 'stopped') return { kind: 'stopped' };
    const texts = output.texts();
    if (why === 'timeout' || exit.kind === 'given-up') return { kind: 'timeout', ...texts };
    return exit.exitCode === null
      ? { kind: 'killed', signal: exit.signal ?? 'unknown', ...texts }
      : { kind: 'ended', exitCode: exit.exitCode, ...texts };
  } finally {
    ending.dispose();
    hasEnded();
  }
}

function start(options: ProgramOptions): ChildProcessWithoutNullStreams {
  const { program, words, folder, environment = {}, withoutVariables = [] } = options;
  const without = [...accountKeys, ...withoutVariables];
  const own = Object.entries(process.env).filter(([name]) => !without.includes(name));
  return spawn(program, [...words], {
    ...(folder === undefined ? {} : { cwd: folder }),
    env: { ...Object.fromEntries(own), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, so that what it started ends with it, and the terminal's Ctrl-C does not.
    detached: true,
  });
}

/** It opens the whole account. Tests, hooks (git's too) and builds are code of the project, and of all that it uses. */
const accountKeys = ['RUNPOD_API_KEY'];

type Exit =
  | { readonly kind: 'exit'; readonly exitCode: number | null; readonly signal: string | null }
  | { readonly kind: 'not-started'; readonly error: Error }
  /** It was killed, and is still there. */
  | { readonly kind: 'given-up' };

function exitOf(child: ChildProcessWithoutNullStreams): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ kind: 'not-started', error }));
    child.once('exit', (exitCode, signal) => resolve({ kind: 'exit', exitCode, signal }));
  });
}

function readOutput(child: ChildProcessWithoutNullStreams, { onLine }: ProgramOptions) {
  const stdout = createKeptOutput();
  const stderr = createKeptOutput();
  const closed = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  const decoders = [
    [child.stdout, stdout, 'out'],
    [child.stderr, stderr, 'err'],
  ] as const;
  const ends = decoders.map(([readable, kept, stream]) => {
    const decoder = createLineDecoder((line) => onLine?.(line, stream));
    readable
      .setEncoding('utf8')
      .on('data', (text: string) => {
        kept.take(text);
        decoder.take(text);
      })
      .on('error', () => undefined);
    return decoder.end;
  });

  return {
    texts: () => ({ stdout: stdout.text(), stderr: stderr.text() }),
    /** What is still on its way, and then no more. */
    async rest(): Promise<void> {
      const patience = outputPatience();
      await Promise.race([closed, patience.over]);
      patience.dispose();
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
      for (const end of ends) end();
    },
  };
}

/** Disposed of, it keeps no process waiting that has nothing else to do. */
function outputPatience(): { readonly over: Promise<void>; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    // On a busy machine the timer may be first although there is something to read: one more turn reads it.
    timer = setTimeout(() => setImmediate(() => setImmediate(resolve)), outputAfterEndMs);
  });
  return { over, dispose: () => clearTimeout(timer) };
}

/** Ends the program when its time is up or the signal comes. */
function watchFor(pid: number | undefined, options: ProgramOptions) {
  const { signal, timeoutMs, killAfterMs = usualKillAfterMs } = options;
  let why: 'timeout' | 'stopped' | null = null;
  let resolveEnded: (exit: Exit) => void = () => undefined;
  const wasEnded = new Promise<Exit>((resolve) => {
    resolveEnded = resolve;
  });
  function end(reason: 'timeout' | 'stopped'): void {
    if (why !== null || pid === undefined) return;
    why = reason;
    void endGroup(pid, killAfterMs).over.then(() => resolveEnded({ kind: 'given-up' }));
  }
  const timer = setTimeout(() => end('timeout'), Math.min(timeoutMs, longestTimerMs));
  const stop = (): void => end('stopped');
  signal.addEventListener('abort', stop, { once: true });

  return {
    wasEnded,
    why: () => why,
    dispose(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}
