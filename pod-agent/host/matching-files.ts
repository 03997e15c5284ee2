/** The texts of all files that match a glob, one after the other, as `cat` prints them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileFailure } from './file-failure.ts';
import type { Answer } from './host.ts';

/** As many processes as a host has by default, and far above what runs in a pod. */
const maxFiles = 32_768;
const maxTotalLength = 8 * 1024 * 1024;

/** `glob` knows `*` and classes such as `[0-9]`, within one segment of the path; a leading dot is not matched by `*`. */
export function answerMatchingFiles(glob: string, root: string): Answer {
  const texts: string[] = [];
  let length = 0;
  let failure: Answer | null = null;
  for (const path of pathsMatching(glob, root).slice(0, maxFiles)) {
    try {
      const text = readFileSync(path, 'utf8');
      length += text.length;
      if (length > maxTotalLength) break;
      texts.push(text);
    } catch (error) {
      // A process may end between the listing and the reading; the others still count.
      failure ??= fileFailure(error, path);
    }
  }
  if (texts.length > 0) return { ok: true, text: texts.join('') };
  return failure ?? { ok: false, reason: 'absent', message: `Nothing matches ${glob}.` };
}

function pathsMatching(glob: string, root: string): readonly string[] {
  let paths: readonly string[] = [root];
  for (const segment of glob.split('/').filter((part) => part !== '')) {
    paths = /[*[]/.test(segment)
      ? paths.flatMap((path) => namesMatching(path, segment).map((name) => join(path, name)))
      : paths.map((path) => join(path, segment));
  }
  return paths;
}

function namesMatching(folder: string, segment: string): readonly string[] {
  const source = segment
    .replace(/[.+?^${}()|\\]/g, '\\$&')
    .replace(/^\*/, '(?!\\.)*')
    .replace(/\*/g, '.*');
  const pattern = new RegExp(`^${source}$`, 's');
  try {
    return readdirSync(folder).filter((name) => pattern.test(name));
  } catch {
    return [];
  }
}
