/** The countdown of an idle pod that is about to be stopped, and the question whether it should be. */
import type { IdleStop } from '../../fleet/money.ts';
import { shortDuration } from '../../fleet/questions.ts';
import { truncateMiddle } from '../../terminal/text-width.ts';
import type { Span } from '../draw/paint.ts';
import { minutesAndSeconds } from '../draw/time.ts';
import type { Frame } from '../frame.ts';
import { keyOf } from '../keys/bound.ts';
import type { KeyWishes } from '../keys/rebind.ts';
import { pressingIdleStop } from '../state/idle-stops.ts';

/** "stops in 04:32, x keeps", or "stop 04:32" where there is no room for it; null where nothing waits. */
export function idleStopWords(
  stop: IdleStop | undefined,
  room: { readonly nowMs: number; readonly width: number; readonly keyWishes: KeyWishes },
): string | null {
  const { nowMs, width } = room;
  if (stop?.kind !== 'counting' && stop?.kind !== 'asking') return null;
  const keep = keyOf('pods.keep-idle', room);
  const isWide = width >= 24;
  if (stop.kind === 'counting') {
    const left = minutesAndSeconds(stop.stopsAtMs - nowMs);
    return isWide ? `stops in ${left}, ${keep} keeps` : `stop ${left}`;
  }
  const power = keyOf('pods.power', room);
  return isWide ? `idle: stop? ${power} or ${keep}` : `stop? ${power}/${keep}`;
}

/** The most pressing one in few words, for a screen with one row at the top; empty where nothing waits. */
export function idleStopShort({ fleet, clockMs, view, size }: Frame): Span[] {
  const pressing = pressingIdleStop(fleet, view.list.selectedId);
  if (pressing === null) return [];
  const { podId, stop } = pressing;
  const name = truncateMiddle(fleet.pods.get(podId)?.pod.name ?? podId, size.columns < 60 ? 10 : 14);
  const words = stop.kind === 'counting' ? minutesAndSeconds(stop.stopsAtMs - clockMs) : 'stop?';
  return [
    ['▲ ', 'warn'],
    [name, 'title'],
    [` ${words} `, 'warn'],
    [keyOf('pods.keep-idle', view), 'key'],
    [' keeps', 'dim'],
  ];
}

/** The most pressing one as a sentence, for the rows at the top; empty where nothing waits. */
export function idleStopBanner({ fleet, clockMs, view }: Frame): Span[] {
  const pressing = pressingIdleStop(fleet, view.list.selectedId);
  if (pressing === null) return [];
  const { podId, stop } = pressing;
  const name = fleet.pods.get(podId)?.pod.name ?? podId;
  const idle = `idle for ${shortDuration(clockMs - stop.idleSinceMs)}`;
  const waiting = [...fleet.money.idleStops.values()].filter(
    ({ kind }) => kind === 'counting' || kind === 'asking',
  );
  const more: Span[] = waiting.length > 1 ? [[`  and ${waiting.length - 1} more`, 'dim']] : [];
  if (stop.kind === 'counting')
    return [
      ['▲ ', 'warn'],
      [name, 'title'],
      [` is stopped in ${minutesAndSeconds(stop.stopsAtMs - clockMs)}`, 'warn'],
      [` (${idle})  `, 'dim'],
      [keyOf('pods.keep-idle', view), 'key'],
      [' keeps it', 'dim'],
      ...more,
    ];
  return [
    ['▲ stop ', 'warn'],
    [name, 'title'],
    [`? ${idle}  `, 'warn'],
    [keyOf('pods.power', view), 'key'],
    [' in its row stops it  ', 'dim'],
    [keyOf('pods.keep-idle', view), 'key'],
    [' keeps it', 'dim'],
    ...more,
  ];
}
