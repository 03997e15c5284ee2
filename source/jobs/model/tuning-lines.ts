/** What an optimisation has come to: a row for each tuning, before and after, and the evidence folded under it. */
import type { OptimisationReport, TuningResult } from '../../../pod-agent/protocol/optimisation.ts';
import type { JobLine } from './line.ts';
import { tuningLooks } from './looks.ts';

const widestWord = Math.max(...Object.values(tuningLooks).map(({ word }) => word.length));

export function optimisationLines(report: OptimisationReport): JobLine[] {
  const titleWidth = Math.max(0, ...report.tunings.map(({ title }) => title.length));
  const lines = report.tunings.flatMap((tuning) => tuningLines(tuning, titleWidth));
  const heading: JobLine[] = report.dryRun
    ? [{ key: 'dry-run', role: 'info', indent: 0, text: '· dry run: nothing was changed', atMs: null }]
    : [];
  const unfinished: JobLine[] =
    report.unfinished.length === 0
      ? []
      : [
          {
            key: 'unfinished',
            role: 'unknown',
            indent: 0,
            text: `? not done in time: ${report.unfinished.join(', ')}`,
            atMs: null,
          },
        ];
  return [...heading, ...lines, ...unfinished].map((line) => ({ ...line, part: 'result' }));
}

export function tuningLines(tuning: TuningResult, titleWidth: number): JobLine[] {
  const { glyph, word, role } = tuningLooks[tuning.status];
  const key = `tuning:${tuning.id}`;
  const head: JobLine = {
    key,
    role,
    indent: 0,
    text: `${glyph} ${word.padEnd(widestWord)}  ${tuning.title.padEnd(titleWidth)}  ${changeOf(tuning)}`,
    atMs: null,
    tookMs: tuning.tookMs,
    isOpener: true,
  };
  return [
    head,
    ...detailsOf(tuning).map(
      (text, index): JobLine => ({
        key: `${key}:${index}`,
        role: 'dim',
        indent: 4,
        text,
        atMs: null,
        under: key,
      }),
    ),
  ];
}

function changeOf({ status, before, after, wanted }: TuningResult): string {
  const now = after ?? 'not known';
  if (status === 'already') return now;
  if (status === 'applied' || status === 'partial') return `${before ?? 'not known'} → ${now}`;
  if (status === 'not-applicable') return '';
  return `${before ?? 'not known'}, wanted ${wanted}`;
}

function detailsOf({ evidence, wanted, scope, errno, fix }: TuningResult): string[] {
  const owner = {
    process: 'single processes',
    container: 'the container',
    host: 'the host and all that run there',
  };
  return [
    `found   ${evidence}`,
    `wanted  ${wanted}; it is a setting of ${owner[scope]}`,
    ...(errno === null ? [] : [`refused ${errno}`]),
    ...(fix === null ? [] : [`fix     ${fix}`]),
  ];
}
