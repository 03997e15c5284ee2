/** The question about several pods: what each of them loses, in one line, and what it comes to in all. */
import type { PodEntry } from '../../../fleet/fleet.ts';
import { type Pod, stoppedCostPerHourDollars } from '../../../fleet/pod.ts';
import { dollars } from '../../draw/numbers.ts';
import type { Span } from '../../draw/paint.ts';
import { cell } from '../../draw/rows.ts';
import type { Frame } from '../../frame.ts';
import type { LifeQuestion } from '../../state/view.ts';
import { dialogWidth, type Fact, type SayFact } from './dialog.ts';

export function severalFacts(
  frame: Frame,
  { action }: LifeQuestion,
  entries: readonly PodEntry[],
  say: SayFact,
): readonly Fact[] {
  const most = Math.max(2, Math.min(entries.length, frame.size.rows - 15));
  const rest = entries.length - most;
  const pods = entries
    .slice(0, most)
    .map((entry): Fact => ({ lines: [podLine(frame, action, entry)], rank: 0 }));
  const more: Fact[] = rest > 0 ? [say('', `and ${rest} more`, 'dim', 0)] : [];
  return [...pods, ...more, { lines: [[]], rank: 6 }, ...totals(action, entries, say)];
}

/** On a narrow screen the name and what is lost. */
function podLine(frame: Frame, action: LifeQuestion['action'], entry: PodEntry): Span[] {
  const { pod } = entry;
  const price = pod.costPerHourDollars === null ? '' : `$${dollars(pod.costPerHourDollars)}`;
  const isNarrow = dialogWidth(frame) < 60;
  const machine: Span[] = isNarrow
    ? []
    : [
        ...cell([[`${pod.gpuCount ?? '?'}×${pod.gpuName ?? '?'}`, 'text']], 12),
        [price.padStart(7), 'dim'],
        '  ',
      ];
  return [
    '   ',
    ...cell([[pod.name, 'title']], isNarrow ? 14 : 18),
    ' ',
    ...machine,
    ...lossOf(frame, action, entry),
  ];
}

/** The one thing that is lost of it, in few words. */
function lossOf(frame: Frame, action: LifeQuestion['action'], { pod, sample }: PodEntry): Span[] {
  if (action === 'start' || action === 'lock' || action === 'unlock') return [];
  const busy = (sample?.frame.gpu?.cards ?? []).filter(
    ({ utilizationPercent }) => (utilizationPercent ?? 0) >= 5,
  ).length;
  const work: Span[] = busy > 0 ? [['at work', 'warn'], ' '] : [' '.repeat(8)];
  const volume: Span[] =
    action === 'terminate' && pod.volumeGigabytes !== 0
      ? [[pod.volumeGigabytes === null ? 'its volume ' : `${pod.volumeGigabytes} GB volume `, 'crit']]
      : [];
  return [...work, ...volume, ...unsavedSpans(frame, pod)];
}

function unsavedSpans({ life }: Frame, { id, state }: Pod): Span[] {
  const reading = life.unsaved.get(id);
  if (reading?.kind === 'asking') return [['files…', 'info']];
  const files = reading?.files ?? null;
  if (files === null) return state.kind === 'running' ? [['files not known', 'lost']] : [];
  if (files.fileCount === 0 && !files.isPartial) return [['no files', 'ok']];
  return [[`${files.isPartial ? '>' : ''}${files.fileCount} files`, 'warn']];
}

function totals(action: LifeQuestion['action'], entries: readonly PodEntry[], say: SayFact): readonly Fact[] {
  const prices = entries.map(({ pod }) => pod.costPerHourDollars);
  const all = sumText(prices);
  if (action === 'start') return [say('bills', `${all} from the moment they run`, 'idle', 0)];
  if (action === 'lock')
    return [
      say('refuse', 'to be stopped, restarted, edited or terminated, until they are unlocked', 'ok', 0),
    ];
  if (action === 'unlock')
    return [say('allows', 'them to be stopped, restarted, edited and terminated', 'warn', 0)];
  const lost = say('lost', 'the container disks and everything in memory', 'crit', 0);
  if (action === 'restart') return [lost, say('bills on', `as before, ${all}`, 'idle', 2)];
  const ends = say('ends', `${all} for the GPUs`, 'ok', 2);
  if (action === 'terminate')
    return [lost, say('', 'their own volumes, for good; network volumes are kept', 'crit', 1), ends];
  const rest = sumText(entries.map(({ pod }) => stoppedCostPerHourDollars(pod)));
  return [
    lost,
    ends,
    say('bills on', `their volumes, about ${rest} while they are stopped`, 'idle', 1),
    again(say),
  ];
}

function again(say: SayFact): Fact {
  return say('again', 'each comes back on its own host alone, which others may fill', 'dim', 3);
}

/** What is not known of some is not left out in silence. */
function sumText(prices: readonly (number | null)[]): string {
  const known = prices.filter((price) => price !== null);
  const sum = known.reduce((total, price) => total + price, 0);
  const missing = prices.length - known.length;
  const text = `$${sum < 1 ? sum.toFixed(3) : dollars(sum)}/h`;
  return missing === 0 ? text : `${text} and what ${missing} of them cost, which is not known,`;
}
