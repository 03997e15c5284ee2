/** The response time from outside, through RunPod's proxy, taken apart: DNS, connect, TLS, proxy, server, transfer. */
import type { Figure, TestResult } from '../../protocol/benchmark-report.ts';
import { requestBytes } from '../engine/request-bytes.ts';
import { breakDown, type LoopbackFigure } from './breakdown.ts';
import { type OutsidePlace, type PathSample, samplePath } from './path-sample.ts';

export type OutsideOptions = {
  /** http or https, e.g. `https://PODID-PORT.proxy.runpod.net/health.json`. */
  readonly url: string;
  /** What the pod took for the same path without proxy and network; null where it was not measured. */
  readonly loopback: LoopbackFigure | null;
  /** New connections, one after another; each carries two requests. */
  readonly samples: number;
  readonly signal: AbortSignal;
  /** A certificate authority in PEM, in place of the usual ones. */
  readonly ca?: string;
};

const sampleTimeoutMs = 10_000;
/** After so many failures and not one success the rest is not tried: each may take its whole time. */
const mostFailures = 2;

type Told = Pick<TestResult, 'status' | 'rating' | 'summary' | 'figures' | 'slices' | 'notes'>;

/** Never rejects: an URL of no use, a step that fails and a stop are told in the result. Times in milliseconds. */
export async function measureOutside(options: OutsideOptions): Promise<TestResult> {
  const startedMs = performance.now();
  const told = await measure(options);
  const tookMs = performance.now() - startedMs;
  return { testId: 'outside-breakdown', title: 'Response time from outside', ...told, tookMs };
}

async function measure(options: OutsideOptions): Promise<Told> {
  const place = placeOf(options);
  if (typeof place === 'string') return without('failed', place);
  const { taken, failures } = await takeSamples(place, options);
  if (options.signal.aborted) return without('skipped', 'Stopped before it was done.');
  if (taken.length === 0)
    return without('failed', `${place.host}: ${failures[0] ?? 'no sample was asked for'}.`);
  const { figures, notes, totalsMs } = breakDown(taken, options.loopback);
  return {
    status: 'done',
    rating: 'not-rated',
    summary: summaryOf(figures, place),
    figures,
    slices: [{ name: 'total, new connection', unit: 'ms', better: 'lower', values: totalsMs }],
    notes: [...notes, ...failureNotes(failures, options.samples)],
  };
}

function without(status: 'failed' | 'skipped', summary: string): Told {
  const rating = status === 'failed' ? 'failed' : 'not-rated';
  return { status, rating, summary, figures: [], slices: [], notes: [] };
}

/** The reason where the URL is of no use. It is quoted without what may be secret in it. */
function placeOf({ url, ca }: OutsideOptions): OutsidePlace | string {
  const parsed = parsedUrl(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol))
    return `Cannot measure "${withoutSecrets(url)}". It must be an http or https URL.`;
  const isTls = parsed.protocol === 'https:';
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const port = parsed.port === '' ? (isTls ? 443 : 80) : Number(parsed.port);
  const path = `${parsed.pathname}${parsed.search}`;
  const request = requestBytes({ host, port, path, hostHeader: parsed.host });
  return { host, port, isTls, request, ca: ca ?? null };
}

function withoutSecrets(url: string): string {
  return url.replace(/^[^/]*\/\/[^/]*@/, '').replace(/[?#].*$/s, '');
}

function parsedUrl(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

type Samples = { readonly taken: readonly PathSample[]; readonly failures: readonly string[] };

async function takeSamples(place: OutsidePlace, { samples, signal }: OutsideOptions): Promise<Samples> {
  const taken: PathSample[] = [];
  const failures: string[] = [];
  for (let number = 0; number < samples && !signal.aborted; number += 1) {
    if (taken.length === 0 && failures.length >= mostFailures) break;
    const sample = await sampleInTime(place, signal);
    if (typeof sample === 'string') failures.push(sample);
    else taken.push(sample);
  }
  return { taken, failures };
}

/** The sample, or why there is none. An answer that is an error is none: a proxy without a pod behind it is quick. */
async function sampleInTime(place: OutsidePlace, signal: AbortSignal): Promise<PathSample | string> {
  const stop = new AbortController();
  const onAbort = () => stop.abort(signal.reason);
  const timer = setTimeout(
    () => stop.abort(new Error(`not done within ${sampleTimeoutMs / 1000} s`)),
    sampleTimeoutMs,
  );
  signal.addEventListener('abort', onAbort);
  try {
    const sample = await samplePath(place, stop.signal);
    return sample.first.status < 400 ? sample : `it answered with HTTP ${sample.first.status}`;
  } catch (error) {
    if (stop.signal.aborted && stop.signal.reason instanceof Error) return stop.signal.reason.message;
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function summaryOf(figures: readonly Figure[], { host }: OutsidePlace): string {
  const total = figures.find(({ name }) => name === 'total, new connection')?.value ?? null;
  const text = total === null ? 'an unknown time' : `${total.toFixed(1)} ms`;
  return `${host} answered a new visitor within ${text}. Not rated: the way from this machine is part of it.`;
}

function failureNotes(failures: readonly string[], samples: number): readonly string[] {
  if (failures.length === 0) return [];
  return [`${failures.length} of ${samples} connections failed: ${[...new Set(failures)].join('; ')}.`];
}
