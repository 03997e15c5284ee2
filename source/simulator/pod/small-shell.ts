/**
 * As much of a shell as the simulated machine has. Nothing that comes over SSH is ever run by a real one: whoever can reach
 * the loopback address may enter such a pod.
 */
import type { CommandChannel } from './command-channel.ts';

/** `printf 'format' WORD; the rest`: what it prints, and what is left to do. null for any other line. */
export function leadingPrintf(line: string): { readonly printed: string; readonly rest: string } | null {
  const [, format, word, rest] = /^printf '([^']*)' (\w{1,64}); (.+)$/s.exec(line) ?? [];
  if (format === undefined || word === undefined || rest === undefined) return null;
  return { printed: formatted(format, [word]), rest };
}

/** A script that prints which pod this is, in the form that it asks for. null for any other script. */
export function podIdAnswer(script: string, podId: string): string | null {
  if (!script.includes('RUNPOD_POD_ID')) return null;
  const [, format, word] = /^printf '([^']*)' (\w{1,64}) "\$p"$/m.exec(script) ?? [];
  return format === undefined || word === undefined ? null : formatted(format, [word, podId]);
}

/** A script that counts the cards that `nvidia-smi -L` lists, in the form that it asks for. null for any other script. */
export function cardsAnswer(script: string, list: () => string | null): string | null {
  const [, format] =
    /^cards=\$\(timeout \d+ nvidia-smi -L [^\n]*\nprintf '([^']*)' "\$\(/m.exec(script) ?? [];
  if (format === undefined) return null;
  const listed = list();
  return listed === null ? '' : formatted(format, [String(listed.match(/^GPU /gm)?.length ?? 0)]);
}

/**
 * The command of a script of one line, with its errors among its output and nothing for it to read but what a `printf` hands
 * it: so the agent is told to stop a job, and what a fix is to run. null for any other script.
 */
export function onlyCommand(script: string): string | null {
  const [, command] =
    /^(?:printf '%s' '(?:[^']|'\\'')*' \| )?([^|;&<>\n]+) 2>&1(?: <\/dev\/null)?\n$/.exec(script) ?? [];
  return command ?? null;
}

/** A copy's script, by its mark: it is told at once that there is no disk to copy to or from. null for any other line. */
export function copyAnswer(command: string): string | null {
  const [, mark] = /printf '\\''\\n@(\w{16,64}) begin\\n'\\''/.exec(command) ?? [];
  if (mark === undefined) return null;
  const end = `@${mark} end 1 ${'0'.repeat(64)}`;
  return `\n@${mark} begin\n\n@${mark} stop\n\n${end}\nthis pod is simulated: it has no disk to copy to or from\n`;
}

const maxScriptBytes = 256 * 1024;

/** Standard input to its end. */
export function inputOf(channel: CommandChannel): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let byteCount = 0;
    channel.on('data', (chunk: Buffer) => {
      byteCount += chunk.length;
      if (byteCount <= maxScriptBytes) chunks.push(chunk);
    });
    const end = () => resolve(Buffer.concat(chunks).toString('utf8'));
    channel.on('end', end);
    channel.on('close', end);
  });
}

/** `%s` and `\n`, which is all that is asked for. */
function formatted(format: string, words: readonly string[]): string {
  let at = 0;
  return format.replaceAll('\\n', '\n').replaceAll('%s', () => words[at++] ?? '');
}
