/** Alerts in the form of Prometheus and Alertmanager: each is its labels. Pure. */
import type { HealthAlert } from '../../protocol/health-report.ts';
import type { News, NotifiedPod } from './channel.ts';
import { plainText } from './plain-text.ts';
import { podName, summaryOf } from './wording.ts';

export type LabelledAlert = {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly startsAt: string;
  /** null while it goes on. */
  readonly endsAt: string | null;
};

/**
 * The severity is a label, so that a trouble whose severity changes is one alert that ends and another that begins:
 * both are given, the old one first.
 */
export function labelledAlerts(
  news: readonly News[],
  pod: NotifiedPod,
  atMs: number,
): readonly LabelledAlert[] {
  return news.flatMap((one) => {
    const { alert, toldSeverity } = one;
    const now = labelled({ one, severity: alert.severity, pod, atMs, endedAtMs: alert.resolvedAtMs });
    if (toldSeverity === null || toldSeverity === alert.severity) return [now];
    return [labelled({ one, severity: toldSeverity, pod, atMs, endedAtMs: atMs }), now];
  });
}

/**
 * Alertmanager's name for a set of labels: 64-bit FNV-1a over the sorted pairs, a byte 255 after each word, as 16
 * hexadecimal digits (prometheus/common, model/signature.go).
 */
export function labelFingerprint(labels: Readonly<Record<string, string>>): string {
  let hash = 0xcbf29ce484222325n;
  const add = (byte: number) => {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  };
  for (const name of Object.keys(labels).sort()) {
    for (const word of [name, labels[name] ?? '']) {
      for (const byte of new TextEncoder().encode(word)) add(byte);
      add(255);
    }
  }
  return hash.toString(16).padStart(16, '0');
}

const longestLabel = 200;

/** The words that Prometheus's users have in their routes. */
const severityWords = { warn: 'warning', fail: 'critical' } as const;

function labelled(about: {
  readonly one: News;
  readonly severity: HealthAlert['severity'];
  readonly pod: NotifiedPod;
  readonly atMs: number;
  readonly endedAtMs: number | null;
}): LabelledAlert {
  const { one, severity, pod, atMs, endedAtMs } = about;
  const { alert } = one;
  const id = plainText(pod.id ?? '', longestLabel);
  return {
    labels: {
      alertname: alertNames[alert.checkId],
      check: alert.checkId,
      pod: podName(pod),
      // An empty label is none at all to Alertmanager.
      ...(id === '' ? {} : { pod_id: id }),
      severity: severityWords[severity],
      signal: plainText(alert.fingerprint, longestLabel),
    },
    annotations: { summary: summaryOf(one) },
    // The pod's clock may have been set back meanwhile: an alert that ends before it starts is refused, and one that is
    // to end at a time that is still to come goes on until then.
    startsAt: new Date(Math.min(alert.sinceMs, endedAtMs ?? atMs)).toISOString(),
    endsAt: endedAtMs === null ? null : new Date(endedAtMs).toISOString(),
  };
}

const alertNames: Readonly<Record<HealthAlert['checkId'], string>> = {
  app: 'PodApp',
  cpu: 'PodCpu',
  memory: 'PodMemory',
  disk: 'PodDisk',
  gpu: 'PodGpu',
};
