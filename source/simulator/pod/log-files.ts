/**
 * What a machine made of text answers to the two scripts that read log files. Its files are those of /proc and the like,
 * so none matches a pattern, and whoever follows one waits for it, as in a pod where the program has not written yet.
 */
import type { CommandChannel } from './command-channel.ts';

const beatMs = 4000;

/** null: it is not the script that looks for files. */
export function foundFilesAnswer(script: string): string | null {
  if (!script.includes("printf 'end-of-files\\n'")) return null;
  const unmatched = [...script.matchAll(/printf 'none %s\\n' (\d+)/g)].map(([, index]) => `none ${index}`);
  return ['files', ...unmatched, 'end-of-files', ''].join('\n');
}

/** null: it is not the script that follows files. Else it resolves with the exit code. */
export function followAnswer(
  command: string,
  channel: CommandChannel,
  signal: AbortSignal,
): Promise<number> | null {
  const [, nonce, count] = /\bm=(pe[0-9a-f]+) n=(\d+) tail=/.exec(command) ?? [];
  if (nonce === undefined) return null;
  channel.write(`${nonce} h\n`);
  for (let index = 0; index < Number(count); index++) channel.write(`${nonce} w ${index} absent\n`);
  if (command.includes('say e; exit 0')) {
    channel.write(`${nonce} e\n`);
    return Promise.resolve(0);
  }
  return new Promise((resolve) => {
    const beating = setInterval(() => channel.writable && channel.write(`${nonce} h\n`), beatMs);
    const end = (): void => {
      clearInterval(beating);
      resolve(0);
    };
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
