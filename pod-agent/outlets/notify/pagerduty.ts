/** PagerDuty's Events API v2: one event an alert, joined to its incident by a key. Pure. */
import { type Channel, jsonRequest, type News, type NotifiedPod } from './channel.ts';
import { labelFingerprint } from './labels.ts';
import { plainText } from './plain-text.ts';
import { podName, summaryOf } from './wording.ts';

export const pagerduty: Channel = {
  id: 'pagerduty',
  requests: ({ atMs, news }, { url, key }, pod) =>
    news.map((one) => ({
      ...jsonRequest(url, { routing_key: key, ...eventOf(one, pod, atMs) }),
      fingerprint: one.alert.fingerprint,
    })),
};

/** developer.pagerduty.com: `dedup_key` 255 characters, `summary` 1024. */
const longestKey = 255;
const longestSummary = 1024;

function eventOf(one: News, pod: NotifiedPod, atMs: number) {
  const { alert, kind } = one;
  const dedup_key = keyOf(one, pod);
  if (kind === 'resolved') return { event_action: 'resolve', dedup_key };
  return {
    event_action: 'trigger',
    dedup_key,
    payload: {
      summary: plainText(`${podName(pod)}: ${summaryOf(one)}`, longestSummary),
      source: podName(pod),
      severity: alert.severity === 'fail' ? 'critical' : 'warning',
      timestamp: new Date(atMs).toISOString(),
      component: alert.checkId,
      custom_details: {
        check: alert.checkId,
        severity: alert.severity,
        signal: plainText(alert.fingerprint, longestKey),
        since: new Date(alert.sinceMs).toISOString(),
        ...(pod.id === null ? {} : { pod_id: plainText(pod.id, longestKey) }),
      },
    },
    ...(pod.url === null ? {} : { client: 'pod-agent', client_url: pod.url }),
  };
}

/** The same for every event of one trouble in one pod, also after a restart. */
function keyOf({ alert }: News, pod: NotifiedPod): string {
  const key = `pod-agent/${plainText(pod.id ?? podName(pod), 80)}/${alert.fingerprint}`;
  if (key.length <= longestKey && /^[\x20-\x7e]+$/.test(key)) return key;
  return `pod-agent/${labelFingerprint({ key })}`;
}
