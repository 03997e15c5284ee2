/** A line of a log on standard output: plain where it is piped, with colours on a terminal, or as JSON. */
import { fieldsOf } from '../logs/model/json-line.ts';
import type { ReadLine } from '../logs/model/line.ts';
import { plainLine } from '../logs/model/safe-line.ts';
import type { LogPod } from '../logs/model/snapshot.ts';
import { stableIndex } from '../logs/model/stable-index.ts';
import type { CommandContext } from './command.ts';
import type { LogsRequest } from './logs-request.ts';

export type LogPrinter = {
  line(line: ReadLine, origin: { readonly pod: LogPod; readonly source: string }): void;
  separator(): void;
};

/** Of the sixteen that every terminal has: cyan, green, yellow, magenta, blue, and their bright forms. */
const colours = [36, 32, 33, 35, 34, 96, 92, 93, 95, 94];
const reset = '\u001b[0m';

export function logPrinter(
  context: CommandContext,
  asked: LogsRequest,
  { podCount }: { readonly podCount: number },
): LogPrinter {
  const { print, interactive, environment, flags } = context;
  const isColoured =
    interactive &&
    !asked.json &&
    flags.color !== false &&
    (environment.NO_COLOR ?? '') === '' &&
    environment.TERM !== 'dumb';
  const named = (pod: LogPod): string => {
    if (podCount < 2) return '';
    return isColoured
      ? `\u001b[${colours[stableIndex(pod.name, colours.length)]}m${pod.name}${reset} `
      : `${pod.name} `;
  };
  return {
    separator: () => {
      if (!asked.json) print('--\n');
    },
    line(line, { pod, source }) {
      if (asked.json) return print(`${JSON.stringify(documentOf(line, pod, source))}\n`);
      const time = asked.timestamps && line.atMs !== null ? `${new Date(line.atMs).toISOString()} ` : '';
      const from = source === 'container' ? '' : `[${source}] `;
      const text = isColoured && line.text.includes('\u001b') ? `${line.text}${reset}` : line.text;
      print(`${named(pod)}${time}${from}${isColoured ? text : plainLine(text)}\n`);
    },
  };
}

function documentOf(line: ReadLine, pod: LogPod, source: string) {
  const text = plainLine(line.text);
  return {
    time: line.atMs === null ? null : new Date(line.atMs).toISOString(),
    pod: { id: pod.podId, name: pod.name },
    source,
    level: line.level === 'none' ? null : line.level,
    text,
    fields: fieldsOf(text),
  };
}
