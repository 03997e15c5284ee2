/** Finds the .dockerignore that the build will follow. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type IgnoreFile, ignoresNothing, parseIgnoreFile } from './ignore-file.ts';

export type FoundIgnoreFile = {
  /** null: there is none. */
  readonly path: string | null;
  readonly rules: IgnoreFile;
};

/** One beside the Dockerfile, under its name (`app.Dockerfile.dockerignore`), counts over that of the context. */
export async function readIgnoreFile(build: {
  readonly context: string;
  readonly dockerfile: string;
}): Promise<FoundIgnoreFile> {
  for (const path of [`${build.dockerfile}.dockerignore`, join(build.context, '.dockerignore')]) {
    const text = await readFile(path, 'utf8').catch(nothingIfMissing);
    if (text !== null) return { path, rules: parseIgnoreFile(text) };
  }
  return { path: null, rules: ignoresNothing };
}

function nothingIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}
