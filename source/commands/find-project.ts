/** Which pod-engine.yaml a command means: the one named, or the nearest one upwards from the working folder. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export const projectFileName = 'pod-engine.yaml';

export type FoundProject =
  | { readonly ok: true; readonly file: string }
  | { readonly ok: false; readonly reason: string };

/** `named` may be a folder. */
export function findProject(named: string | undefined, folder: string): FoundProject {
  if (named !== undefined) {
    const path = resolve(folder, named);
    const file = isFolder(path) ? join(path, projectFileName) : path;
    return existsSync(file) ? { ok: true, file } : { ok: false, reason: missing(file) };
  }
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, projectFileName);
    if (existsSync(file)) return { ok: true, file };
    if (dirname(at) === at) break;
  }
  return {
    ok: false,
    reason: `There is no ${projectFileName} in ${folder} or above it. pod-engine init writes one.`,
  };
}

function missing(file: string): string {
  return `There is no ${file}. pod-engine init writes one.`;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
