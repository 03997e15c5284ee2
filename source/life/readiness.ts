/** How far a pod has come on its way to being of use, rung by rung, and where it hangs. */
import type { HealthReport } from '../../pod-agent/protocol/health-report.ts';
import type { Link } from '../fleet/link.ts';
import type { Pod } from '../fleet/pod.ts';
import { statusChangeText } from '../fleet/status-change.ts';
import { failureLine, lastTelling, recentStarts, type SystemLogLine } from './system-log.ts';

export const readinessIds = ['rented', 'image', 'container', 'port', 'ssh', 'agent', 'health'] as const;
export type ReadinessId = (typeof readinessIds)[number];

export type ReadinessRung = {
  readonly id: ReadinessId;
  readonly title: string;
  /** `waits`: it may come by itself. `unknown`: nobody can tell. `later`: a rung before it has not been reached. */
  readonly state: 'done' | 'waits' | 'failed' | 'unknown' | 'later';
  /** One sentence without a full stop. */
  readonly text: string;
  /** The line of RunPod's log that tells why, as it stands there; null: there is none. */
  readonly quote: string | null;
  /** What to do about it; empty where there is nothing to be done but to wait. */
  readonly fix: string;
};

export type ReadinessFacts = {
  readonly pod: Pod;
  /** The telemetry link; null: nobody has tried, as for a command that does not connect. */
  readonly link: Link | null;
  /** Whether an SSH banner was had; absent or null: only the link can tell. */
  readonly sshAnswers?: boolean | null;
  readonly health?: HealthReport | null;
  /** Of who looks once: how long was waited in vain for a first sample, or for a report after it. */
  readonly waitedMs?: number | null;
  /** RunPod's own log of the pod, oldest first; null: not read yet, or not to be had. */
  readonly systemLog: readonly SystemLogLine[] | null;
  readonly nowMs: number;
};

type Verdict = Omit<ReadinessRung, 'id' | 'title'>;

/** All seven, in their order. After the first that is not reached the others are `later`. */
export function readinessOf(facts: ReadinessFacts): readonly ReadinessRung[] {
  const rungs: ReadinessRung[] = [];
  let isBarred = false;
  for (const { id, title, judge } of ladder) {
    const verdict: Verdict = isBarred ? later : judge(facts);
    rungs.push({ id, title, ...verdict });
    isBarred = isBarred || verdict.state === 'waits' || verdict.state === 'failed';
  }
  return rungs;
}

/** The first rung that is not reached; null for a pod that is ready. */
export function hangingRung(rungs: readonly ReadinessRung[]): ReadinessRung | null {
  return rungs.find(({ state }) => state === 'failed' || state === 'waits') ?? null;
}

const later: Verdict = { state: 'later', text: '', quote: null, fix: '' };

const ladder: readonly {
  readonly id: ReadinessId;
  readonly title: string;
  readonly judge: (facts: ReadinessFacts) => Verdict;
}[] = [
  { id: 'rented', title: 'rented', judge: judgeRented },
  { id: 'image', title: 'image pulled', judge: judgeImage },
  { id: 'container', title: 'container started', judge: judgeContainer },
  { id: 'port', title: 'port published', judge: judgePort },
  { id: 'ssh', title: 'ssh answers', judge: judgeSsh },
  { id: 'agent', title: 'agent streams', judge: judgeAgent },
  { id: 'health', title: 'health', judge: judgeHealth },
];

function judgeRented({ pod, systemLog }: ReadinessFacts): Verdict {
  const { state } = pod;
  if (state.kind === 'terminated') return failed('it has been terminated', null, 'Create another.');
  if (state.kind === 'unknown') return { ...unknown(state.reason), fix: '' };
  if (state.kind !== 'stopped') return done(rentedText(pod));
  const why = pod.lastStatusChange === null ? '' : `: ${statusChangeText(pod.lastStatusChange)}`;
  const quote = state.by === 'user' ? null : quoted(failureLine(systemLog));
  return failed(`it is stopped${why}`, quote, stoppedFixes[state.by]);
}

const stoppedFixes = {
  user: 'Start it.',
  runpod: 'Look at the balance and at the image: RunPod ends a pod for want of either.',
  outbid: 'Start it again with a higher bid, or rent it on demand.',
  unknown: 'Start it.',
} as const;

function rentedText({ gpuName, gpuCount, region }: Pod): string {
  const gpu = gpuName === null ? 'a machine' : `${gpuCount ?? '?'}×${gpuName}`;
  return region === null ? gpu : `${gpu} in ${region}`;
}

/** Without RunPod's log a pull and a start cannot be told apart: the API has one word for both. */
function judgeImage(facts: ReadinessFacts): Verdict {
  const { pod, systemLog } = facts;
  if (pod.state.kind === 'running' || loopOf(facts) !== null) return done(pod.image ?? '');
  const failure = failureLine(systemLog);
  if (failure?.about === 'image') return failed('it cannot be pulled', failure.text, failure.fix);
  if (systemLog === null) return waits(`${pod.image ?? 'the image'} is pulled, or the container is made`);
  const telling = lastTelling(systemLog);
  if (telling === 'pulled' || telling === 'started' || failure !== null) return done(pod.image ?? '');
  return waits(`${pod.image ?? 'the image'} is being pulled`, quoted(systemLog.at(-1) ?? null));
}

