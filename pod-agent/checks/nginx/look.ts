/** What is known of nginx in this pod, read from the answers once for all judges of this check. */
import { textOf } from '../../collectors/proc-text.ts';
import type { PodPlan, Seen } from '../check.ts';
import { type ErrorLine, errorLines, isRecent } from '../web/error-log.ts';
import { type HttpAnswer, readHttp } from '../web/http-answer.ts';
import { type Listener, listenersIn } from '../web/listeners.ts';
import { processTree, type TreeProcess } from '../web/process-tree.ts';
import { application, nginxLogs, processStats, timeZone } from '../web/sources.ts';
import { type ConfigurationTest, readTest } from './configuration.ts';
import { agentLock, holderOf, listenLines, lockIn, pidFile } from './sources.ts';

export type NginxLook = {
  readonly plan: PodPlan;
  readonly test: ConfigurationTest;
  readonly masters: readonly TreeProcess[];
  readonly workers: readonly TreeProcess[];
  /** Workers that outlived their master: they serve on and hold its ports, and nobody reloads or ends them. */
  readonly orphans: readonly TreeProcess[];
  /** Of nginx's, stopped by a signal. */
  readonly stopped: readonly TreeProcess[];
  readonly listeners: readonly Listener[];
  /** The agent, which starts nginx; null where it cannot be seen. */
  readonly agentPid: number | null;
  /** A number in the pid file though no nginx has it: nginx was killed. */
  readonly stalePid: number | null;
  readonly answer: HttpAnswer;
  /** Of the last minutes. */
  readonly errors: readonly ErrorLine[];
  /** Without nginx the pod does not do what it is for. */
  readonly isWanted: boolean;
};

export function lookAtNginx(given: Seen): NginxLook {
  const { plan, answers, wallMs } = given;
  const tree = processTree(textOf(answers, processStats) ?? '').filter(({ state }) => !/[ZX]/.test(state));
  if (tree.length === 0) throw new Error('The processes of the pod cannot be listed.');
  const named = Number(textOf(answers, pidFile(plan))?.trim() || Number.NaN);
  const family = nginxFamily(tree, named);
  const listeners = listenersIn(answers);
  const zone = textOf(answers, timeZone) ?? '';
  const log = errorLines(textOf(answers, nginxLogs(plan).error) ?? '', zone);
  const isGone = Number.isInteger(named) && named > 0 && family.masters.length === 0;
  const answer = readHttp(answers[application(plan).id]);
  const errors = log.filter(({ atMs }) => isRecent(atMs, wallMs));
  // By the sockets: a pod without a tool that asks web servers gives no answer either.
  const isNobodyThere = !listeners.some(({ port }) => port === plan.appPort);
  const hasTried =
    family.masters.length === 0 && errors.some(({ text }) => /bind\(\) to .* failed \(98/.test(text));
  return {
    plan,
    test: readTest(answers, plan),
    ...family,
    listeners,
    agentPid: plan.isOurImage ? agentIn(given, tree, listeners) : null,
    stalePid: isGone ? named : null,
    answer,
    errors,
    isWanted:
      plan.isOurImage ||
      family.orphans.length > 0 ||
      isGone ||
      (plan.isAppExpected && isMeantFor(given) && (isNobodyThere || hasTried)),
  };
}

/** An image may have nginx lying about while another program is to serve the port. */
function isMeantFor({ plan, answers }: Seen): boolean {
  const lines = textOf(answers, listenLines) ?? '';
  return new RegExp(`^\\s*listen\\s+(?:\\S*:)?${plan.appPort}\\b`, 'm').test(lines);
}

/** By its lock; by the port of its pages only where it could leave none, since anybody may listen there when it is gone. */
function agentIn(
  { plan, answers }: Seen,
  tree: readonly TreeProcess[],
  listeners: readonly Listener[],
): number | null {
  const lock = lockIn(textOf(answers, agentLock(plan)));
  if (lock !== null) return holderOf(lock, tree)?.pid ?? null;
  return listeners.find(({ port }) => port === plan.agentPort)?.holders[0]?.pid ?? null;
}

type Family = Pick<NginxLook, 'masters' | 'workers' | 'orphans' | 'stopped'>;

/**
 * Arguments, which would say who is what, are not read. A master has children called like itself, or stands in the pid
 * file. A worker without one is an orphan where it was taken in by process 1, or where the leader of its group is gone;
 * this leaves out an nginx that only tries a configuration. A group of 0 is one whose leader is outside the container.
 */
function nginxFamily(tree: readonly TreeProcess[], named: number): Family {
  const pids = new Set(tree.map(({ pid }) => pid));
  const nginx = tree.filter(({ name }) => name === 'nginx');
  const own = new Set(nginx.map(({ pid }) => pid));
  const parents = new Set(nginx.map(({ parentPid }) => parentPid));
  const masters = nginx.filter(
    ({ pid, parentPid }) => !own.has(parentPid) && (parents.has(pid) || pid === named),
  );
  const lone = nginx.filter((one) => !own.has(one.parentPid) && !masters.includes(one));
  const orphans = lone.filter(
    ({ pid, parentPid, groupId }) =>
      groupId !== pid && (parentPid === 1 || (groupId > 0 && !pids.has(groupId))),
  );
  return {
    masters,
    workers: nginx.filter(({ parentPid }) => own.has(parentPid)),
    orphans,
    stopped: [...masters, ...nginx.filter(({ parentPid }) => own.has(parentPid))].filter(({ state }) =>
      /[Tt]/.test(state),
    ),
  };
}
