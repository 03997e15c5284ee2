/** A .dockerignore file: which paths of the context the build does not get to see. */
import { posix } from 'node:path';
import { type IgnorePattern, ignorePattern } from './pattern.ts';

export type IgnoreFile = {
  /** `path` with /, from the context's root, without / in front. */
  ignores(path: string): boolean;
  /** Whether anything below this ignored folder may be taken back in, so that it has to be looked into. */
  mayTakeBackBelow(folder: string): boolean;
  /** Lines that are no pattern; builders refuse such a file. */
  readonly faults: readonly { readonly line: number; readonly text: string }[];
};

export const ignoresNothing: IgnoreFile = parseIgnoreFile('');

/** Later patterns count over earlier ones; a pattern that matches a folder holds for all below it. */
export function parseIgnoreFile(text: string): IgnoreFile {
  const faults: { line: number; text: string }[] = [];
  const patterns: IgnorePattern[] = [];
  for (const [at, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const written = patternText(line);
    if (written === null) continue;
    const pattern = written.text === '' ? null : ignorePattern(written.text, written.isException);
    if (pattern === null) faults.push({ line: at + 1, text: line });
    else patterns.push(pattern);
  }
  const exceptions = patterns.filter(({ isException }) => isException);
  return {
    faults,
    ignores: (path) => isIgnored(path, patterns),
    mayTakeBackBelow: (folder) => exceptions.some(({ text }) => mayMatchBelow(text, folder)),
  };
}

/** A comment has its # in the first column; a pattern loses the spaces around it, and the / in front. */
function patternText(line: string): { readonly text: string; readonly isException: boolean } | null {
  if (line.startsWith('#')) return null;
  const trimmed = line.trim();
  if (trimmed === '') return null;
  const isException = trimmed.startsWith('!');
  const written = (isException ? trimmed.slice(1) : trimmed).trim();
  if (written === '') return { text: '', isException };
  const clean = posix.normalize(written).replace(/(?<=.)\/$/, '');
  return { text: clean.length > 1 ? clean.replace(/^\//, '') : clean, isException };
}

function isIgnored(path: string, patterns: readonly IgnorePattern[]): boolean {
  const names = path.split('/');
  const withParents = names.map((_, at) => names.slice(0, names.length - at).join('/'));
  let isOut = false;
  for (const { isException, form } of patterns) {
    // Only what would change the answer is looked at.
    if (isException !== isOut) continue;
    if (withParents.some((each) => form.test(each))) isOut = !isException;
  }
  return isOut;
}

/** By names from the left, until one may stand for any number of them. */
function mayMatchBelow(pattern: string, folder: string): boolean {
  const names = folder.split('/');
  for (const [at, part] of pattern.split('/').entries()) {
    if (part.includes('**') || at >= names.length) return true;
    if (ignorePattern(part, true)?.form.test(names[at] ?? '') !== true) return false;
  }
  return false;
}
