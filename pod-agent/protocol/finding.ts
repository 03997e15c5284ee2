/** What a diagnosis says: findings with their evidence, cause, impact and fix, and how each check went. */
import type { Scope } from './readings.ts';

/** `skip`: there is nothing of the kind here. `unknown`: it could not be looked at, which is not the same as being well. */
export type FindingStatus = 'ok' | 'info' | 'warn' | 'fail' | 'skip' | 'unknown';

export type Evidence = {
  /** What was looked at, e.g. "free space of /workspace". */
  readonly what: string;
  /** As it was found, with its unit. Never a secret's value. */
  readonly value: string;
  /** What it was held against; null where the value speaks for itself. */
  readonly expected: string | null;
  /** Where it was read: a file, a command, a URL. */
  readonly source: string;
};

export type Fix = {
  /** One sentence for people. */
  readonly text: string;
  /** A line for `sh -c` in the pod; null where a person has to decide something first. */
  readonly command: string | null;
  /** It loses nothing and interrupts nobody: only such a fix is offered to be run. */
  readonly safe: boolean;
  readonly reversible: boolean;
};

export type Finding = {
  /** Stable and unique within one diagnosis, e.g. "nginx-port-held" or "disk-full:/workspace". */
  readonly id: string;
  readonly checkId: string;
  /** One line that names the trouble and its measure. */
  readonly title: string;
  readonly status: FindingStatus;
  readonly scope: Scope;
  readonly evidence: readonly Evidence[];
  /** The likeliest first. */
  readonly causes: readonly string[];
  /** What it does to whoever uses the pod; null where it does nothing. */
  readonly impact: string | null;
  readonly fix: Fix | null;
  /** Heading of docs/diagnose.md that explains it. */
  readonly documentation: string | null;
  /** Id of the finding that brings this one about; null for a root. */
  readonly causedBy: string | null;
};

export type CheckOutcome = {
  readonly checkId: string;
  readonly title: string;
  /** The worst of its findings. */
  readonly status: FindingStatus;
  /** Why it is `unknown` or `skip`; else its result in one line. */
  readonly summary: string;
  readonly tookMs: number;
};

export type Diagnosis = {
  readonly schema: 1;
  /** When it began, by the clock of whoever looked. */
  readonly atMs: number;
  readonly tookMs: number;
  /** The agent in the pod, a shell over SSH in a pod without Node, or the console from outside. */
  readonly via: 'agent' | 'shell' | 'outside';
  readonly status: 'ok' | 'warn' | 'fail' | 'unknown';
  readonly checks: readonly CheckOutcome[];
  /** Worst root first, each followed by what it causes. */
  readonly findings: readonly Finding[];
};
