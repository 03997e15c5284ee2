/** A project as `pod-engine.yaml` says it is deployed: checked, with its defaults filled in, paths made absolute. */
import type { StepId } from '../model/deploy.ts';
import type { PodConfiguration } from '../model/release.ts';

export type Project = {
  /** Absolute path of the file, and of the folder that it stands in. */
  readonly file: string;
  readonly folder: string;
  /** a-z, 0-9 and -; names the template, pods and the ledger. */
  readonly name: string;
  /** registry.example:5000; docker.io where nothing is said. */
  readonly registry: string;
  /** acme/app, without registry and tag. */
  readonly repository: string;
  /** The image is built elsewhere, and deployed as the registry has it under this tag. Absent: it is built here. */
  readonly prebuilt?: { readonly tag: string };
  readonly version: VersionRule;
  readonly build: {
    readonly context: string;
    readonly dockerfile: string;
    /** Stage of the Dockerfile; null: the last one. */
    readonly target: string | null;
    readonly arguments: Readonly<Record<string, string>>;
    /** Files handed to the build as secrets, by id; absolute paths. */
    readonly secrets: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
    readonly maxSizeBytes: number | null;
  };
  /** A line for sh, run in the project's folder. null: there is none. */
  readonly test: { readonly command: string; readonly timeoutMs: number } | null;
  readonly health: {
    /** The port inside the pod that serves HTTP. */
    readonly port: number;
    /** e.g. /health.json */
    readonly path: string;
    /** Further paths that have to answer 200: an asset, a deep route. */
    readonly paths: readonly string[];
    /** Headers that the answer has to have, lower case; the value as it has to be, null: whatever it is. */
    readonly headers: Readonly<Record<string, string | null>>;
  };
  readonly try: { readonly isOn: boolean; readonly timeoutMs: number; readonly stopWithinMs: number };
  readonly ready: { readonly timeoutMs: number };
  readonly verify: {
    readonly times: number;
    readonly everyMs: number;
    readonly timeoutMs: number;
    readonly soakMs: number;
    /** Benchmarked as a gate after the proof; null: it is not. */
    readonly benchmark: { readonly isQuick: boolean; readonly baseline: string | null } | null;
  };
  /** What a deploy does where a release already runs. */
  readonly strategy: 'new' | 'in-place' | 'blue-green';
  /** Dollars for the whole pod; above it nothing is rented. null: whatever the price. */
  readonly maxDollarsPerHour: number | null;
  readonly pod: PodConfiguration;
  readonly hooks: Readonly<Partial<Record<HookName, Hook>>>;
};

export type VersionRule =
  /** The version of the commit's own tag, else the newest release's with its last number counted up. */
  | { readonly kind: 'automatic' }
  | { readonly kind: 'fixed'; readonly version: string }
  /** The `version` of that JSON file; absolute path. */
  | { readonly kind: 'file'; readonly path: string };

export type HookName = `${'before' | 'after'}-${StepId}`;
/** A line for sh, in the project's folder. What it fails with fails the step. */
export type Hook = { readonly command: string; readonly timeoutMs: number };
