/** What the screen knows of projects and releases: read from the disk and asked of the API, for the deploy form and the list of releases. */
import type { DeployPlan, DeployRequest, StepId } from './deploy.ts';
import type { Release } from './release.ts';

export type KnownProject = {
  /** Absolute path of its pod-engine.yaml. */
  readonly file: string;
  readonly name: string;
  /** Why it cannot be deployed as it stands, one sentence; null: its file is good. */
  readonly problem: string | null;
  readonly strategy: 'new' | 'in-place' | 'blue-green';
  /** As RunPod spells the types, in order of wish. */
  readonly gpuTypeIds: readonly string[];
  readonly gpuCount: number;
  readonly dataCentreIds: readonly string[];
  /** The last good release whose pod still runs, as far as the ledger knows. */
  readonly running: Release | null;
  /** A deploy that did not come to its end: it can be resumed or aborted. */
  readonly unfinished: {
    readonly deployId: string;
    readonly step: StepId | null;
    readonly sinceMs: number;
  } | null;
  /** Who deploys it now, e.g. "ann@build, process 4711"; null: nobody. */
  readonly lockedBy: string | null;
};

export type GpuChoice = {
  readonly typeId: string;
  readonly displayName: string;
  readonly memoryGigabytes: number | null;
  readonly stock: 'high' | 'medium' | 'low' | 'none' | null;
  readonly dollarsPerGpuHour: number | null;
};

/** `failed`: one sentence says why; a plan with problems is `ready` all the same. */
export type PlanState =
  | { readonly kind: 'asked'; readonly request: DeployRequest; readonly atMs: number }
  | {
      readonly kind: 'ready';
      readonly request: DeployRequest;
      readonly atMs: number;
      readonly plan: DeployPlan;
    }
  | {
      readonly kind: 'failed';
      readonly request: DeployRequest;
      readonly atMs: number;
      readonly reason: string;
    };

export type DeploysSnapshot = {
  readonly projects: readonly KnownProject[];
  /** Of all known projects, newest first, at most `maxReleases`. */
  readonly releases: readonly Release[];
  /** null: not asked yet. */
  readonly gpus: { readonly atMs: number; readonly choices: readonly GpuChoice[] } | null;
  readonly dataCentres: readonly { readonly id: string; readonly location: string | null }[] | null;
  readonly plan: PlanState | null;
};

export const maxReleases = 500;

export const noDeploys: DeploysSnapshot = {
  projects: [],
  releases: [],
  gpus: null,
  dataCentres: null,
  plan: null,
};
