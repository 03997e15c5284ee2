/** What the samples of a way say: the median of each step, and what follows from them about the proxy. */
import type { Figure } from '../../protocol/benchmark-report.ts';
import type { PathSample } from './path-sample.ts';

/** The pod's own answer to the same path, asked for on its loopback address and on an open connection. */
export type LoopbackFigure = { readonly firstByteMs: number };

export type Breakdown = {
  readonly figures: readonly Figure[];
  readonly notes: readonly string[];
  readonly totalsMs: readonly number[];
};

export function breakDown(samples: readonly PathSample[], loopback: LoopbackFigure | null): Breakdown {
  const connectMs = median(samples.map((sample) => sample.connectMs));
  const kept = samples.flatMap((sample) => (sample.kept === null ? [] : [sample.kept]));
  const keptFirstByteMs = median(kept.map((each) => each.firstByteMs));
  const beyondMs = keptFirstByteMs === null || connectMs === null ? null : keptFirstByteMs - connectMs;
  const proxyMs = beyondMs === null || loopback === null ? null : beyondMs - loopback.firstByteMs;
  const totalsMs = samples.map(totalOf);
  const steps: readonly (readonly [string, number | null])[] = [
    ['DNS', median(present(samples.map(({ dnsMs }) => dnsMs)))],
    ['connect', connectMs],
    ['TLS', median(present(samples.map(({ tlsMs }) => tlsMs)))],
    ['proxy', notNegative(proxyMs)],
    ['server', loopback?.firstByteMs ?? null],
    ['proxy and server', notNegative(beyondMs)],
    ['transfer', median(samples.map(({ first }) => first.transferMs))],
    ['first byte, open connection', keptFirstByteMs],
    ['first byte, new connection', median(samples.map(({ first }) => first.firstByteMs))],
    ['total, new connection', median(totalsMs)],
  ];
  return {
    figures: steps.map(([name, value]) => ({ name, value, unit: 'ms' })),
    notes: [...stepNotes(samples), ...proxyNotes(proxyMs, keptFirstByteMs, loopback)],
    totalsMs,
  };
}

function totalOf({ dnsMs, connectMs, tlsMs, first }: PathSample): number {
  return (dnsMs ?? 0) + connectMs + (tlsMs ?? 0) + first.firstByteMs + first.transferMs;
}

function stepNotes(samples: readonly PathSample[]): readonly string[] {
  return [
    samples.some(({ dnsMs }) => dnsMs !== null)
      ? 'DNS is what this machine’s resolver took; it may have answered from its memory.'
      : 'There is no DNS figure: the host is an address.',
    ...(samples.some(({ tlsMs }) => tlsMs !== null) ? [] : ['There is no TLS figure: the URL is http.']),
    'The time of a connect stands for one round trip.',
  ];
}

function proxyNotes(
  proxyMs: number | null,
  keptFirstByteMs: number | null,
  loopback: LoopbackFigure | null,
): readonly string[] {
  if (keptFirstByteMs === null)
    return ['The server keeps no connection open, so proxy and server cannot be told from the way there.'];
  const both = 'Proxy and server together: first byte on an open connection, less one round trip.';
  if (loopback === null || proxyMs === null)
    return [both, 'They cannot be told apart without the pod’s loopback figure.'];
  const derived =
    'Server is what the pod took on its loopback address; proxy is what is left of proxy and server, the way between the two among it.';
  if (proxyMs >= 0) return [both, derived];
  return [both, derived, `Proxy came out ${(-proxyMs).toFixed(1)} ms under zero and is taken for zero.`];
}

function notNegative(value: number | null): number | null {
  return value === null ? null : Math.max(0, value);
}

function present(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}

/** null of none; of an even number the mean of the middle two. */
function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
