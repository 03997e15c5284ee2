/** The questions before a job that changes or loads a pod, and before leaving jobs behind. */
import type { Job } from '../../../jobs/model/job.ts';
import { isRunOver, runningJobs } from '../../../jobs/model/questions.ts';
import type { Box } from '../../draw/box.ts';
import { kindText, podsText } from '../../draw/job-look.ts';
import type { Span } from '../../draw/paint.ts';
import { brokenText } from '../../draw/wrap.ts';
import type { Frame } from '../../frame.ts';
import type { FixQuestion, Overlay } from '../../state/view.ts';
import { type ChoiceRow, choiceLines } from './choice-lines.ts';
import { answers, dialog, dialogWidth, type Fact, type SayFact, wrappedFacts } from './dialog.ts';
import { fact } from './dialog-parts.ts';

type Of<Kind extends Overlay['kind']> = Extract<Overlay, { readonly kind: Kind }>;

export function optimiseOverlay(frame: Frame, question: Of<'optimise'>): Box {
  const say = wrappedFacts(frame);
  return dialog(frame, `Optimise ${namesOf(frame, question.podIds)}`, {
    facts: [
      ...leftOutFacts(say, question.leftOut),
      say('changes', 'kernel and process settings, while the pod works', 'warn', 0),
      say('', 'open files, sockets, memory, GPU: as far as its container permits', 'dim', 3),
      say('lasts', 'until the pod restarts; its disks are not touched', 'ok', 1),
      say('shows', 'each setting before and after, as it was read', 'dim', 4),
    ],
    answers: [answers(frame, question.choice, 'optimise it')],
  });
}

export function fixOverlay(frame: Frame, question: FixQuestion): Box {
  const say = wrappedFacts(frame);
  return dialog(frame, `Fix on ${namesOf(frame, question.podIds)}`, {
    facts: [
      say('finding', question.title, 'warn', 4),
      say('does', question.text, 'dim', 2),
      commandFact(question.command, dialogWidth(frame) - 16),
      say('safe', 'it loses nothing and interrupts nobody', 'ok', 3),
      question.reversible
        ? say('undo', 'it can be taken back', 'ok', 1)
        : say('undo', 'it cannot be taken back', 'warn', 1),
      say('then', 'the diagnosis runs again', 'dim', 5),
    ],
    answers: [answers(frame, question.choice, 'run it')],
  });
}

const benchmarkRows: readonly ChoiceRow[] = [
  ['choice.none', 'No, leave it', ''],
  ['benchmark.quick', 'Quick', 'about 10 s'],
  ['benchmark.full', 'Full', 'about 60 s'],
  ['benchmark.quick-forced', 'Quick, forced', 'about 10 s, even if busy'],
  ['benchmark.forced', 'Full, forced', 'about 60 s, even if busy'],
];

export function benchmarkOverlay(frame: Frame, { podIds, leftOut, index }: Of<'benchmark'>): Box {
  const say = wrappedFacts(frame);
  return dialog(frame, `Benchmark ${namesOf(frame, podIds)}`, {
    facts: [
      ...leftOutFacts(say, leftOut),
      say('loads', 'the pod: whoever uses its web server may notice', 'warn', 0),
      say('', 'a busy pod is refused, unless forced', 'dim', 2),
    ],
    answers: choiceLines(frame.view, benchmarkRows, index),
  });
}

export function quitOverlay(frame: Frame, { index }: Of<'quit'>): Box {
  const running = runningJobs(frame.jobs);
  const count = running.length;
  const deploys = running.filter(({ kind }) => kind === 'deploy');
  const lost = running.filter((job) => !livesOn(job) && job.kind !== 'deploy');
  const rows: readonly ChoiceRow[] = [
    ['quit.wait', 'Wait', 'stay in the console'],
    ['quit.stop', 'Stop', stopText(count, deploys.length, frame.size.columns < 60)],
    [
      'quit.leave',
      'Leave',
      leaveText({ count, lost: lost.length, deploys: deploys.length }, frame.size.columns < 60),
    ],
  ];
  const most = frame.size.rows >= 20 ? 6 : 3;
  const rest: Fact[] = count > most ? [{ lines: [[`     and ${count - most} more`]], rank: 1 }] : [];
  return dialog(frame, count === 1 ? '1 job runs' : `${count} jobs run`, {
    facts: [
      ...running
        .slice(0, most)
        .map((job): Fact => ({ lines: [jobLine(job, frame.size.columns < 60)], rank: 0 })),
      ...rest,
    ],
    answers: choiceLines(frame.view, rows, index),
  });
}

/** A job lives on where all of its runs that go on do. */
function livesOn({ runs }: Job): boolean {
  return runs.every((run) => isRunOver(run) || run.livesInPod);
}

function jobLine(job: Job, isNarrow: boolean): Span[] {
  const what = isNarrow
    ? `#${job.number} ${kindText(job)}`
    : `#${job.number} ${kindText(job)} ${podsText(job.runs)}`;
  const fate: Span =
    job.kind === 'deploy'
      ? [isNarrow ? ' is undone' : ' is stopped and undone', 'warn']
      : livesOn(job)
        ? [' lives in the pod', 'ok']
        : [' would be lost', 'warn'];
  return ['   ', ['▶ ', 'info'], what.padEnd(isNarrow ? 14 : 36), fate];
}

function stopText(count: number, deployCount: number, isNarrow: boolean): string {
  const which = count === 1 ? 'it' : 'them';
  if (deployCount === 0 || isNarrow) return `end ${which} and quit`;
  return `end ${which}, undo ${deployCount === 1 ? 'the deploy' : 'the deploys'}, and quit`;
}

/** A deploy needs this console: what it has made stays, and its journal says what that is. */
function leaveText(
  { count, lost, deploys }: { readonly count: number; readonly lost: number; readonly deploys: number },
  isNarrow: boolean,
): string {
  if (deploys > 0) {
    if (isNarrow) return 'quit; deploys can be resumed';
    const others = lost === 0 ? '' : `; ${lost} would be lost`;
    return deploys === 1
      ? `the deploy stops where it is, to be resumed${others}`
      : `deploys stop where they are, to be resumed${others}`;
  }
  if (isNarrow) return lost === 0 ? 'quit, nothing is lost' : `quit, ${lost} would be lost`;
  if (lost === 0) return count === 1 ? 'it goes on in its pod; quit' : 'they go on in their pods; quit';
  if (lost === count) return 'none lives in its pod: all would be lost';
  return `what lives in the pods goes on; ${lost} would be lost`;
}

function namesOf({ fleet }: Frame, podIds: readonly string[]): string {
  const names = podIds.map((id) => fleet.pods.get(id)?.pod.name ?? id);
  return names.length <= 2 ? names.join(' and ') : `${names.length} pods: ${names.join(', ')}`;
}

/** What is about to be run is seen to its last character. */
function commandFact(command: string, width: number): Fact {
  const rows = brokenText(command, width);
  return { lines: rows.map((row, index) => fact(index === 0 ? 'runs' : '', row, 'title')), rank: 0 };
}

function leftOutFacts(say: SayFact, names: readonly string[]): Fact[] {
  return names.length === 0 ? [] : [say('without', `${names.join(', ')}: not running`, 'lost', 1)];
}
