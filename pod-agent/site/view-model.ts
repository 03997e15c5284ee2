/** What is shown, made of what was heard and the time. Pure. */
import type { HealthStatus } from '../protocol/health-report.ts';
import type { ServedHealth } from '../protocol/served-health.ts';
import type { Contact } from './contact.ts';
import { glyphs } from './signs.ts';
import { type AlertView, alertsOf, type CheckView, checksOf } from './view-checks.ts';
import { type GpusView, gpusOf } from './view-gpus.ts';
import { type StartView, startOf } from './view-start.ts';
import { duration } from './words.ts';

export type View = {
  /** Of the browser's tab. */
  readonly title: string;
  readonly podId: string | null;
  readonly status: HealthStatus;
  /** Does not count up, so that it is read aloud only when something changes. */
  readonly summary: string;
  /** How old what is shown is. Counts up. */
  readonly age: string;
  readonly facts: readonly Fact[];
  /** null while nothing live has come yet. */
  readonly details: {
    /** Of an earlier time: shown dimmed. */
    readonly isOld: boolean;
    readonly checks: readonly CheckView[];
    readonly alerts: readonly AlertView[];
    readonly gpus: GpusView;
    readonly start: StartView | null;
  } | null;
};

export type Fact = { readonly name: string; readonly value: string };

/** @param nowMs By the page's clock, which `cameAtMs` is of as well. */
export function viewOf(contact: Contact, nowMs: number): View {
  const verdict = verdictOf(contact, nowMs);
  const health = contact.lastLive?.health ?? null;
  const podId = health?.podId ?? null;
  const podNowMs = health === null ? 0 : podTime(contact, nowMs);
  return {
    title: [`${glyphs[verdict.status]} ${verdict.status}`, podId ?? 'pod'].join(' · '),
    podId,
    status: verdict.status,
    summary: verdict.summary,
    age: verdict.age,
    facts: health === null ? [] : factsOf(health, sinceLive(contact, nowMs)),
    details:
      health === null
        ? null
        : {
            isOld: verdict.isOld,
            checks: checksOf(health.checks),
            alerts: alertsOf(health.alerts, podNowMs),
            gpus: gpusOf(health.gpu),
            start: startOf(health.start),
          },
  };
}

type Verdict = Pick<View, 'status' | 'summary' | 'age'> & { readonly isOld: boolean };

function verdictOf(contact: Contact, nowMs: number): Verdict {
  const { newest } = contact;
  if (newest === null) return { status: 'unknown', summary: 'Asking the pod.', age: '', isOld: false };
  if (newest.kind === 'live') return verdictOfLive(newest.health, sinceLive(contact, nowMs));
  return { status: 'unknown', summary: trouble(newest), age: lastLiveText(contact, nowMs), isOld: true };
}

function trouble(answer: Exclude<NonNullable<Contact['newest']>, { kind: 'live' }>): string {
  if (answer.kind === 'fallback') return 'The agent in the pod does not answer; its web server does.';
  if (answer.kind === 'no-answer') return `The pod does not answer: ${answer.reason}.`;
  return `The pod's answer was not understood: ${answer.reason}. If the pod was updated, load this page again.`;
}

function lastLiveText({ lastLive }: Contact, nowMs: number): string {
  if (lastLive === null) return 'no live answer since this page was opened';
  return `last live answer ${duration(nowMs - lastLive.cameAtMs)} ago, it said ${lastLive.health.status}`;
}

const periodsUntilStale = 3;

function verdictOfLive(health: ServedHealth, sinceAnswerMs: number): Verdict {
  const { report, atMs } = health;
  if (report === null || atMs === null) {
    // Without a report nothing was checked, so nothing can be well.
    const status = health.status === 'ok' ? 'unknown' : health.status;
    return { status, summary: health.summary, age: 'nothing checked yet', isOld: false };
  }
  const ageMs = Math.max(0, atMs - report.atMs) + sinceAnswerMs;
  const periodMs = report.periodSeconds * 1000;
  const age = `checked ${duration(ageMs)} ago, every ${duration(periodMs)}`;
  if (ageMs <= periodMs * periodsUntilStale)
    return { status: health.status, summary: health.summary, age, isOld: false };
  const summary = `Stale: the monitor has written no report for more than ${periodsUntilStale} of its periods. It last said ${health.status}.`;
  return { status: 'unknown', summary, age, isOld: true };
}

function sinceLive({ lastLive }: Contact, nowMs: number): number {
  return lastLive === null ? 0 : Math.max(0, nowMs - lastLive.cameAtMs);
}

/** The pod's clock now: what it said when it answered, and the time since. The visitor's own clock may be wrong. */
function podTime(contact: Contact, nowMs: number): number {
  return (contact.lastLive?.health.atMs ?? 0) + sinceLive(contact, nowMs);
}

function factsOf(health: ServedHealth, sinceAnswerMs: number): readonly Fact[] {
  const { version, revision, uptimeSeconds, agentVersion } = health;
  return [
    { name: 'Up', value: uptimeSeconds === null ? null : duration(uptimeSeconds * 1000 + sinceAnswerMs) },
    { name: 'Version', value: version },
    { name: 'Revision', value: revision?.replace(/^([0-9a-f]{12})[0-9a-f]{28}$/, '$1') ?? null },
    { name: 'Agent', value: agentVersion },
  ].map(({ name, value }) => ({ name, value: value ?? 'not told' }));
}
