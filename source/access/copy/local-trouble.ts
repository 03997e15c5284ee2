/** What this machine's files refused, in words: Node names the call and the number. */
import { messageOf } from '../../base/message-of.ts';
import { safeText } from '../../base/safe-text.ts';

/** Safe to show: the names of files may be the pod's. */
export function localTrouble(error: unknown): string {
  return safeText(inWords(error), { maxLength: 400 });
}

function inWords(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return messageOf(error);
  const what = reasons[String(error.code)];
  if (what === undefined) return messageOf(error);
  if (!('path' in error) || typeof error.path !== 'string') return what;
  return `${error.path.replace(partSuffix, '')}: ${what}`;
}

/** Of a file that is still being written. */
const partSuffix = /\.[0-9a-f]{12}\.part$/;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder on this machine',
  EACCES: 'this machine allows you no access to it',
  EPERM: 'this machine does not permit it',
  EROFS: 'it is on a file system of this machine that is read-only',
  ENOTDIR: 'a part of its path is no folder of this machine',
  EISDIR: 'it is a folder of this machine',
  ENOSPC: 'the disk of this machine is full',
  EDQUOT: 'your quota on this machine is used up',
  EMFILE: 'this machine allows no more open files',
};
