/** Runs a command to its end. */
import { StringDecoder } from 'node:string_decoder';
import { type Child, startChild } from './child.ts';
import type { Answer } from './host.ts';

export type RunOptions = {
  readonly path: string;
  readonly args: readonly string[];
  readonly root: string | null;
  readonly timeoutMs: number;
  onStart(child: Child): void;
};

const maxOutputLength = 1024 * 1024;
const maxErrorLength = 64 * 1024;

/** Settles when the command and all that hold its output have ended, which a hung driver may put off beyond the timeout. */
export function runCommand(options: RunOptions): Promise<Answer> {
  const child = startChild(options);
  options.onStart(child);
  return new Promise((resolve) => {
    let failure: Answer | null = null;
    function giveUp(reason: 'timeout' | 'failed', why: string): void {
      failure ??= { ok: false, reason, message: `${options.path} ${why}` };
      child.end();
    }
    const timer = setTimeout(
      () => giveUp('timeout', `did not end within ${options.timeoutMs} ms.`),
      options.timeoutMs,
    );
    const { stdout, stderr } = child.process;
    const output = collected(stdout, maxOutputLength, () =>
      giveUp('failed', `printed more than ${maxOutputLength} characters.`),
    );
    const errors = collected(stderr, maxErrorLength, () => {});
    child.process.once('error', (error) => giveUp('failed', `cannot be started: ${error.message}`));
    child.process.once('close', (exitCode, signal) => {
      clearTimeout(timer);
      if (exitCode === null) failure ??= endedBy(options.path, signal);
      resolve(
        failure ?? { ok: true, text: output.text(), exitCode: exitCode ?? 0, errorText: errors.text() },
      );
    });
  });
}

function endedBy(path: string, signal: string | null): Answer {
  return { ok: false, reason: 'failed', message: `${path} was ended by ${signal ?? 'an unknown cause'}.` };
}

/** Text up to a length; what comes after is read and forgotten, so that the command is never stopped by a full pipe. */
function collected(
  stream: NodeJS.ReadableStream | null,
  maxLength: number,
  onFull: () => void,
): { text(): string } {
  const decoder = new StringDecoder('utf8');
  let text = '';
  stream?.on('data', (chunk: Buffer) => {
    if (text.length >= maxLength) return;
    text += decoder.write(chunk);
    if (text.length < maxLength) return;
    text = text.slice(0, maxLength);
    onFull();
  });
  return { text: () => text };
}