function judgeContainer(facts: ReadinessFacts): Verdict {
  const { pod, systemLog } = facts;
  const loop = loopOf(facts);
  if (loop !== null) return loop;
  if (pod.state.kind === 'running') return done('RunPod reports it');
  const failure = failureLine(systemLog);
  if (failure !== null) return failed('it does not stay up', failure.text, failure.fix);
  return waits('no container is reported yet', quoted(systemLog?.at(-1) ?? null));
}

/** RunPod calls a pod running between two ends of what it starts; who gets in knows better. */
function loopOf({ link, systemLog, nowMs }: ReadinessFacts): Verdict | null {
  if (link?.kind === 'live' || link?.kind === 'stale') return null;
  const starts = recentStarts(systemLog, nowMs);
  if (starts.length < startsOfLoop) return null;
  const text = `it does not stay up: it was started ${starts.length} times within ten minutes`;
  const failure = failureLine(systemLog);
  return failed(text, quoted(failure ?? starts.at(-1) ?? null), failure?.fix ?? loopFix);
}

const startsOfLoop = 3;
const loopFix =
  'What the container starts ends by itself: its own log tells why (pod-engine logs NAME; in the console :pods logs).';

function judgePort({ pod, link }: ReadinessFacts): Verdict {
  if (pod.ssh !== null) return done(`${pod.ssh.host}:${pod.ssh.port}`);
  const isThrough = link?.kind === 'live' || link?.kind === 'stale';
  if (isThrough && link.over === 'pty') return done('not public, but RunPod’s proxy is a way in');
  const mapped = pod.ports.find(({ privatePort, type }) => privatePort === 22 && type === 'tcp');
  if (mapped !== undefined)
    return failed(
      'port 22 is mapped, but this machine has no public address',
      null,
      'Nothing mends that machine: ask for the secure cloud, or go by the proxy.',
    );
  if (pod.ports.length === 0) return waits('RunPod has published none of its ports yet');
  return failed('port 22 is not among its ports', null, "Add 22/tcp to the pod's ports.");
}

/** A link that was refused or lost says more than a banner does. */
function judgeSsh({ pod, link, sshAnswers, waitedMs = null }: ReadinessFacts): Verdict {
  switch (link?.kind) {
    case 'live':
    case 'stale':
      return done('sshd answers');
    case 'refused':
      return failed(withoutStop(link.reason), null, link.hint);
    case 'lost':
      return waits(withoutStop(link.reason), null, sshFix(pod));
    case 'none':
      return unknown(withoutStop(link.reason));
    default:
      if (sshAnswers === true) return done('sshd answers');
      if (link === null || link === undefined)
        return sshAnswers === false ? waits('nothing answers at the port') : unknown('nobody has asked');
      return waitedMs === null
        ? waits('it is being asked')
        : waits(`no answer${within(waitedMs)}`, null, sshFix(pod));
  }
}

function sshFix({ image }: Pod): string {
  return `If it stays so, ${image ?? 'the image'} may start no sshd: RunPod's own images start one where the account has a key.`;
}

function judgeAgent({ link, waitedMs = null }: ReadinessFacts): Verdict {
  if (link?.kind === 'live') return done(link.via === 'agent' ? 'by the agent' : 'by a probe: no Node there');
  if (link?.kind === 'stale') return waits('nothing has come for three intervals');
  if (link === null) return unknown('nobody has asked');
  return waitedMs === null
    ? waits('no sample has come yet')
    : waits(`no sample${within(waitedMs)}`, null, agentFix);
}

const agentFix =
  'What SSH starts there does not answer: the pod may be short of memory, or a disk of it hangs.';

/** A pod whose health nobody judges is of use all the same; one that was asked for it and hangs is not known to be. */
function judgeHealth({ health, waitedMs = null }: ReadinessFacts): Verdict {
  if (health === undefined || health === null)
    return waitedMs === null ? unknown('no report') : waits(`no report${within(waitedMs)}`, null, reportFix);
  const bad = health.checks.find(({ status }) => status === 'fail');
  if (bad !== undefined) return failed(`${bad.id}: ${bad.summary}`, null, '');
  const good = health.checks.filter(({ status }) => status === 'ok').length;
  return done(`${good} of ${health.checks.length} checks ok`);
}

function done(text: string): Verdict {
  return { state: 'done', text, quote: null, fix: '' };
}

function waits(text: string, quote: string | null = null, fix = ''): Verdict {
  return { state: 'waits', text, quote, fix };
}

function failed(text: string, quote: string | null, fix: string): Verdict {
  return { state: 'failed', text, quote, fix };
}

function unknown(text: string): Verdict {
  return { state: 'unknown', text, quote: null, fix: '' };
}

function quoted(line: { readonly text: string } | null): string | null {
  return line?.text ?? null;
}

const reportFix =
  'The cards or the application do not answer there: pod-engine health NAME waits longer for them.';

function within(waitedMs: number): string {
  return ` within ${Math.round(waitedMs / 1000)} s`;
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
