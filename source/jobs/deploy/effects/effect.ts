/**
 * What a deploy does to the world outside and can take back. Each kind is a record in a file of its own: how it is found
 * again when nobody knows whether it was carried out, and how it is undone.
 */
import type { Release } from '../../model/release.ts';
import type { Project } from '../../project/project.ts';
import type { DeployDoors } from '../doors.ts';

/** What is written down before the effect: enough to find it again and to undo it. Plain data, no secrets. */
export type EffectDetails = {
  /** A container for trying the image out, by its label. */
  readonly 'local-container': { readonly program: string; readonly label: string };
  readonly 'image-pushed': {
    readonly registry: string;
    readonly repository: string;
    readonly tag: string;
    /** What the tag stood for before; null: there was no such tag. */
    readonly digestBefore: string | null;
  };
  readonly 'git-tag': {
    readonly folder: string;
    readonly name: string;
    readonly commit: string;
    /** It stood on that commit before, so it is not ours. */
    readonly wasThere?: boolean;
  };
  readonly 'git-tag-pushed': {
    readonly folder: string;
    readonly name: string;
    readonly remote: string;
    readonly commit?: string;
    readonly wasThere?: boolean;
  };
  readonly 'template-saved': {
    readonly name: string;
    /** What it was before; null: it was made. */
    readonly before: { readonly id: string; readonly image: string; readonly input: unknown } | null;
    readonly image: string;
    /** Stands in the template's readme, by which a change is found again that left the image as it was. */
    readonly deployId?: string;
  };
  readonly 'pod-created': { readonly deployId: string; readonly podName: string };
  readonly 'pod-edited': {
    readonly podId: string;
    readonly deployId: string;
    readonly image: string;
    /** As it was; the values of variables are looked up anew when it is undone. */
    readonly before: {
      readonly image: string;
      readonly ports: string;
      readonly containerDiskGigabytes: number | null;
      readonly startCommand: string | null;
      readonly release: Release | null;
      /** Only names: those that cannot be set back are told. */
      readonly variableNames?: readonly string[];
      /** Names that this deploy sets. */
      readonly setNames?: readonly string[];
    };
  };
  readonly 'pod-stopped': { readonly podId: string; readonly podName: string };
  readonly 'pod-started': { readonly podId: string; readonly podName: string };
};

export type EffectKind = keyof EffectDetails;

export type EffectResults = {
  readonly 'local-container': { readonly containerId: string };
  readonly 'image-pushed': { readonly digest: string };
  readonly 'git-tag': { readonly isOurs: boolean };
  readonly 'git-tag-pushed': { readonly isOurs: boolean };
  readonly 'template-saved': { readonly id: string };
  readonly 'pod-created': {
    readonly podId: string;
    readonly gpuTypeId: string | null;
    readonly costPerHourDollars: number | null;
  };
  readonly 'pod-edited': { readonly podId: string };
  readonly 'pod-stopped': { readonly podId: string };
  readonly 'pod-started': { readonly podId: string };
};

export type Effect<Kind extends EffectKind = EffectKind> = {
  readonly kind: Kind;
  /** For people: `the pod "app-1"`. */
  title(details: EffectDetails[Kind]): string;
  /** Asked where the journal has the intent and no result. */
  find(details: EffectDetails[Kind], world: EffectWorld): Promise<FoundEffect<Kind>>;
  /** Taking back what is gone already is a success. */
  undo(
    undoing: { readonly details: EffectDetails[Kind]; readonly result: EffectResults[Kind] },
    world: EffectWorld,
  ): Promise<Undone>;
};

export type FoundEffect<Kind extends EffectKind = EffectKind> =
  | { readonly kind: 'happened'; readonly result: EffectResults[Kind] }
  | { readonly kind: 'did-not' }
  /** Nobody answers: it may have happened. */
  | { readonly kind: 'unknown'; readonly reason: string };

export type Undone =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      readonly text: string;
      /** What a person can do, best a command line. */
      readonly advice: string;
      /** Trying again does not help, so the deploy is over with it: a project must not wait for ever for what nobody can do. */
      readonly isForGood?: boolean;
    };

export type EffectWorld = {
  readonly project: Project;
  readonly doors: DeployDoors;
  readonly signal: AbortSignal;
};
