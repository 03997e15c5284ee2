/** How the state of a job and of one of its runs is shown: glyph, word and role together. */
import type { JobVerdict } from '../../../pod-agent/protocol/job-events.ts';
import type { Job, PodRun, RunState } from '../../jobs/model/job.ts';
import type { LineRole } from '../../jobs/model/line.ts';
import { verdictLook } from '../../jobs/model/looks.ts';
import { isJobOver, isRunOver, jobVerdict } from '../../jobs/model/questions.ts';
import type { Sign } from './condition-look.ts';
import type { Role } from './theme.ts';

export const lineRoles: Readonly<Record<LineRole, Role>> = {
  text: 'text',
  dim: 'dim',
  ok: 'ok',
  info: 'info',
  warn: 'warn',
  fail: 'crit',
  unknown: 'lost',
  heading: 'title',
};

const stoppingWords = { asked: 'stopping: asked', term: 'stopping: TERM', kill: 'stopping: KILL' } as const;

export function runSign(state: RunState): Sign {
  switch (state.kind) {
    case 'waiting':
      return { glyph: '◌', word: 'waiting', role: 'info' };
    case 'running':
      return { glyph: '▶', word: 'running', role: 'info' };
    case 'parted':
      return { glyph: '⇋', word: 'link down, goes on in the pod', role: 'lost' };
    case 'stopping':
      return { glyph: '■', word: stoppingWords[state.how], role: 'warn' };
    case 'left':
      return { glyph: '?', word: 'left behind', role: 'lost' };
    case 'ended': {
      const { glyph, word, role } = verdictLook(state.verdict, state.exitCode);
      return { glyph, word, role: lineRoles[role] };
    }
  }
}

/** The first of these that any run is in: what somebody does, then what goes on. */
const order: readonly RunState['kind'][] = ['stopping', 'running', 'parted', 'waiting', 'left'];

/** Of a job on several pods: while it goes on, what its runs do now; then the worst of their verdicts. */
export function jobSign(job: Job): Sign {
  const verdict = jobVerdict(job);
  if (isJobOver(job) && verdict !== null) {
    const { glyph, word, role } = verdictLook(verdict, worstCode(job, verdict));
    return { glyph, word, role: lineRoles[role] };
  }
  const kinds = order.find((kind) => job.runs.some(({ state }) => state.kind === kind));
  const run = job.runs.find(({ state }) => state.kind === kinds);
  if (run === undefined) return { glyph: '?', word: 'unknown', role: 'lost' };
  const sign = runSign(run.state);
  const done = job.runs.filter(isRunOver).length;
  return job.runs.length === 1 ? sign : { ...sign, word: `${sign.word}, ${done} of ${job.runs.length} done` };
}

/** Of the runs that ended so. */
function worstCode({ runs }: Job, verdict: JobVerdict): number {
  const codes = runs.map(({ state }) =>
    state.kind === 'ended' && state.verdict === verdict ? state.exitCode : 0,
  );
  return Math.max(...codes);
}

/** "deploy", or what else is done to a project: "rollback", "resume", "abort". */
export function kindText({ kind, arguments: { deploy } }: Pick<Job, 'kind' | 'arguments'>): string {
  return kind === 'deploy' ? (deploy?.mode ?? kind) : kind;
}

/** "llama-sft-0", or "llama-sft-0 +2". */
export function podsText(runs: readonly PodRun[]): string {
  const first = runs[0]?.podName ?? 'no pod';
  return runs.length > 1 ? `${first} +${runs.length - 1}` : first;
}
