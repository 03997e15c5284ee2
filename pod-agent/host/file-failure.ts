/** Why a file gave no text, as an answer. */
import type { Answer } from './host.ts';

/** Far above the longest file that is read, /proc/stat of a large host. */
export const maxFileBytes = 4 * 1024 * 1024;

export type Failure = Extract<Answer, { ok: false }>;

export function fileFailure(error: unknown, path: string): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { ok: false, reason: 'absent', message: `${path} is not there.` };
    case 'EACCES':
    case 'EPERM':
      return { ok: false, reason: 'denied', message: `${path} may not be read.` };
    default: {
      const detail = error instanceof Error ? error.message : String(error);
      return { ok: false, reason: 'failed', message: `${path} cannot be read: ${detail}` };
    }
  }
}

export function tooLong(): Error {
  return new Error(`it is longer than ${maxFileBytes} bytes.`);
}
