/** Where there is one line for all output: the job that goes on, and the one that ended last. */
import type { Job } from '../../../jobs/model/job.ts';
import { elapsedMs, isJobOver, jobFraction, runningJobs } from '../../../jobs/model/questions.ts';
import { gauge } from '../../draw/gauge.ts';
import { jobSign, kindText, podsText } from '../../draw/job-look.ts';
import type { Span } from '../../draw/paint.ts';
import { fitItems, type Item } from '../../draw/rows.ts';
import { elapsedText } from '../../draw/time.ts';
import type { Frame } from '../../frame.ts';
import { keyOf } from '../../keys/bound.ts';

/** None where no job was started here, or the console itself has said something since the last one ended. */
export function jobStatusSpans({ jobs, fleet, clockMs, view }: Frame, width: number): Span[] {
  const running = runningJobs(jobs);
  const [ended] = jobs.jobs
    .filter((job) => job.origin === 'here' && isJobOver(job))
    .sort((left, right) => (right.endedAtMs ?? 0) - (left.endedAtMs ?? 0));
  const saidAtMs = fleet.output[fleet.output.length - 1]?.atMs ?? 0;
  if (running.length === 0 && (ended === undefined || (ended.endedAtMs ?? 0) < saidAtMs)) return [];
  const items: Item[] = [
    ...running.map((job, index) => ({
      spans: index === 0 ? runningSpans(job, clockMs) : shortSpans(job),
      rank: index,
    })),
    ...(ended === undefined ? [] : [{ spans: endedSpans(ended, width), rank: 2 }]),
    {
      spans: [
        [keyOf('page.jobs', view), 'key'],
        [' jobs', 'dim'],
      ],
      rank: 9,
    },
  ];
  return [' ', ...fitItems(items, width - 1, '  ')];
}

function runningSpans(job: Job, nowMs: number): Span[] {
  const { glyph, role } = jobSign(job);
  const fraction = jobFraction(job);
  return [
    [glyph, role],
    [` #${job.number} `, 'dim'],
    [`${kindText(job)} ${podsText(job.runs)}`, 'title'],
    `  ${elapsedText(elapsedMs(job, nowMs))} `,
    ...(fraction === null
      ? []
      : [...gauge(fraction * 100, 12), [` ${Math.round(fraction * 100)}%`, 'text'] as const]),
  ];
}

/** The second and those after it: what they are, and how far. */
function shortSpans(job: Job): Span[] {
  const { glyph, role } = jobSign(job);
  const fraction = jobFraction(job);
  return [
    [glyph, role],
    [` #${job.number}`, 'dim'],
    fraction === null ? ` ${kindText(job)}` : ` ${Math.round(fraction * 100)}%`,
  ];
}

function endedSpans(job: Job, width: number): Span[] {
  const { glyph, word, role } = jobSign(job);
  return [
    [glyph, role],
    [` #${job.number} `, 'dim'],
    [width >= 100 ? `${kindText(job)} ${podsText(job.runs)}` : kindText(job), 'text'],
    [` ${word}`, role],
  ];
}
