/** Why a change was not made: from what the kernel or a tool answered. Pure. */
import type { Written } from '../host/changes.ts';
import type { Answer } from '../host/host.ts';
import type { Refusal } from './tuning.ts';

const refusals: ReadonlySet<string | null> = new Set(['EROFS', 'EPERM', 'EACCES']);

/** What tools print for the errors they met, in the C locale. The first that fits is taken. */
const wordings: readonly { readonly pattern: RegExp; readonly errno: string }[] = [
  { pattern: /Operation not permitted/, errno: 'EPERM' },
  { pattern: /Permission denied/, errno: 'EACCES' },
  { pattern: /Read-only file system/, errno: 'EROFS' },
  { pattern: /No such process/, errno: 'ESRCH' },
  { pattern: /Invalid argument/, errno: 'EINVAL' },
];

const maxMessageLength = 200;

export function refusalOfWriting(written: Written): Refusal | null {
  if (written.ok) return null;
  const { errno, message } = written;
  return { kind: refusals.has(errno) ? 'refused' : 'failed', errno, message };
}

/** @param about The tool's name, and the Debian package that brings it. */
export function refusalOfTool(
  about: { readonly tool: string; readonly package: string },
  answer: Answer,
): Refusal | null {
  if (!answer.ok && answer.reason === 'absent') return absent(about);
  if (!answer.ok) return { kind: 'failed', errno: null, message: answer.message.replace(/\.$/, '') };
  if (answer.exitCode === 0) return null;
  const message = firstLineOf(answer) ?? `${about.tool} exited with ${answer.exitCode}`;
  const errno = wordings.find(({ pattern }) => pattern.test(message))?.errno ?? null;
  return { kind: refusals.has(errno) ? 'refused' : 'failed', errno, message };
}

/** What a tool said, without a full stop; null where it said nothing. */
export function firstLineOf(answer: Extract<Answer, { ok: true }>): string | null {
  const lines = `${answer.errorText ?? ''}\n${answer.text}`.split('\n').map((line) => line.trim());
  const first = lines.find((line) => line !== '');
  return first === undefined ? null : first.replace(/\.$/, '').slice(0, maxMessageLength);
}

function absent(about: { readonly tool: string; readonly package: string }): Refusal {
  return {
    kind: 'failed',
    errno: 'ENOENT',
    message: `${about.tool} is not there`,
    fix: `Install the package ${about.package}, which has ${about.tool}.`,
  };
}
