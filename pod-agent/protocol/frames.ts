/**
 * The wire between agent and console: one JSON object a line (NDJSON) over the standard streams of an SSH channel.
 *
 * The agent prints an empty line and then `hello`; whatever stands before it (banners, shell start-up files) is noise.
 * A released field is never renamed, retyped or reused. New facts are optional fields or new kinds of frame; a reader
 * skips kinds it does not know.
 */
import type { AgentCost, HealthReport } from './health-report.ts';
import type { Readings } from './readings.ts';

/** Raised only when an old reader would misunderstand a new frame. */
export const protocolVersion = 1;

/** A line longer than this is dropped and counted: no frame comes near it. */
export const maxLineBytes = 128 * 1024;

/** One-off facts of the machine. Everything may be unknown. */
export type Inventory = {
  readonly hostname: string | null;
  readonly osName: string | null;
  readonly kernelVersion: string | null;
  readonly architecture: string | null;
  readonly cpuModel: string | null;
  readonly onlineCores: number | null;
  readonly hostMemoryBytes: number | null;
  readonly virtualization: string | null;
  readonly nodeVersion: string | null;
  /** RunPod's own variables, never a secret: RUNPOD_POD_ID, RUNPOD_DC_ID and the like. */
  readonly runpod: Readonly<Record<string, string>>;
};

export type HelloFrame = {
  readonly kind: 'hello';
  readonly protocol: number;
  /** Echo of what the console sent, so that a stale or forged hello is not believed. */
  readonly nonce: string | null;
  readonly agentVersion: string;
  /** `probe` is the shell script that stands in where the pod has no Node. */
  readonly agentKind: 'agent' | 'probe';
  /** Changes when the machine (container) starts anew: samples of different boots are different series. */
  readonly bootId: string | null;
  readonly intervalMs: number;
  readonly atMs: number;
  /** null while it is still being gathered; then a second hello follows with it. */
  readonly inventory: Inventory | null;
};

export type SampleFrame = Readings & {
  readonly kind: 'sample';
  /** Counts up by one within a boot of the agent; a gap is a loss. */
  readonly sequence: number;
  readonly atMs: number;
  readonly intervalMs: number;
  readonly failures: readonly CollectorFailure[];
  readonly agent: AgentCost;
  /** How long gathering this sample took. */
  readonly tookMs: number;
  /** True for a sample from the ring, sent again after a reconnect. */
  readonly replayed?: boolean;
};

export type CollectorFailure = { readonly collector: string; readonly reason: string };

export type HealthFrame = {
  readonly kind: 'health';
  readonly sequence: number;
  /** `monitor`: from the report file of a running monitor; `stream`: checked by the stream itself. */
  readonly source: 'monitor' | 'stream';
  readonly report: HealthReport;
};

/** Something worth a line that is not a figure, e.g. "nvidia-smi did not answer in loop mode; asking once a sample". */
export type EventFrame = {
  readonly kind: 'event';
  readonly atMs: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
};

export type Frame = HelloFrame | SampleFrame | HealthFrame | EventFrame;
