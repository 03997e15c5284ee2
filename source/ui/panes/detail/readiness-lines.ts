/** How far a pod has come that is not ready: rung by rung, the one where it hangs, and the line of RunPod's log that tells why. */
import type { PodRow } from '../../../fleet/questions.ts';
import type { LifeSnapshot } from '../../../life/life-snapshot.ts';
import { hangingRung, type ReadinessRung, readinessOf } from '../../../life/readiness.ts';
import type { Span } from '../../draw/paint.ts';
import type { Role } from '../../draw/theme.ts';
import { wrapText } from '../../draw/wrap.ts';
import { isUnready } from '../../state/system-log.ts';

/** Empty for a pod that has no ladder to climb. Where not all of it fits, the rung where it hangs stays. */
export function readinessLines(
  { entry }: PodRow,
  room: {
    readonly width: number;
    readonly height: number;
    readonly nowMs: number;
    readonly life: LifeSnapshot;
  },
): Span[][] {
  if (!isUnready(entry)) return [];
  const { pod, link, health } = entry;
  const log = room.life.systemLog?.podId === pod.id ? room.life.systemLog : null;
  const rungs = readinessOf({
    ...{ pod, link, nowMs: room.nowMs },
    health: health?.report ?? null,
    systemLog: log?.lines ?? null,
  });
  const hanging = hangingRung(rungs);
  const all = rungs.flatMap((rung) => rungLines(rung, room.width, rung === hanging));
  const trouble: Span[][] =
    log?.trouble == null ? [] : [[' ', ["RunPod's log of it was not read: ", 'dim'], [log.trouble, 'lost']]];
  if (all.length + trouble.length <= room.height || hanging === null) return [...all, ...trouble];
  return rungLines(hanging, room.width, true);
}

const signs: Readonly<Record<ReadinessRung['state'], readonly [string, Role]>> = {
  done: ['✔', 'ok'],
  waits: ['◌', 'info'],
  failed: ['✖', 'crit'],
  unknown: ['?', 'lost'],
  later: ['·', 'dim'],
};

const titleWidth = 18;

function rungLines(
  { title, state, text, quote, fix }: ReadinessRung,
  width: number,
  isHanging: boolean,
): Span[][] {
  const [glyph, role] = signs[state];
  const head = (at: number): Span[] =>
    at === 0
      ? [' ', [glyph, role], ' ', [title.padEnd(titleWidth), isHanging ? role : 'dim']]
      : [' '.repeat(titleWidth + 3)];
  const room = Math.max(20, width - titleWidth - 5);
  const texts = wrapText(text, room, 2).map((row, at): Span[] => [
    ...head(at),
    [row, isHanging ? 'text' : 'dim'],
  ]);
  const quoted = quote === null ? [] : wrapText(quote, Math.max(20, width - 8), 4);
  return [
    ...texts,
    ...quoted.map((row, at): Span[] => [
      [at === 0 ? '     > ' : '       ', 'dim'],
      [row, state === 'failed' ? 'warn' : 'text'],
    ]),
    ...(fix === '' || state === 'done'
      ? []
      : wrapText(fix, Math.max(20, width - 8), 2).map((row): Span[] => ['     ', [row, 'info']])),
  ];
}
