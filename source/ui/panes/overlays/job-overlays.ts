/** The questions before a job that changes or loads a pod, and before leaving jobs behind. */
import type { Job } from '../../../jobs/model/job.ts';
import { isRunOver, runningJobs } from '../../../jobs/model/questions.ts';
import { type Box, boxed } from '../../draw/box.ts';
import { podsText } from '../../draw/job-look.ts';
import type { Span } from '../../draw/paint.ts';
import type { Role } from '../../draw/theme.ts';
import { brokenText, wrapText } from '../../draw/wrap.ts';
import type { Frame } from '../../frame.ts';
import type { FixQuestion, Overlay } from '../../state/view.ts';
import { button, fact } from './dialog-parts.ts';

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
      commandFact(question.command, widthOf(frame) - 16),
      say('safe', 'it loses nothing and interrupts nobody', 'ok', 3),
      question.reversible
        ? say('undo', 'it can be taken back', 'ok', 1)
        : say('undo', 'it cannot be taken back', 'warn', 1),
      say('then', 'the diagnosis runs again', 'dim', 5),
    ],
    answers: [answers(frame, question.choice, 'run it')],
  });
}

const benchmarkRows = [
  ['n', 'No, leave it', ''],
  ['1', 'Quick', 'about 10 s'],
  ['2', 'Full', 'about 60 s'],
  ['3', 'Quick, forced', 'about 10 s, even if busy'],
  ['4', 'Full, forced', 'about 60 s, even if busy'],
] as const;

export function benchmarkOverlay(frame: Frame, { podIds, leftOut, index }: Of<'benchmark'>): Box {
  const say = wrappedFacts(frame);
  return dialog(frame, `Benchmark ${namesOf(frame, podIds)}`, {
    facts: [
      ...leftOutFacts(say, leftOut),
      say('loads', 'the pod: whoever uses its web server may notice', 'warn', 0),
      say('', 'a busy pod is refused, unless forced', 'dim', 2),
    ],
    answers: benchmarkRows.map((row, at) => choiceLine(row, at === index)),
  });
}

export function quitOverlay(frame: Frame, { index }: Of<'quit'>): Box {
  const running = runningJobs(frame.jobs);
  const count = running.length;
  const lost = running.filter((job) => !livesOn(job));
  const rows = [
    ['w', 'Wait', 'stay in the console'],
    ['s', 'Stop', count === 1 ? 'end it and quit' : 'end them and quit'],
    ['l', 'Leave', leaveText(count, lost.length, frame.size.columns < 60)],
  ] as const;
  const most = frame.size.rows >= 20 ? 6 : 3;
  const rest: Fact[] = count > most ? [{ lines: [[`     and ${count - most} more`]], rank: 1 }] : [];
  return dialog(frame, count === 1 ? '1 job runs' : `${count} jobs run`, {
    facts: [
      ...running
        .slice(0, most)
        .map((job): Fact => ({ lines: [jobLine(job, frame.size.columns < 60)], rank: 0 })),
      ...rest,
    ],
    answers: rows.map((row, at) => choiceLine(row, at === index)),
  });
}

/** A job lives on where all of its runs that go on do. */
function livesOn({ runs }: Job): boolean {
  return runs.every((run) => isRunOver(run) || run.livesInPod);
}

function jobLine(job: Job, isNarrow: boolean): Span[] {
  const what = isNarrow ? `#${job.number} ${job.kind}` : `#${job.number} ${job.kind} ${podsText(job.runs)}`;
  const fate: Span = livesOn(job) ? [' lives in the pod', 'ok'] : [' would be lost', 'warn'];
  return ['   ', ['▶ ', 'info'], what.padEnd(isNarrow ? 14 : 36), fate];
}

function leaveText(count: number, lostCount: number, isNarrow: boolean): string {
  if (isNarrow) return lostCount === 0 ? 'quit, nothing is lost' : `quit, ${lostCount} would be lost`;
  if (lostCount === 0) return count === 1 ? 'it goes on in its pod; quit' : 'they go on in their pods; quit';
  if (lostCount === count) return 'none lives in its pod: all would be lost';
  return `what lives in the pods goes on; ${lostCount} would be lost`;
}

/** Rows that belong together, and how soon they give way where the screen is low: 0 stays longest. */
type Fact = { readonly lines: readonly Span[][]; readonly rank: number };

/** The answers are always seen, whatever has to give way. */
function dialog(
  frame: Frame,
  title: string,
  parts: { readonly facts: readonly Fact[]; readonly answers: readonly Span[][] },
): Box {
  const isRoomy = frame.size.rows >= 18;
  const gaps = isRoomy ? 3 : 1;
  const room = frame.size.rows - 2 - gaps - parts.answers.length;
  const lines = factsWithin(parts.facts, room).flatMap((fact) => fact.lines);
  const content = [...lines, [], ...parts.answers];
  return boxed(frame.paint, {
    title,
    content: isRoomy ? [[], ...content, []] : content,
    size: frame.size,
    width: widthOf(frame),
  });
}

function factsWithin(facts: readonly Fact[], room: number): readonly Fact[] {
  const height = facts.reduce((sum, { lines }) => sum + lines.length, 0);
  if (height <= room || facts.every(({ rank }) => rank === 0)) return facts;
  const last = facts.reduce((found, fact) => (fact.rank >= found.rank ? fact : found));
  return factsWithin(
    facts.filter((fact) => fact !== last),
    room,
  );
}

function widthOf({ size }: Frame): number {
  return Math.min(74, size.columns - 2);
}

function namesOf({ fleet }: Frame, podIds: readonly string[]): string {
  const names = podIds.map((id) => fleet.pods.get(id)?.pod.name ?? id);
  return names.length <= 2 ? names.join(' and ') : `${names.length} pods: ${names.join(', ')}`;
}

type SayFact = (name: string, text: string, role: Role, rank: number) => Fact;

/** A fact over as many rows as it needs: on a narrow screen nothing of it may be lost. */
function wrappedFacts(frame: Frame): SayFact {
  return (name, text, role, rank) => ({
    lines: wrapText(text, widthOf(frame) - 16, 3).map((row, index) =>
      fact(index === 0 ? name : '', row, role),
    ),
    rank,
  });
}

/** What is about to be run is seen to its last character. */
function commandFact(command: string, width: number): Fact {
  const rows = brokenText(command, width);
  return { lines: rows.map((row, index) => fact(index === 0 ? 'runs' : '', row, 'title')), rank: 0 };
}

function leftOutFacts(say: SayFact, names: readonly string[]): Fact[] {
  return names.length === 0 ? [] : [say('without', `${names.join(', ')}: not running`, 'lost', 1)];
}

function choiceLine([key, word, text]: readonly [string, string, string], marked: boolean): Span[] {
  return [
    '   ',
    marked ? ['▸ ', 'accent'] : '  ',
    [key, 'key'],
    '  ',
    [word.padEnd(13), marked ? 'accent' : 'text'],
    text === '' ? '' : [`  ${text}`, 'dim'],
  ];
}

function answers(frame: Frame, choice: 'no' | 'yes', what: string): Span[] {
  const isNarrow = frame.size.columns < 60;
  return [
    '   ',
    ...button(isNarrow ? 'No' : 'No, leave it', 'n', choice === 'no'),
    '   ',
    ...button(isNarrow ? 'Yes' : `Yes, ${what}`, 'y', choice === 'yes'),
  ];
}
