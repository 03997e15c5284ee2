/** Lines of error logs, counted by class, with the patterns that are told most often. */
import type { Draft } from '../check.ts';
import { redactedLine } from '../redact.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import { type ErrorClass, errorClasses } from './classes.ts';
import { folded, mostCommon } from './fold.ts';

export type LogLine = { readonly text: string; readonly source: string };

const documentation = 'What the logs say';
const mostPatterns = 5;

/** @param lines Of the last minutes, each of them one that tells of trouble or might. */
export function judgeLines(lines: readonly LogLine[]): readonly Draft[] {
  return errorClasses.flatMap((kind) => {
    const own = lines.filter(({ text }) => classOf(text) === kind);
    return own.length === 0 ? [] : [ofClass(kind, own)];
  });
}

export function classOf(text: string): ErrorClass | undefined {
  return errorClasses.find(({ form }) => form.test(text));
}

function ofClass(kind: ErrorClass, lines: readonly LogLine[]): Draft {
  const last = lines.at(-1);
  const source = [...new Set(lines.map((line) => line.source))].slice(0, 3).join(', ');
  return trouble({
    id: kind.id,
    title: `${kind.title.charAt(0).toUpperCase()}${kind.title.slice(1)}: ${times(lines.length)} in 10 min`,
    status: lines.length >= kind.fromCount ? kind.status : 'info',
    evidence: [
      seen('lines of the last 10 min', String(lines.length), source, '0'),
      ...(last === undefined ? [] : [seen('the last one', redactedLine(last.text), last.source)]),
    ],
    causes: kind.causes,
    impact: kind.impact,
    fix: advice(kind.fix),
    documentation,
  });
}

/** What is told again and again, whatever it is. */
export function patterns(lines: readonly LogLine[]): readonly Draft[] {
  const common = mostCommon(
    lines.map(({ text }) => folded(text)),
    mostPatterns,
  );
  const top = common[0];
  if (top === undefined) return [];
  const source = [...new Set(lines.map((line) => line.source))].slice(0, 3).join(', ');
  return [
    trouble({
      id: 'logs-patterns',
      title: `${lines.length} lines of errors in 10 min; ${times(top.count)}: ${top.text.slice(0, 80)}`,
      status: 'info',
      evidence: common.map(({ text, count }) => seen(times(count), text, source)),
      documentation,
    }),
  ];
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
