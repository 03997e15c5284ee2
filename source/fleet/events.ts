/** What may happen to the fleet. Only the watch and running jobs send these. */
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import type { Account } from './account.ts';
import type { OutputLine, ReportEntry } from './fleet.ts';
import type { Link } from './link.ts';
import type { Pod } from './pod.ts';

export type FleetEvent =
  /** The whole list, as the API has it now: pods that are not in it are gone. */
  | {
      readonly kind: 'pods-listed';
      readonly provider: Pod['provider'];
      readonly atMs: number;
      readonly pods: readonly Pod[];
    }
  | { readonly kind: 'cloud-failed'; readonly atMs: number; readonly reason: string; readonly hint: string }
  | { readonly kind: 'account'; readonly atMs: number; readonly account: Account }
  | { readonly kind: 'link'; readonly atMs: number; readonly podId: string; readonly link: Link }
  | { readonly kind: 'frame'; readonly atMs: number; readonly podId: string; readonly frame: Frame }
  | {
      readonly kind: 'asked';
      readonly atMs: number;
      readonly podId: string;
      readonly action: 'start' | 'stop';
    }
  | {
      readonly kind: 'answered';
      readonly atMs: number;
      readonly podId: string;
      readonly ok: boolean;
      readonly text: string;
    }
  | {
      readonly kind: 'output';
      readonly atMs: number;
      readonly level: OutputLine['level'];
      readonly text: string;
    }
  /** A line for the health stream, from the console's own alerts. */
  | ({ readonly kind: 'report' } & Omit<ReportEntry, 'id' | 'count'>);
