/** What the agent of a simulated pod is given: its machine, and where its words go. */
import type { Host } from '../../../pod-agent/host/host.ts';
import type { Machine } from '../machine/machine.ts';
import type { KeptJobs } from './kept-jobs.ts';

/** Where the agent's words go, and when they end. */
export type AgentChannel = {
  write(text: string): boolean;
  onDrain(listener: () => void): void;
  writeError(text: string): void;
  /** Given when standard input ends, the connection breaks, or the agent is stopped. */
  readonly signal: AbortSignal;
};

export type AgentPlace = {
  readonly machine: Machine;
  readonly host: Host;
  siteUrl(): Promise<string>;
  /** They outlive the channel that began them. */
  readonly jobs: KeptJobs;
};
