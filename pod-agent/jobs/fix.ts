/** A command line that an operator confirmed, run to its end: each line it prints is an event. */
import { appendFileSync } from 'node:fs';
import { type Child, startChild } from '../host/child.ts';
import { startOfProcess } from '../host/process-start.ts';
import type { JobEventBody, JobStream } from '../protocol/job-events.ts';
import { createLineDecoder } from '../protocol/line-decoder.ts';
import { oneLine } from '../protocol/one-line.ts';
import { createQueue, type Queue } from './event-queue.ts';

export type FixOptions = {
  /** For `sh -c`. */
  readonly command: string;
  readonly deadlineMs: number;
  /** Where the leader of the command's process group is written down, so that it is found when this process is killed. */
  readonly groupsFile: string;
  readonly signal: AbortSignal;
};

const maxLines = 10_000;
const maxLineBytes = 64 * 1024;
const maxTextLength = 2000;
const maxWaiting = 500;
/** A service that the command started may hold its output for as long as it lives, so that a pause is taken for the end. */
const pauseAfterEndMs = 500;
const longestAfterEndMs = 5000;

/** The verdict is the command's exit code: 0 is `pass`. */
export async function* fix(options: FixOptions): JobStream {
  const { command, deadlineMs, groupsFile, signal } = options;
  if (signal.aborted) return yield stopped;
  yield { kind: 'step-began', step: 'command', title: oneLine(command, 900) };
  const beganMs = performance.now();
  const child = startChild({ path: '/bin/sh', args: ['-c', command], root: null });
  const queue = createQueue<JobEventBody>();
  // Listened to before anything is waited for: a short command has ended by then.
  const ended = runToItsEnd(child, queue);
  await noteGroup(groupsFile, child);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.end();
  }, deadlineMs);
  const endChild = () => child.end();
  signal.addEventListener('abort', endChild, { once: true });
  if (signal.aborted) endChild();
  try {
    for (let body = await queue.next(); body !== null; body = await queue.next()) yield body;
    const end = await ended;
    const tookMs = Math.round(performance.now() - beganMs);
    const late = isLate ? `did not end within ${deadlineMs / 1000} s and was ended` : null;
    const text = late ?? end.text;
    const isDone = end.isDone && late === null;
    const outcome = isDone ? 'pass' : 'fail';
    yield { kind: 'step-ended', step: 'command', outcome, text, tookMs };
    // Asked to stop, it was ended from here; what it says of that is no answer of the command.
    if (signal.aborted && !isDone) yield stopped;
    else yield { kind: 'verdict', verdict: outcome, text: `The command ${text}.`, exitCode: isDone ? 0 : 2 };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', endChild);
  }
}

const stopped: JobEventBody = {
  kind: 'verdict',
  verdict: 'stopped',
  text: 'stopped by the operator',
  exitCode: 3,
};

type End = { readonly isDone: boolean; readonly text: string };

async function noteGroup(file: string, { process }: Child): Promise<void> {
  if (process.pid === undefined) return;
  const start = await startOfProcess(process.pid);
  appendFileSync(file, `${JSON.stringify({ pid: process.pid, start })}\n`, { mode: 0o600 });
}

function runToItsEnd(child: Child, queue: Queue<JobEventBody>): Promise<End> {
  const { stdout, stderr } = child.process;
  let lineCount = 0;
  function take(level: 'info' | 'warn', line: string): void {
    lineCount += 1;
    if (lineCount <= maxLines) queue.push({ kind: 'output', level, text: oneLine(line, maxTextLength) });
    if (lineCount === maxLines + 1) queue.push(tooMuch);
  }
  giveLines(stdout, queue, (line) => take('info', line));
  giveLines(stderr, queue, (line) => take('warn', line));
  return new Promise((resolve) => {
    const finish = (end: End) => {
      queue.end();
      resolve(end);
    };
    child.process.once('error', (error) =>
      finish({ isDone: false, text: `cannot be started: ${error.message}` }),
    );
    child.process.once('exit', (exitCode, signal) => {
      const text = signal === null ? `ended with exit code ${exitCode}` : `was ended by ${signal}`;
      const end = { isDone: exitCode === 0, text };
      const timers = [pauseAfterEndMs, longestAfterEndMs].map((afterMs) => setTimeout(settle, afterMs));
      for (const stream of [stdout, stderr]) stream?.on('data', () => timers[0]?.refresh());
      child.process.once('close', settle);
      function settle(): void {
        for (const timer of timers) clearTimeout(timer);
        stdout?.destroy();
        stderr?.destroy();
        finish(end);
      }
    });
  });
}

const tooMuch: JobEventBody = {
  kind: 'output',
  level: 'warn',
  text: `It prints more than ${maxLines} lines: the rest is left out.`,
};

/** While many lines wait, none is read, and the command waits at its full pipe. */
function giveLines(
  stream: NodeJS.ReadableStream | null,
  queue: Queue<JobEventBody>,
  onLine: (line: string) => void,
): void {
  const decoder = createLineDecoder({
    maxLineBytes,
    onLine,
    onDropped: ({ bytes }) => onLine(`(a line of ${bytes} bytes is left out)`),
  });
  stream?.on('data', (chunk: Buffer) => {
    decoder.push(chunk);
    if (queue.length() < maxWaiting) return;
    stream.pause();
    setImmediate(() => stream.resume());
  });
  stream?.once('end', () => decoder.end());
}
