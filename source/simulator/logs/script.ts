/** What the programs of a role print: for each second the lines that are printed in it. Pure, so that the past can be read again. */
import type { PodPlan } from '../cast/index.ts';
import type { Workload } from '../machine/workload.ts';
import type { PodSettings } from '../pod/settings.ts';

export type LogMoment = {
  /** Of the role's script. Below zero before the simulation began. */
  readonly second: number;
  /** Since the container's start. */
  readonly age: number;
  readonly atMs: number;
  readonly seed: number;
  readonly plan: PodPlan;
  readonly settings: PodSettings;
  work(): Workload;
};

export type LogScript = {
  /** As the container starts, one after the other. */
  boot(plan: PodPlan): readonly string[];
  lines(moment: LogMoment): readonly string[];
};

/** `22:41:07` */
export function clockText(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** `2026-11-25 22:41:07,113` */
export function dateText(atMs: number): string {
  return new Date(atMs).toISOString().replace('T', ' ').slice(0, 23).replace('.', ',');
}
