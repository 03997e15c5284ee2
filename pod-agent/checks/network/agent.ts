/** The agent behind the health page: where it is silent, nginx answers in its place, and every health check fails. */
import { textOf } from '../../collectors/proc-text.ts';
import type { Fix } from '../../protocol/finding.ts';
import type { Draft, Seen } from '../check.ts';
import { agentLock, holderOf, lockIn } from '../nginx/sources.ts';
import { advice, seen, trouble } from '../web/draft.ts';
import { readHttp } from '../web/http-answer.ts';
import { processTree, type TreeProcess } from '../web/process-tree.ts';
import { application, processStats } from '../web/sources.ts';
import { healthPage } from './sources.ts';

export function judgeAgent(given: Seen): readonly Draft[] {
  const { plan, answers } = given;
  const page = readHttp(answers[healthPage(plan).id]);
  // Where nginx itself does not answer, its own check says so.
  if (!plan.isOurImage || readHttp(answers[application(plan).id]).kind !== 'answered') return [];
  const isSilent =
    page.kind === 'silent' || (page.kind === 'answered' && /"live"\s*:\s*false/.test(page.body));
  return isSilent ? [silent(given, agentIn(given))] : [];
}

/** 0: it left no number. */
function agentIn({ plan, answers }: Seen): {
  readonly pid: number;
  readonly process: TreeProcess | undefined;
} {
  const lock = lockIn(textOf(answers, agentLock(plan)));
  if (lock === null) return { pid: 0, process: undefined };
  const living = processTree(textOf(answers, processStats) ?? '').filter(({ state }) => !/[ZX]/.test(state));
  return { pid: lock.pid, process: holderOf(lock, living) };
}

function silent({ plan }: Seen, { pid, process }: ReturnType<typeof agentIn>): Draft {
  const where = `http://127.0.0.1:${plan.appPort}/health.json`;
  const isStopped = process !== undefined && /[Tt]/.test(process.state);
  const state =
    process === undefined ? 'gone' : isStopped ? 'stopped by a signal' : `there (state ${process.state})`;
  return trouble({
    id: 'network-agent-silent',
    title: 'The agent does not answer: the health page says that nobody looks after the pod',
    status: 'fail',
    evidence: [
      seen(where, 'nginx answers in the place of the agent', where, '"live": true'),
      seen(
        'process of the agent',
        `${pid > 0 ? `${pid}, ` : ''}${state}`,
        `${plan.runFolder}/agent.lock, /proc/PID/stat`,
      ),
    ],
    causes:
      process === undefined
        ? ['The agent was killed: by hand, or by the kernel when memory ran out.']
        : isStopped
          ? ['A signal stopped it (SIGSTOP, or a debugger).']
          : ['It hangs, or has no CPU time to answer with.'],
    impact:
      'Health checks get 503. The site is served, but nobody starts nginx again when it ends, and no alert is sent.',
    fix: fixOf(pid, { isThere: process !== undefined, isStopped }),
    documentation: 'The agent does not answer',
  });
}

function fixOf(pid: number, about: { readonly isThere: boolean; readonly isStopped: boolean }): Fix {
  if (about.isStopped)
    return { text: 'Let the agent go on.', command: `kill -CONT ${pid}`, safe: true, reversible: true };
  return advice(
    about.isThere
      ? 'See the findings on CPU and processes; where it stays silent, restart the pod.'
      : 'Restart the pod: the agent is its first program.',
  );
}
