/** `tail`, `head` and `ls` of the few files that the machine has for them. */
import type { MachineMoment } from '../machine.ts';
import { accessLogText } from '../texts/access-log.ts';
import { type Execution, printed } from './execution.ts';

const logs: Readonly<Record<string, (moment: MachineMoment) => string>> = {
  '/var/log/nginx/access.log': accessLogText,
  '/var/log/nginx/error.log': () => '',
};

/** What a pattern of a shell finds among the logs. */
export function logsLike(pattern: string): readonly string[] {
  const source = pattern.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '[^/]*');
  return Object.keys(logs).filter((path) => new RegExp(`^${source}$`).test(path));
}

/** Whole, as none of them is long. */
export function fileEnd(moment: MachineMoment, words: readonly string[]): Execution {
  const path = words.at(-1) ?? '';
  const text = Object.hasOwn(logs, path) ? logs[path] : undefined;
  return text === undefined ? missing('cannot open', [path]) : printed(text(moment));
}

export function list(_moment: MachineMoment, words: readonly string[]): Execution {
  return missing(
    'cannot access',
    words.filter((word) => word.startsWith('/')),
  );
}

function missing(what: string, paths: readonly string[]): Execution {
  const stderr = paths.map((path) => `${what} '${path}': No such file or directory\n`).join('');
  return { stdout: '', stderr, exitCode: 2 };
}
