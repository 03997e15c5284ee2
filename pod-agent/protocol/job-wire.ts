/**
 * What `pod-agent job run` and `job follow` print: an empty line, `job-hello` or `job-absent`, then the events of the job,
 * one JSON object a line, and `job-beat` while there is nothing to tell. It ends after the verdict.
 */
import type { JobEvent, JobKind } from './job-events.ts';

/** Raised only when an old reader would misunderstand a new line. */
export const jobProtocolVersion = 1;

/**
 * A line longer than this is dropped and counted. A frame's limit would be too low: a diagnosis of 60 findings, each with
 * its evidence, takes up to 300 kB.
 */
export const maxJobLineBytes = 512 * 1024;

/** How often a follower says that it is there, so that a quiet job is told from a link that hangs. */
export const jobBeatMs = 2500;

/** Names a job in the pod, and its folder there: nothing that could lead elsewhere. */
export const jobIdPattern = /^[a-z0-9][a-z0-9-]{6,62}[a-z0-9]$/;

export type JobHello = {
  readonly kind: 'job-hello';
  readonly protocol: number;
  readonly id: string;
  /** Echo of what the reader gave, so that noise and old output are not believed. */
  readonly nonce: string | null;
  readonly jobKind: JobKind;
  /** null while it has not begun yet. */
  readonly pid: number | null;
  readonly state: 'running' | 'ended';
  /** This very call started it; else it was found. */
  readonly isNew: boolean;
  readonly beganAtMs: number;
  /** The pod's clock as this line is written, by which a reader turns the pod's times into its own. */
  readonly nowMs?: number;
  /** Of the machine as it is now: with another one the pod was started anew. */
  readonly bootId: string | null;
  readonly agentVersion: string;
};

/** There is no such job here. */
export type JobAbsent = {
  readonly kind: 'job-absent';
  readonly id: string;
  readonly nonce: string | null;
  readonly bootId: string | null;
};

export type JobBeat = { readonly kind: 'job-beat'; readonly atMs: number };

export type JobLine = JobHello | JobAbsent | JobBeat | JobEvent;

/**
 * `ask`: it ends when it can, in good order. `term`: it ends within two seconds, with its own last word. `kill`: its
 * processes are killed, and its last word is said by whoever killed them.
 */
export type StopHow = 'ask' | 'term' | 'kill';
