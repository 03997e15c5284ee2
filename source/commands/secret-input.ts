/** Takes a secret from standard input, or asks for it without showing what is typed. It is never a flag: those are seen by all. */
import { createSecret, type Secret } from '../base/secret.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

const mostBytes = 1024 * 1024;

/** An exit code where there is none, after saying why. A line break at the end, which echo and editors add, is no part of it. */
export async function readSecret(context: CommandContext, what: string): Promise<Secret | ExitCode> {
  const text = process.stdin.isTTY === true ? await typedText(context, what) : await pipedText(context);
  if (typeof text === 'number') return text;
  const value = text.replace(/\r?\n$/, '');
  if (value !== '') return createSecret(value);
  context.say(`The ${what} is empty. Give it on standard input, or type it when it is asked for.\n`);
  return exitCodes.usage;
}

async function pipedText({ say, signal }: CommandContext): Promise<string | ExitCode> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const onAbort = (): void => void process.stdin.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for await (const chunk of process.stdin) {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      if (bytes > mostBytes) {
        say('Standard input holds more than 1 MiB: that is no secret.\n');
        return exitCodes.usage;
      }
      chunks.push(buffer);
    }
  } catch {
    return exitCodes.interrupted;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return signal.aborted ? exitCodes.interrupted : Buffer.concat(chunks).toString('utf8');
}

/** The terminal is set to raw before it asks, so that nothing typed is ever shown; it is always set back. */
function typedText({ say, signal }: CommandContext, what: string): Promise<string | ExitCode> {
  const { stdin } = process;
  return new Promise((resolve) => {
    let text = '';
    const end = (value: string | ExitCode): void => {
      signal.removeEventListener('abort', onAbort);
      stdin.off('data', onData).off('end', onEnd);
      stdin.setRawMode(false);
      stdin.pause();
      say('\n');
      resolve(value);
    };
    const onAbort = (): void => end(exitCodes.interrupted);
    const onEnd = (): void => end(exitCodes.interrupted);
    const onData = (chunk: Buffer): void => {
      const typed = typedInto(text, chunk.toString('utf8'));
      text = typed.text;
      if (typed.how !== 'more') end(typed.how === 'done' ? text : exitCodes.interrupted);
    };
    stdin.setRawMode(true);
    stdin.resume().on('data', onData).on('end', onEnd);
    signal.addEventListener('abort', onAbort, { once: true });
    // A Ctrl-C that came before was a signal.
    if (signal.aborted) onAbort();
    else say(`${what} (not shown): `);
  });
}

type Typed = { readonly text: string; readonly how: 'more' | 'done' | 'given-up' };

/** As a terminal edits a line: backspace, Ctrl-U, Ctrl-C and Ctrl-D; a line of a paste ends it. */
export function typedInto(before: string, keys: string): Typed {
  let text = before;
  for (const key of keys) {
    if (key === '\r' || key === '\n' || (key === '\u0004' && text !== '')) return { text, how: 'done' };
    if (key === '\u0003' || key === '\u0004') return { text: '', how: 'given-up' };
    if (key === '\u007f' || key === '\b') text = [...text].slice(0, -1).join('');
    else if (key === '\u0015') text = '';
    else if (key >= ' ') text += key;
  }
  return { text, how: 'more' };
}
