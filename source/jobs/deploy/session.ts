/** A deploy that goes on here: what it was begun with, what it has found out, and whom it tells. */
import type { JobEventBody } from '../../../pod-agent/protocol/job-events.ts';
import type { RunHandles } from '../kinds/kind.ts';
import type { DeployRequest } from '../model/deploy.ts';
import type { Project } from '../project/project.ts';
import type { DeployJournal } from '../releases/deploy-journal.ts';
import type { KeptProject, Releases } from '../releases/releases.ts';
import type { DeployDoors } from './doors.ts';
import type { Effects } from './effects/index.ts';
import type { DeployFacts } from './facts.ts';
import type { Steps } from './steps/index.ts';
import type { StopWish } from './stop-wish.ts';

export type DeployOptions = {
  readonly request: DeployRequest;
  /** As its file says now. null where that cannot be read: a resume and an abort go by the journal. */
  readonly project: Project | null;
  readonly steps: Steps;
  readonly effects: Effects;
  readonly doors: DeployDoors;
  readonly releases: Releases;
  readonly handles: Pick<RunHandles, 'signal' | 'onStop' | 'nowMs'>;
  readonly limits?: DeployLimits;
};

export type DeployLimits = {
  /** Of looking after one effect of which nobody knows whether it happened. */
  readonly findMs: number;
  /** Of taking back one effect. RunPod refuses to remove a template for two minutes after its last use. */
  readonly undoMs: number;
};

export const usualLimits: DeployLimits = { findMs: 60_000, undoMs: 240_000 };

export type Session = {
  readonly options: DeployOptions;
  /** As it was begun, which of a resume is not what is asked now. */
  readonly request: DeployRequest;
  readonly project: Project;
  readonly kept: KeptProject;
  readonly journal: DeployJournal;
  readonly stop: StopWish;
  readonly limits: DeployLimits;
  readonly tell: (event: JobEventBody) => void;
  /** Of the steps that are done, or whose facts of the last time still stand. */
  facts: DeployFacts;
  /** Acts that nobody waits for any more, and that still go on: until they end, nobody else may begin. */
  readonly goingOn: Promise<unknown>[];
  /** The key of an effect of which nobody can tell whether it happened. */
  unknown: string | null;
};

export function nowOf({ options }: Pick<Session, 'options'>): number {
  return options.handles.nowMs();
}
