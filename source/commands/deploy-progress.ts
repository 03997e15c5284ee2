/** A deploy's events on the command line as they come: JSON lines, or text for people. */
import type { JobEvent } from '../../pod-agent/protocol/job-events.ts';
import type { Job } from '../jobs/model/job.ts';
import { outcomeLooks } from '../jobs/model/looks.ts';
import type { CommandContext } from './command.ts';
import { durationText } from './duration-text.ts';
import { eventLine } from './job-document.ts';

/**
 * Called with each new state of the job. What goes on is said on standard error; what is where, which the last step tells, is
 * what came of it, and stands on standard output.
 */
export function deployProgress(context: CommandContext): (job: Job) => void {
  const text = progressText();
  let last = 0;
  return (job) => {
    const [run] = job.runs;
    if (run === undefined) return;
    for (const event of run.events) {
      if (event.sequence <= last) continue;
      last = event.sequence;
      if (context.flags.jsonl === true) {
        context.print(eventLine(job, run, event));
        continue;
      }
      const { isResult, lines } = text(event);
      const tell = isResult && context.flags.json !== true ? context.print : context.say;
      for (const line of lines) tell(`${line}\n`);
    }
  };
}

type Told = { readonly isResult: boolean; readonly lines: readonly string[] };

/**
 * A step is named when it begins, since it may take minutes. Those within it are named when they end: many go on at the same
 * time, and a beginning far from its end tells nothing.
 */
export function progressText(): (event: JobEvent) => Told {
  const titles = new Map<string, string>();
  let outer = '';
  return (event) => {
    switch (event.kind) {
      case 'step-began':
        titles.set(event.step, event.title);
        outer = event.step.split('/', 1)[0] ?? event.step;
        return said(isWithin(event.step) ? [] : [`▸ ${event.title}`]);
      case 'step-ended':
        return said([endLine(event, titles.get(event.step) ?? event.step)]);
      case 'output':
        return outer === 'done' && event.level === 'info'
          ? { isResult: true, lines: [event.text] }
          : said([`    ${{ info: ' ', warn: '▲', error: '✖' }[event.level]} ${event.text}`]);
      default:
        return said([]);
    }
  };
}

function endLine(
  { step, outcome, text, tookMs }: Extract<JobEvent, { kind: 'step-ended' }>,
  title: string,
): string {
  const { glyph, word } = outcomeLooks[outcome];
  const took = tookMs < 1000 ? '' : ` (${durationText(tookMs)})`;
  if (!isWithin(step)) return `${glyph} ${step} ${word}: ${text}${took}`;
  return `  ${glyph} ${text.startsWith(`${title}:`) ? text : `${title}: ${text}`}${took}`;
}

/** A step within a step has its name after a slash. */
function isWithin(step: string): boolean {
  return step.includes('/');
}

function said(lines: readonly string[]): Told {
  return { isResult: false, lines };
}
