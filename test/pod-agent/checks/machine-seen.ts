/** What a check has seen, written out by hand: texts by source, and the rest absent, as on a machine that lacks it. */
import type { Check, Draft, PodPlan, Seen } from '../../../pod-agent/checks/check.ts';
import type { Answer, Answers } from '../../../pod-agent/host/host.ts';

type Texts = Readonly<Record<string, string | Answer>>;

export type Machine = {
  readonly now: Texts;
  /** What was otherwise a second ago; without it nothing was asked twice. */
  readonly before?: Texts;
  readonly elapsedMs?: number;
  readonly plan?: Partial<PodPlan>;
};

export const usualPlan: PodPlan = {
  appPort: 80,
  appPath: '/',
  isAppExpected: true,
  site: '/srv/site',
  runFolder: '/run/pod-agent',
  logFolder: '/var/log/pod-agent',
  agentPort: 9480,
  nginxStatusPort: 9481,
  gpuCount: null,
  podId: null,
  isOurImage: true,
};

export function judgeMachine(check: Check, machine: Machine): readonly Draft[] {
  return check.judge(seenBy(check, machine));
}

export function seenBy(check: Check, machine: Machine): Seen {
  const plan = { ...usualPlan, ...machine.plan };
  const sources = check.needs(plan);
  const hot = sources.filter(({ cadence }) => cadence === 'hot').map(({ id }) => id);
  const all = { ...machine.before, ...machine.now };
  const strangers = Object.keys(all).filter((id) => !sources.some((source) => source.id === id));
  if (strangers.length > 0) throw new Error(`${check.id} does not read ${strangers.join(', ')}.`);
  const answers = Object.fromEntries(sources.map(({ id }) => [id, answerOf(machine.now[id])]));
  const wasBefore = machine.before === undefined ? null : { ...machine.now, ...machine.before };
  const before: Answers | null =
    wasBefore === null ? null : Object.fromEntries(hot.map((id) => [id, answerOf(wasBefore[id])]));
  const elapsedMs = before === null ? null : (machine.elapsedMs ?? 1000);
  return { plan, answers, before, elapsedMs, wallMs: 1_800_000_000_000 };
}

function answerOf(given: string | Answer | undefined): Answer {
  if (given === undefined) return { ok: false, reason: 'absent', message: 'It is not there.' };
  return typeof given === 'string' ? { ok: true, text: given } : given;
}

export const inContainer: Texts = { '/sys/fs/cgroup/cgroup.events': 'populated 1\nfrozen 0\n' };

/** A line of /proc/<pid>/stat. */
export function statLine(given: {
  readonly pid: number;
  readonly name: string;
  readonly state?: string;
  readonly parentPid?: number;
  readonly ticks?: number;
  readonly residentPages?: number;
}): string {
  const { pid, name, state = 'S', parentPid = 1, ticks = 0, residentPages = 100 } = given;
  return `${pid} (${name}) ${state} ${parentPid} ${pid} ${pid} 0 -1 0 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${pid} 0 ${residentPages} 0 0\n`;
}

/** Those that are no mere "all is well", the gravest first as a check gives them. */
export function troubles(drafts: readonly Draft[]): readonly string[] {
  return drafts
    .filter(({ status }) => status === 'warn' || status === 'fail')
    .map(({ id, status }) => `${status} ${id}`);
}

/** An operator can act on it: every trouble says where it was seen, why, what it does, and what to do. */
export function incomplete(drafts: readonly Draft[]): readonly string[] {
  return drafts
    .filter(({ status }) => status === 'warn' || status === 'fail')
    .filter(
      ({ evidence, causes, impact, fix, documentation }) =>
        evidence.length === 0 ||
        causes.length === 0 ||
        impact === null ||
        fix === null ||
        documentation === null,
    )
    .map(({ id }) => id);
}
