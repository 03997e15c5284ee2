/** What may happen to the fleet. Only the watch and running jobs send these. */
import type { Frame } from '../../pod-agent/protocol/frames.ts';
import type { Account } from './account.ts';
import type { OutputLine, ReportEntry } from './fleet.ts';
import type { Link } from './link.ts';
import type { BilledSums, Budget, IdleStop, PodSeen } from './money.ts';
import type { Pod } from './pod.ts';
import type { PodAction } from './pod-action.ts';
import type { FleetAlerts } from './quiet.ts';
import type { WireStatus } from './wire.ts';

export type FleetEvent =
  /** The whole list, as the API has it now: pods that are not in it are gone. */
  | {
      readonly kind: 'pods-listed';
      readonly provider: Pod['provider'];
      readonly atMs: number;
      readonly pods: readonly Pod[];
    }
  | { readonly kind: 'cloud-failed'; readonly atMs: number; readonly reason: string; readonly hint: string }
  /** How the wires behind the API stand, as often as the pods are asked for. */
  | { readonly kind: 'wires'; readonly atMs: number; readonly wires: readonly WireStatus[] }
  | { readonly kind: 'account'; readonly atMs: number; readonly account: Account }
  | {
      readonly kind: 'billed';
      readonly atMs: number;
      readonly of: 'today' | 'month';
      readonly sums: BilledSums;
    }
  | {
      readonly kind: 'billing-failed';
      readonly atMs: number;
      readonly reason: string;
      readonly isUnsupported: boolean;
    }
  /** What consoles have seen of each pod's money, and how the rules of idle pods stand. */
  | {
      readonly kind: 'money-seen';
      readonly atMs: number;
      readonly seen: ReadonlyMap<string, PodSeen>;
      readonly idleStops: ReadonlyMap<string, IdleStop>;
    }
  | {
      readonly kind: 'budget';
      readonly atMs: number;
      readonly budget: Budget;
      /** Absent: as it was. */
      readonly stoppedAfterDays?: number;
    }
  /** What is acknowledged or snoozed, and since when alerts are open. */
  | { readonly kind: 'alerts'; readonly atMs: number; readonly alerts: FleetAlerts }
  | { readonly kind: 'link'; readonly atMs: number; readonly podId: string; readonly link: Link }
  | { readonly kind: 'frame'; readonly atMs: number; readonly podId: string; readonly frame: Frame }
  | {
      readonly kind: 'asked';
      readonly atMs: number;
      readonly podId: string;
      readonly action: PodAction;
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
