/** A deploy as the screen and the command line speak of it: what is asked for, and what would be done. Plain data. */

/** In the order in which they run. */
export const stepIds = [
  'preflight',
  'test',
  'build',
  'try',
  'push',
  'tag',
  'template',
  'pod',
  'ready',
  'verify',
  'done',
] as const;

export type StepId = (typeof stepIds)[number];

/**
 * Which pod becomes the release. `in-place`: that pod is changed, and loses all outside of its volume. `blue-green`: a new
 * one is made and proved, then that pod is stopped.
 */
export type DeployTarget =
  | { readonly kind: 'new' }
  | { readonly kind: 'in-place'; readonly podId: string }
  | { readonly kind: 'blue-green'; readonly podId: string };

export type DeployMode = 'deploy' | 'resume' | 'abort' | 'rollback';

export type DeployRequest = {
  readonly mode: DeployMode;
  /** Absolute path of the project's pod-engine.yaml. */
  readonly projectFile: string;
  /** null: as the project says, on the pod of the release that runs. */
  readonly target: DeployTarget | null;
  /** In place of the project's, in order of wish. */
  readonly gpuTypeIds: readonly string[] | null;
  readonly dataCentreIds: readonly string[] | null;
  /** In place of the project's own rule. Without a leading v. */
  readonly version: string | null;
  /** Takes a tree with changes that are not committed; such a release is never tagged and never rolled back to by default. */
  readonly allowDirty: boolean;
  readonly only: readonly StepId[];
  readonly from: StepId | null;
  readonly skip: readonly StepId[];
  /** Also steps whose inputs have not changed. */
  readonly isForced: boolean;
  /** Of a rollback; null: the last good release before the one that runs. */
  readonly releaseId: string | null;
  /** Of a resume or an abort; null: the project's deploy that is not over. */
  readonly deployId: string | null;
};

export const usualRequest = {
  mode: 'deploy',
  target: null,
  gpuTypeIds: null,
  dataCentreIds: null,
  version: null,
  allowDirty: false,
  only: [],
  from: null,
  skip: [],
  isForced: false,
  releaseId: null,
  deployId: null,
} as const satisfies Omit<DeployRequest, 'projectFile'>;

/** What is wrong, and what to do about it. `warning` does not stop a deploy. */
export type DeployProblem = {
  readonly severity: 'error' | 'warning';
  /** One sentence that names and quotes what is wrong. */
  readonly text: string;
  readonly fix: string;
};

export type PlannedStep = {
  readonly id: StepId;
  readonly title: string;
  readonly will: 'run' | 'skip';
  /** What it would do, or why it is skipped. */
  readonly text: string;
};

/** A difference from the release that runs. null: it is not there on that side. Never a secret's value. */
export type DeployDifference = {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
};

export type DeployPlan = {
  readonly projectName: string;
  readonly projectFile: string;
  readonly version: string;
  /** Of the release that runs; null: there is none. */
  readonly runningVersion: string | null;
  readonly steps: readonly PlannedStep[];
  readonly differences: readonly DeployDifference[];
  readonly problems: readonly DeployProblem[];
  readonly target: {
    readonly kind: DeployTarget['kind'];
    readonly podId: string | null;
    readonly podName: string;
    /** It runs as it should already, and is left as it is. */
    readonly isKept?: true;
  };
  /** The first GPU type that has stock, and its price. null where the API did not say. */
  readonly offer: {
    readonly gpuName: string;
    readonly gpuCount: number;
    readonly dataCentreId: string | null;
    readonly stock: string | null;
    readonly dollarsPerHour: number | null;
  } | null;
  /** What is lost by it, one sentence each; asked about before it is done. Empty: nothing. */
  readonly losses: readonly string[];
};
