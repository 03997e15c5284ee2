/**
 * From health reports to notifications: each receiver has its own memory of what it was told and its own queue, so that
 * a slow one delays nobody. All of it is in memory: after a start anew what goes on is raised once more, and what
 * ended meanwhile is not told.
 */
import type { HealthReport } from '../../protocol/health-report.ts';
import type { ChannelSettings, NotificationSettings } from '../../settings/notifications.ts';
import { lost, perhapsTaken, refused, taken } from './answers.ts';
import type { Channel, News, NotifiedPod } from './channel.ts';
import { type Clock, systemClock } from './clock.ts';
import { createDelivery, type DeliveryFigures } from './delivery.ts';
import { channels as allChannels } from './index.ts';
import { followReport, type Memory, mostFollowed } from './news.ts';
import type { Send } from './send.ts';

export type Notifier = {
  /** Never throws and never waits. */
  take(report: HealthReport): void;
  /** Tries what is left once and resolves, at the latest after this time. Reports are ignored from then on. */
  close(limitMs: number): Promise<void>;
  /** Of all receivers together. */
  figures(): DeliveryFigures;
};

export type NotifierOptions = NotificationSettings & {
  readonly pod: NotifiedPod;
  readonly send: Send;
  /** A sentence for the log: which channel, what is wrong, which variables to look at. No secret is in it. */
  onTrouble(message: string): void;
  readonly clock?: Clock;
  /** From 0 to 1. */
  readonly random?: () => number;
};

export function createNotifier(options: NotifierOptions): Notifier {
  const receivers = options.channels.map((settings) => createReceiver(settings, options));
  return {
    take(report) {
      for (const receiver of receivers) receiver.take(report);
    },
    async close(limitMs) {
      await Promise.all(receivers.map((receiver) => receiver.close(limitMs)));
    },
    figures() {
      const all = receivers.map((receiver) => receiver.figures());
      const sum = (key: keyof DeliveryFigures) => all.reduce((total, figures) => total + figures[key], 0);
      return { queued: sum('queued'), sent: sum('sent'), failed: sum('failed'), dropped: sum('dropped') };
    },
  };
}

/** @throws For an id that no channel has, which the settings rule out. */
export function channelOf({ id }: ChannelSettings): Channel {
  const channel = allChannels.find((each) => each.id === id);
  if (channel === undefined) throw new Error(`There is no channel "${id}".`);
  return channel;
}

function createReceiver(settings: ChannelSettings, options: NotifierOptions): Notifier {
  const { pod, send, random = Math.random, clock = systemClock, minSeverity } = options;
  const channel = channelOf(settings);
  const rules = {
    minSeverity,
    repeatMs: channel.remindEveryMs ?? options.repeatMs,
    tellsEveryChange: channel.remindEveryMs !== undefined,
  };
  let memory: Memory = new Map();
  let overflowed = false;
  let closed = false;

  const tell = (what: string) =>
    options.onTrouble(`Notifications: ${channel.id} ${what} Set by ${settings.variables.join(' and ')}.`);
  const delivery = createDelivery({
    clock,
    send,
    random,
    onTrouble: tell,
    onTaken(tells) {
      memory = taken(memory, tells);
    },
    onUnclear(tells) {
      memory = perhapsTaken(memory, tells);
    },
    onRefused(names) {
      memory = refused(memory, names, clock.monotonicMs());
    },
    onLost(names) {
      memory = lost(memory, names);
    },
  });

  function warnOfOverflow(unfollowed: number): void {
    if (unfollowed > 0 && !overflowed)
      tell(`is told of ${mostFollowed} alerts at most; ${unfollowed} more are left out.`);
    overflowed = unfollowed > 0;
  }

  return {
    take(report) {
      if (closed) return;
      const followed = followReport({ memory, report, rules, nowMs: clock.monotonicMs() });
      memory = followed.memory;
      warnOfOverflow(followed.unfollowed);
      const [first, ...rest] = followed.news;
      if (first === undefined) return;
      const news: readonly [News, ...News[]] = [first, ...rest];
      const tells = (names: readonly string[]) =>
        new Map(names.map((name) => [name, memory.get(name)?.told ?? null]));
      const all = tells(news.map(({ alert }) => alert.fingerprint));
      delivery.add({
        parts: channel.requests({ atMs: report.atMs, news }, settings, pod).map((request) => ({
          request,
          tells: request.fingerprint === undefined ? all : tells([request.fingerprint]),
        })),
        isRepeat: news.every(({ kind }) => kind === 'repeated'),
      });
    },
    close(limitMs) {
      closed = true;
      return delivery.close(limitMs);
    },
    figures: () => delivery.figures(),
  };
}
