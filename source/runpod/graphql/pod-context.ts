/** What a pod of the wire is read with. */
import type { CleanText } from '../clean-text.ts';
import type { RuntimeWire } from './pod-wire.ts';

export type PodContext = {
  readonly clean: CleanText;
  readonly nowMs: number;
  /** The wire's runtime after the null-runtime filter, and when it was read. */
  readonly runtime: RuntimeWire | null;
  readonly runtimeReadAtMs: number;
};
