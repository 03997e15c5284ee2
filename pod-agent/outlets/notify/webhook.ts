/** Any HTTP receiver, in the form of Alertmanager's webhook (version 4), which many of them understand already. Pure. */
import { type Channel, jsonRequest, type NotifiedPod } from './channel.ts';
import { type LabelledAlert, labelFingerprint, labelledAlerts } from './labels.ts';

export const webhook: Channel = {
  id: 'webhook',
  requests: ({ atMs, news }, { url, key }, pod) => [
    jsonRequest(url, payloadOf(labelledAlerts(news, pod, atMs), pod), key),
  ],
};

/** What Go writes for a time that is not set. */
const noTime = '0001-01-01T00:00:00Z';

function payloadOf(alerts: readonly LabelledAlert[], pod: NotifiedPod) {
  const externalURL = pod.url ?? '';
  const podLabels = common(
    alerts.map(({ labels: { pod = '', pod_id } }) => ({ pod, ...(pod_id === undefined ? {} : { pod_id }) })),
  );
  return {
    receiver: 'pod-agent',
    status: alerts.some(({ endsAt }) => endsAt === null) ? 'firing' : 'resolved',
    alerts: alerts.map(({ labels, annotations, startsAt, endsAt }) => ({
      status: endsAt === null ? 'firing' : 'resolved',
      labels,
      annotations,
      startsAt,
      endsAt: endsAt ?? noTime,
      generatorURL: externalURL,
      fingerprint: labelFingerprint(labels),
    })),
    groupLabels: podLabels,
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL,
    version: '4',
    groupKey: `{}:{${Object.entries(podLabels)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(', ')}}`,
    truncatedAlerts: 0,
  };
}

type Words = Readonly<Record<string, string>>;

/** What all of them have. */
function common(all: readonly Words[]): Words {
  const [first = {}, ...rest] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => rest.every((words) => words[name] === value)),
  );
}
