/** The way to the pod's health path through RunPod's proxy, taken apart, as one more test of a benchmark's report. */
import { measureOutside } from '../../../pod-agent/measures/outside/measure-outside.ts';
import type { BenchmarkReport, TestResult } from '../../../pod-agent/protocol/benchmark-report.ts';
import type { Pod } from '../../fleet/pod.ts';
import { type ProxyUrlOf, usualProxyUrl } from '../outside/proxy-url.ts';

export type OutsideWay =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: string };

/** Where the pod's health path is served to the world. */
export function wayFromOutside(
  { id, name, provider, ports }: Pod,
  proxyUrlOf: ProxyUrlOf = usualProxyUrl,
): OutsideWay {
  if (provider !== 'runpod')
    return { ok: false, reason: `${name} is no pod of RunPod: no proxy of RunPod leads there.` };
  const served = ports.find(({ type }) => type === 'http');
  if (served === undefined)
    return {
      ok: false,
      reason: `${name} serves no HTTP port through RunPod's proxy: add one, such as 80/http.`,
    };
  return { ok: true, url: `${proxyUrlOf(id, served.privatePort)}/health.json` };
}

export async function withOutside(
  report: BenchmarkReport,
  url: string,
  signal: AbortSignal,
): Promise<BenchmarkReport> {
  const result = await measureOutside({
    url,
    loopback: loopbackOf(report.tests),
    samples: report.isQuick ? 5 : 20,
    signal,
  });
  return { ...report, tests: [...report.tests, result], tookMs: report.tookMs + result.tookMs };
}

/** The network between this machine and the pod is no matter of the pod's: it is not compared. */
export function withoutOutside(report: BenchmarkReport): BenchmarkReport {
  return { ...report, tests: report.tests.filter(({ testId }) => testId !== 'outside-breakdown') };
}

function loopbackOf(tests: readonly TestResult[]): { readonly firstByteMs: number } | null {
  const { figures = [] } = tests.find(({ testId }) => testId === 'health-response') ?? {};
  const value = figures.find(({ name }) => name === 'kept connection p50')?.value ?? null;
  return value === null ? null : { firstByteMs: value };
}
