/** Why a program could not be started. The system's own word is the same for a missing program and a missing folder. */
import { stat } from 'node:fs/promises';
import { messageOf } from '../../base/message-of.ts';

export type StartFailure = {
  readonly kind: 'missing';
  /** One sentence that names the program or the folder. */
  readonly reason: string;
  readonly what: 'program' | 'folder' | 'other';
};

export async function startFailureOf(
  error: unknown,
  { program, folder }: { readonly program: string; readonly folder: string | undefined },
): Promise<StartFailure> {
  const folderProblem = folder === undefined ? null : await problemOfFolder(folder);
  if (folderProblem !== null) return { kind: 'missing', what: 'folder', reason: folderProblem };
  const code = codeOf(error);
  if (code === 'ENOENT') return ofProgram(notInstalled(program));
  if (code === 'EACCES') return ofProgram(`"${program}" may not be run: permission denied.`);
  if (code === 'ENOEXEC') return ofProgram(`"${program}" is no program that this machine can run.`);
  const said = messageOf(error);
  return { kind: 'missing', what: 'other', reason: `"${program}" cannot be started: ${said}.` };
}

function ofProgram(reason: string): StartFailure {
  return { kind: 'missing', what: 'program', reason };
}

function notInstalled(program: string): string {
  // A script whose interpreter is missing gives the same error, and then the file is there.
  return program.includes('/')
    ? `There is no program "${program}", or what it needs to run is missing.`
    : `"${program}" is not installed, or not in PATH.`;
}

async function problemOfFolder(folder: string): Promise<string | null> {
  try {
    return (await stat(folder)).isDirectory() ? null : `"${folder}" is not a folder.`;
  } catch (error) {
    return codeOf(error) === 'ENOENT'
      ? `There is no folder "${folder}".`
      : `The folder "${folder}" cannot be entered: ${messageOf(error)}.`;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
