/** How news reads for people, as plain text; a channel escapes it for its service. Pure. */
import type { News, Notification, NotifiedPod } from './channel.ts';
import { plainText } from './plain-text.ts';

const longestSummary = 300;
const longestName = 60;

/** "FAIL on h100-1: GPU 0 has fallen off the bus." or, of several, "FAIL on h100-1: 3 alerts, 1 resolved". */
export function headline({ news }: Notification, pod: NotifiedPod): string {
  const [first] = news;
  const place = `${degreeOf(news)} on ${podName(pod)}`;
  if (news.length === 1) return `${place}: ${summaryOf(first)}`;
  const over = news.filter(({ kind }) => kind === 'resolved').length;
  const open = news.length - over;
  const counts = [
    ...(open > 0 ? [`${open} ${open === 1 ? 'alert' : 'alerts'}`] : []),
    ...(over > 0 ? [`${over} resolved`] : []),
  ];
  return `${place}: ${counts.join(', ')}`;
}

/** The worst of what goes on, else that all of it is over. */
export function degreeOf(news: readonly News[]): 'FAIL' | 'WARN' | 'RESOLVED' {
  const open = news.filter(({ kind }) => kind !== 'resolved');
  if (open.length === 0) return 'RESOLVED';
  return open.some(({ alert }) => alert.severity === 'fail') ? 'FAIL' : 'WARN';
}

/** "FAIL disk: /workspace is … (since 2026-11-25 13:20:05 UTC)". */
export function lineOf(one: News): string {
  const { alert, isFlapping } = one;
  const flapping = isFlapping
    ? ' It comes and goes: its end is told when it has stayed away for a while.'
    : '';
  return `${wordsOf(one)} ${alert.checkId}: ${summaryOf(one)} (${timeOf(one)})${flapping}`;
}

export function summaryOf({ alert }: News): string {
  return plainText(alert.summary, longestSummary) || alert.checkId;
}

export function podName({ name, id }: NotifiedPod): string {
  return plainText(name, longestName) || plainText(id ?? '', longestName) || 'pod';
}

function wordsOf({ kind, alert, toldSeverity }: News): string {
  const word = alert.severity === 'fail' ? 'FAIL' : 'WARN';
  if (kind === 'resolved') return 'RESOLVED';
  if (kind === 'repeated') return `STILL ${word}`;
  return kind === 'raised' || toldSeverity === null ? word : `${word} (was ${toldSeverity})`;
}

function timeOf({ alert: { sinceMs, resolvedAtMs } }: News): string {
  if (resolvedAtMs === null) return `since ${dateText(sinceMs)}`;
  const minutes = Math.round((resolvedAtMs - sinceMs) / 60_000);
  const lasted =
    minutes < 1 ? 'less than a minute' : minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
  return `${dateText(resolvedAtMs)}, after ${lasted}`;
}

function dateText(wallMs: number): string {
  return `${new Date(wallMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
