/** The diagnosis of a pod that nobody gets into: what RunPod, its ports and its proxy show to this machine. */
import { rank } from '../../../pod-agent/checks/group.ts';
import { diagnosisOf, type Judged } from '../../../pod-agent/checks/judge-all.ts';
import type { Finding } from '../../../pod-agent/protocol/finding.ts';
import type { JobEventBody, JobStream } from '../../../pod-agent/protocol/job-events.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import { safeDeep } from '../../base/safe-text.ts';
import type { Pod } from '../../fleet/pod.ts';
import type { Cloud } from '../../runpod/cloud.ts';
import type { SshFailure } from '../../ssh/failure.ts';
import { eventsOfDiagnosis, stepsBegun } from '../diagnosis-events.ts';
import { askGreeting } from './ask-greeting.ts';
import { askPage } from './ask-page.ts';
import { outsideCauses } from './causes.ts';
import type { ApiAnswer, OutsideCheck, OutsideSeen } from './check.ts';
import { outsideChecks } from './index.ts';
import { type ProxyUrlOf, usualProxyUrl } from './proxy-url.ts';

export type OutsideOptions = {
  /** As it is known. */
  readonly pod: Pod;
  /** null where there is no API: a host given by hand, or no key. */
  readonly cloud: Pick<Cloud, 'getPod'> | null;
  /** Why a connection did not come about, where one was tried. */
  readonly sshFailure: SshFailure | null;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** Where a port is served to the world. */
  readonly proxyUrlOf?: ProxyUrlOf;
  /** What each question may take. */
  readonly timeoutMs?: number;
};

const usualTimeoutMs = 8000;
/** RunPod's own, which nobody has declared. */
const hiddenPort = 19123;
/** RunPod allows no more HTTP ports. */
const maxPages = 10;

/** Never throws; ends with a verdict. The API is asked first, because it tells the addresses; then all else at once. */
export async function* diagnoseFromOutside(options: OutsideOptions): JobStream {
  const { signal, clock = systemClock } = options;
  const atMs = clock.wallMs();
  const beganMs = clock.monotonicMs();
  yield* stepsBegun(outsideChecks);
  const seen = await lookFromOutside(options);
  if (signal.aborted) return yield stopped;
  const tookMs = clock.monotonicMs() - beganMs;
  const judged = outsideChecks.map((check) => judgeOutside(check, seen, tookMs));
  const diagnosis = diagnosisOf({ atMs, tookMs, via: 'outside' }, judged, outsideCauses);
  yield* eventsOfDiagnosis(safeDeep(diagnosis));
}

/** Pure but for the clock and the questions, which are `options`' own. */
export async function lookFromOutside(options: OutsideOptions): Promise<OutsideSeen> {
  const { signal, timeoutMs = usualTimeoutMs, proxyUrlOf = usualProxyUrl, clock = systemClock } = options;
  const api = await askApi(options, clock);
  const pod = api.kind === 'pod' ? api.pod : options.pod;
  const limits = { timeoutMs, signal };
  const pages = pod.provider === 'runpod' && pod.state.kind === 'running' ? httpPortsOf(pod) : [];
  const [greeting, ...answers] = await Promise.all([
    pod.ssh === null ? null : askGreeting(pod.ssh, limits),
    ...pages.map((port) => askPage({ port, url: `${proxyUrlOf(pod.id, port)}/` }, limits)),
  ]);
  return { pod, api, greeting, sshFailure: options.sshFailure, pages: answers, nowMs: clock.wallMs() };
}

async function askApi(
  { pod, cloud, signal, timeoutMs = usualTimeoutMs }: OutsideOptions,
  clock: Clock,
): Promise<ApiAnswer> {
  if (cloud === null || pod.provider !== 'runpod') return { kind: 'no-api' };
  const beganMs = clock.monotonicMs();
  const answer = await cloud.getPod(pod.id, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
  if (answer.ok) return { kind: 'pod', pod: answer.value, tookMs: clock.monotonicMs() - beganMs };
  // It was cancelled from here, because it took too long.
  const failure = answer.code === 'cancelled' ? ({ ...answer, code: 'timeout' } as const) : answer;
  return { kind: 'failed', failure };
}

function httpPortsOf({ ports }: Pod): readonly number[] {
  const declared = ports.filter(({ type, privatePort }) => type === 'http' && privatePort !== hiddenPort);
  return [...new Set(declared.map(({ privatePort }) => privatePort))].slice(0, maxPages);
}

function judgeOutside(check: OutsideCheck, seen: OutsideSeen, tookMs: number): Judged {
  const findings = check
    .judge(seen)
    .map((draft): Finding => ({ ...draft, checkId: check.id, causedBy: null }));
  const [worst] = [...findings].sort((left, right) => rank(left.status) - rank(right.status));
  return {
    findings,
    outcome: {
      checkId: check.id,
      title: check.title,
      status: worst?.status ?? 'unknown',
      summary: worst?.title ?? '',
      tookMs: Math.round(tookMs),
    },
  };
}

const stopped: JobEventBody = {
  kind: 'verdict',
  verdict: 'stopped',
  text: 'Stopped before every check was done.',
  exitCode: 3,
};
