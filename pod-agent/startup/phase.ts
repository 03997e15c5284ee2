/** What a phase of the pod's start is, and what it works with. */
import type { Host } from '../host/host.ts';
import type { NginxPlan } from '../nginx/plan.ts';
import type { HealthReport } from '../protocol/health-report.ts';
import type { OptimisationReport } from '../protocol/optimisation.ts';
import type { ServedPhase } from '../protocol/served-health.ts';
import type { servingSettings } from '../settings/serving.ts';
import type { ValuesOf } from '../settings/setting.ts';
import type { Problem, Variables } from '../settings/variables.ts';
import type { NginxProgram } from '../supervisor/nginx-program.ts';
import type { NginxService } from '../supervisor/nginx-service.ts';

export type Serving = ValuesOf<typeof servingSettings>;

export type PodStart = {
  readonly serving: Serving;
  readonly variables: Variables;
  /** Settings that could not be taken. */
  readonly problems: readonly Problem[];
  readonly host: Host;
  /** Folder that nginx is started with. */
  readonly prefix: string;
  readonly readyFile: string;
  /** By the phases that have run so far. */
  readonly past: readonly ServedPhase[];
  /** Since this start began: that of the process, or a later one that a signal asked for. */
  elapsedMs(): number;
  optimise(): Promise<OptimisationReport>;
  /** What nginx is to be configured by, as the pod's limits are now. */
  plan(): Promise<NginxPlan>;
  readonly nginx: { readonly program: NginxProgram; readonly service: NginxService };
  readonly fallback: string;
  /** Settles, without a rejection, when sshd is there or will not come. */
  readonly ssh: Promise<{ readonly trouble: string | null }>;
  readonly monitor: {
    /** Looks for the first time, and goes on looking. */
    begin(): Promise<HealthReport>;
    look(): Promise<HealthReport>;
    /** Where the agent's own pages are; `trouble` says why not at the port that was wanted. */
    pages(): AgentPages;
  };
  readonly signal: AbortSignal;
};

export type AgentPages = { readonly port: number; readonly trouble: string | null };

/** `warned`: the pod serves, and somebody should know. `failed`: it does not serve as it should. */
export type PhaseOutcome = Pick<ServedPhase, 'outcome' | 'found' | 'fix'>;

export type Phase = {
  readonly id: string;
  /** Never rejects for what is expected to go wrong; a rejection counts as failed, in its own words. */
  run(pod: PodStart): Promise<PhaseOutcome>;
};

export function done(...found: readonly string[]): PhaseOutcome {
  return { outcome: 'done', found, fix: null };
}

export function warned(found: readonly string[], fix: string): PhaseOutcome {
  return { outcome: 'warned', found, fix };
}

export function failed(found: readonly string[], fix: string): PhaseOutcome {
  return { outcome: 'failed', found, fix };
}

export function hasFailed(pod: PodStart, id: string): boolean {
  return pod.past.some((phase) => phase.id === id && phase.outcome === 'failed');
}
