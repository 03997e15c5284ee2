/** What a step of a deploy is. Each is a record in a file of its own, under `steps`. */
import type { JobEventBody, StepOutcome } from '../../../pod-agent/protocol/job-events.ts';
import type { DeployDifference, DeployProblem, DeployRequest, StepId } from '../model/deploy.ts';
import type { Release } from '../model/release.ts';
import type { Project } from '../project/project.ts';
import type { DeployDoors } from './doors.ts';
import type { EffectDetails, EffectKind, EffectResults } from './effects/effect.ts';
import type { DeployFacts } from './facts.ts';

export type Step<Id extends StepId = StepId> = {
  readonly id: Id;
  /** A word or two, as shown: "push the image". */
  readonly title: string;
  /**
   * What decides whether its work has to be done again: plain data, compared with that of the last time. null: it is always
   * done. Called when the steps before have left their facts.
   */
  inputs(context: StepContext): Promise<unknown> | unknown;
  /** Whether what it made the last time is still there: an image may have been removed. @returns Why not; null when it is. */
  stillStands?(context: StepContext, facts: NonNullable<DeployFacts[Id]>): Promise<string | null>;
  /** What it would do, found out without changing anything. The facts of steps before may be missing. */
  plan(context: StepContext): Promise<StepPlan<Id>>;
  run(context: StepContext): AsyncGenerator<StepTold, StepEnd<Id>, void>;
};

/** Steps within a step have its id before a slash: `ready/ssh`. The pipeline tells of the beginning and end of the step itself. */
export type StepTold = Extract<
  JobEventBody,
  | { kind: 'output' }
  | { kind: 'progress' }
  | { kind: 'step-began' }
  | { kind: 'step-ended' }
  | { kind: 'point' }
>;

export type StepEnd<Id extends StepId = StepId> =
  | {
      readonly outcome: Extract<StepOutcome, 'pass' | 'warn' | 'skipped'>;
      /** One sentence: what is so now. */
      readonly text: string;
      readonly facts: NonNullable<DeployFacts[Id]>;
    }
  /** `fail` undoes what was begun. `inconclusive` tears nothing down: nobody can tell whether it is well. */
  | {
      readonly outcome: 'fail' | 'inconclusive';
      readonly text: string;
      /** Quoted lines, e.g. the end of a log; at most 30. */
      readonly evidence: readonly string[];
      /** What to do about it. */
      readonly fix: string | null;
    };

export type StepPlan<Id extends StepId = never> = {
  /** "build registry.example/acme/app:1.4.0 with podman". */
  readonly text: string;
  readonly problems?: readonly DeployProblem[];
  readonly differences?: readonly DeployDifference[];
  readonly losses?: readonly string[];
  /** Of `pod`: the one that runs is left as it is. */
  readonly isPodKept?: true;
  /** What `run` would leave, where that is known without doing it: the steps after can only be planned by it. */
  readonly facts?: NonNullable<DeployFacts[Id]>;
};

export type StepContext = {
  readonly project: Project;
  readonly request: DeployRequest;
  /** 8 to 40 of a-z, 0-9 and -. Stands in the pod's variable POD_ENGINE_DEPLOY_ID. */
  readonly deployId: string;
  /** Of the steps before. */
  readonly facts: DeployFacts;
  /** The last good release that still runs; null: there is none. */
  readonly running: Release | null;
  /** Of a rollback: what is brought back. */
  readonly wanted: Release | null;
  /** The project's ledger, newest first. Absent: nobody has read it. */
  readonly releases?: readonly Release[];
  /** Of the last push from here, be it of a release or of a deploy of some steps alone. */
  readonly lastDigest?: string | null;
  readonly doors: DeployDoors;
  /**
   * Does something that has to be undone when the deploy fails: the intent is on the disk before `act` begins, the result
   * after it. An effect that an earlier console began, and that is found to have happened, is not done again: its result
   * is returned. What `act` throws is thrown on, after the intent was looked after. `key` tells effects of one kind apart.
   */
  effect<Kind extends EffectKind>(
    kind: Kind,
    asked: { readonly key: string; readonly details: EffectDetails[Kind] },
    act: () => Promise<EffectResults[Kind]>,
  ): Promise<EffectResults[Kind]>;
  /** Aborted when the operator stops the deploy. */
  readonly signal: AbortSignal;
};

/** Thrown by a step where what it asked for was refused; it ends the step as failed, with this evidence. */
export class StepFailure extends Error {
  readonly evidence: readonly string[];
  readonly fix: string | null;
  /** Thrown within an effect: all of it was refused for certain, so that there is nothing to look for and nothing to undo. */
  readonly didNothing: boolean;

  constructor(
    text: string,
    more: {
      readonly evidence?: readonly string[];
      readonly fix?: string | null;
      readonly didNothing?: boolean;
    } = {},
  ) {
    super(text);
    this.evidence = more.evidence ?? [];
    this.fix = more.fix ?? null;
    this.didNothing = more.didNothing ?? false;
  }
}
