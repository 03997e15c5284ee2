/** What of a report is news to one receiver: told once, repeated after a while, resolved once. Pure. */
import type { HealthReport } from '../../protocol/health-report.ts';
import type { News } from './channel.ts';
import { absent, type Followed, present, type Step } from './follow-alert.ts';
import { lookAt, type NewsRules } from './look.ts';

/** By fingerprint. */
export type Memory = ReadonlyMap<string, Followed>;

/** As many troubles as one receiver is told of at a time. A report holds 32. */
export const mostFollowed = 64;

export type Followings = {
  readonly memory: Memory;
  readonly news: readonly News[];
  /** Alerts for which there was no room. */
  readonly unfollowed: number;
};

/** @param nowMs By a clock that never jumps. */
export function followReport(about: {
  readonly memory: Memory;
  readonly report: HealthReport;
  readonly rules: NewsRules;
  readonly nowMs: number;
}): Followings {
  const { memory } = about;
  const look = lookAt(about);
  const next = new Map<string, Followed>();
  const news: News[] = [];
  let unfollowed = 0;
  const keep = (name: string, step: Step) => {
    if (step.followed !== null) next.set(name, step.followed);
    if (step.news !== null) news.push(step.news);
  };
  for (const [name, before] of memory) {
    const alert = look.firing.get(name);
    keep(name, alert === undefined ? absent(before, look) : present(alert, before, look));
  }
  for (const [name, alert] of look.firing) {
    if (memory.has(name)) continue;
    if (next.size < mostFollowed || forgetQuietOne(next)) keep(name, present(alert, null, look));
    else unfollowed++;
  }
  return { memory: next, news, unfollowed };
}

/** Makes room: one of which the receiver holds nothing. False where there is none. */
function forgetQuietOne(followed: Map<string, Followed>): boolean {
  for (const [name, { told, taken, goneAtMs }] of followed) {
    if (told === null && taken === null && goneAtMs !== null) return followed.delete(name);
  }
  return false;
}
