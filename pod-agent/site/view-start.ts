/** How the pod's start went, phase by phase. Pure. */
import type { HealthStatus } from '../protocol/health-report.ts';
import type { ServedPhase, ServedStart } from '../protocol/served-health.ts';
import { counted, shortDuration } from './words.ts';

export type StartView = {
  readonly status: HealthStatus;
  /** "ready after 4.2 s, 9 phases". */
  readonly summary: string;
  /** While it starts and after it failed; what went well is folded. */
  readonly isOpen: boolean;
  readonly phases: readonly PhaseView[];
};

export type PhaseView = {
  readonly status: HealthStatus;
  readonly name: string;
  readonly outcome: ServedPhase['outcome'];
  readonly took: string;
  readonly found: readonly string[];
  readonly fix: string | null;
};

const statuses: Readonly<Record<ServedPhase['outcome'], HealthStatus>> = {
  done: 'ok',
  warned: 'warn',
  failed: 'fail',
};

/** @param start null where the agent did not start the pod: then there is nothing to show. */
export function startOf(start: ServedStart | null): StartView | null {
  if (start === null) return null;
  const phases = start.phases.map(phaseOf);
  const warned = phases.some(({ status }) => status !== 'ok');
  const status = { starting: 'unknown', failed: 'fail', ready: warned ? 'warn' : 'ok' } as const;
  return {
    status: status[start.state],
    summary: summaryOf(start),
    isOpen: start.state !== 'ready',
    phases,
  };
}

function summaryOf({ state, tookMs, phases }: ServedStart): string {
  const warned = phases.filter(({ outcome }) => outcome !== 'done').length;
  const done = `${counted(phases.length, 'phase')}${state === 'starting' ? ' done' : ''}`;
  const time = tookMs === null ? '' : ` ${state === 'starting' ? 'for' : 'after'} ${shortDuration(tookMs)}`;
  const doubts = state === 'ready' && warned > 0 ? `, ${warned} with a warning` : '';
  return `${state}${time}, ${done}${doubts}`;
}

function phaseOf({ id, outcome, tookMs, found, fix }: ServedPhase): PhaseView {
  return {
    status: statuses[outcome],
    name: id.replaceAll('-', ' '),
    outcome,
    took: shortDuration(tookMs),
    found,
    fix,
  };
}
