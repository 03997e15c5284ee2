/** How bad a line is, by what stands in it. A few rules, in the order of how sure each is; the first that knows wins. */
import { fieldsOf, levelFieldOf } from './json-line.ts';
import type { LogLevel } from './line.ts';
import { plainLine } from './safe-line.ts';

export function levelOf(text: string): LogLevel {
  const plain = plainLine(text);
  if (plain.startsWith('{')) {
    const fields = fieldsOf(plain);
    if (fields !== null) return levelOfField(levelFieldOf(fields)) ?? levelOfStatus(fields.status) ?? 'none';
  }
  for (const rule of rules) {
    const level = rule(plain);
    if (level !== null) return level;
  }
  return 'none';
}

type Rule = (text: string) => LogLevel | null;

/** `… "GET /x HTTP/1.1" 502 157 …`, the common log format of nginx and Apache. */
const access = /"[A-Z]{3,10} [^"]{0,4096}" (\d{3}) /;
/** "2026/11/25 22:35:48 [error] 31#31: …", nginx's error log. */
const nginxError = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[(\w+)\]/;
/** klog and glog: "E1125 22:35:48.123456 …". */
const glog = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
/** level=warn, severity: error. */
const assigned = /\b(?:level|lvl|severity)["']?\s?[=:]\s?["']?([A-Za-z]+)/;
/** A level as a word of its own near the start: "ERROR:", "[warn]", "| INFO |". In capitals, or with a mark beside it. */
const capital =
  /(?:^|[\s[(|<:])(FATAL|CRITICAL|ERROR|ERR|PANIC|WARNING|WARN|NOTICE|INFO|DEBUG|TRACE)(?=$|[\s\])|>:,-])/;
const marked = /^[^a-z]{0,40}[[(<]?\b([Ee]rror|[Ww]arning|[Ww]arn|[Ff]atal|[Ii]nfo|[Dd]ebug)\b[\])>]?:/;
const bracketed = /[[(<](error|warning|warn|fatal|crit|alert|emerg|info|notice|debug|trace)[\])>]/;
/** "ValueError: …", "torch.OutOfMemoryError: …", "panic: …", a traceback's first line. */
const thrown =
  /^(?:Traceback \(most recent call last\)|[\w.]{0,120}(?:Error|Exception)(?::|$)|panic: |Segmentation fault|Killed$|Aborted|Uncaught |Unhandled |RuntimeError|fatal error:|CUDA (?:error|out of memory))/;

const rules: readonly Rule[] = [
  (text) => (text.includes('" ') ? levelOfStatus(access.exec(text)?.[1]) : null),
  (text) => levelOfField(nginxError.exec(text)?.[1]),
  (text) => levelOfField(glog.exec(text)?.[1]),
  (text) => levelOfField(assigned.exec(text.slice(0, 400))?.[1]),
  (text) => levelOfField(capital.exec(text.slice(0, 120))?.[1]),
  (text) => levelOfField(marked.exec(text.slice(0, 120))?.[1]),
  (text) => levelOfField(bracketed.exec(text.slice(0, 120))?.[1]),
  (text) => (thrown.test(text) ? 'error' : null),
];

/** 5xx is the server's failure; 4xx is the visitor's, and worth a look. */
function levelOfStatus(status: unknown): LogLevel | null {
  const code = Number(status);
  if (!(code >= 100 && code <= 599)) return null;
  if (code >= 500) return 'error';
  return code >= 400 ? 'warn' : 'info';
}

const words: Readonly<Record<string, LogLevel>> = {
  ...{ trace: 'debug', debug: 'debug', verbose: 'debug', d: 'debug' },
  ...{ info: 'info', information: 'info', notice: 'info', i: 'info' },
  ...{ warn: 'warn', warning: 'warn', w: 'warn' },
  ...{ error: 'error', err: 'error', fatal: 'error', critical: 'error', crit: 'error', alert: 'error' },
  ...{ emerg: 'error', panic: 'error', severe: 'error', e: 'error', f: 'error' },
};

function levelOfField(value: unknown): LogLevel | null {
  if (typeof value === 'string') {
    const word = value.toLowerCase();
    return Object.hasOwn(words, word) ? (words[word] ?? null) : null;
  }
  // pino and bunyan: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal.
  if (typeof value !== 'number') return null;
  if (value >= 50) return 'error';
  if (value >= 40) return 'warn';
  return value >= 30 ? 'info' : 'debug';
}
