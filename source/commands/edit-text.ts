/** A text in the operator's own editor: a private file that is gone afterwards. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandContext } from './command.ts';

/** null where there is no terminal, no editor, or the editor failed; then that was said. */
export async function editText(context: CommandContext, text: string): Promise<string | null> {
  if (process.stdin.isTTY !== true || !context.interactive) {
    context.say('There is no terminal to edit on. Give the settings by --settings FILE, or - for stdin.\n');
    return null;
  }
  const edited = await editedText(editorOf(context.environment), text);
  if (edited.ok) return edited.text;
  context.say(`${edited.reason}\n`);
  return null;
}

/** Runs the editor on the terminal that this process has. */
export async function editedText(
  editor: string,
  text: string,
): Promise<{ readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'pod-engine-'));
  const file = join(folder, 'settings.yaml');
  try {
    await writeFile(file, text, { mode: 0o600, flag: 'wx' });
    const reason = await runEditor(editor, file);
    if (reason !== null) return { ok: false, reason };
    return { ok: true, text: await readFile(file, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function editorOf(environment: CommandContext['environment']): string {
  return environment.VISUAL || environment.EDITOR || 'vi';
}

/** As git runs it: by the shell, since $EDITOR may hold arguments. @returns Why it failed; null when it did not. */
function runEditor(editor: string, file: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
    child.on('error', (error) => resolve(`The editor "${editor}" cannot be run: ${error.message}.`));
    child.on('exit', (code, signal) => {
      if (code === 0) resolve(null);
      else resolve(`The editor "${editor}" ended with ${signal ?? code}: nothing was changed.`);
    });
  });
}
