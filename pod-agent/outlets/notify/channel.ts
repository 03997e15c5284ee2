/** What a channel of notifications is: a pure function from what is to be told to the requests that tell it. */
import type { HealthAlert } from '../../protocol/health-report.ts';
import type { ChannelId, ChannelSettings } from '../../settings/notifications.ts';

export type Channel = {
  readonly id: ChannelId;
  /**
   * For a receiver that keeps the state itself and forgets what it is not reminded of: it gets each change at once,
   * flapping or not, and what goes on again after this time.
   */
  readonly remindEveryMs?: number;
  /** Every request is a POST that can be repeated without harm. None where the channel has nothing to say about it. */
  requests(
    notification: Notification,
    settings: ChannelSettings,
    pod: NotifiedPod,
  ): readonly OutgoingRequest[];
};

/** All that one report brings for one receiver; never empty. */
export type Notification = {
  /** Wall clock of the pod. */
  readonly atMs: number;
  readonly news: readonly [News, ...News[]];
};

export type News = {
  /**
   * `raised`: told for the first time. `risen`: from warn to fail. `fallen`: from fail to warn, for receivers that keep
   * the state. `repeated`: goes on. `resolved`: over, with `resolvedAtMs` set and the severity that was told last.
   */
  readonly kind: 'raised' | 'risen' | 'fallen' | 'repeated' | 'resolved';
  readonly alert: HealthAlert;
  /** What the receiver has been told before; null for what is raised. */
  readonly toldSeverity: HealthAlert['severity'] | null;
  /** It comes and goes: its next end is told when it has stayed away for a while. */
  readonly isFlapping: boolean;
};

export type NotifiedPod = {
  /** RunPod's; null outside of it. */
  readonly id: string | null;
  /** For people; never empty. */
  readonly name: string;
  /** Where the pod's page is, for links; null where it has none. */
  readonly url: string | null;
};

export type OutgoingRequest = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Fingerprint of the one alert of which it tells; left out where it tells of all of the notification. */
  readonly fingerprint?: string;
};

/** A request with a JSON body, and a bearer token where there is one. */
export function jsonRequest(url: string, value: unknown, token: string | null = null): OutgoingRequest {
  return {
    url,
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(value),
  };
}
