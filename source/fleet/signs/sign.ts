/** A sign is one thing that can be seen about a pod: a record with a pure finder. The worst one is its condition. */
import type { PodEntry } from '../fleet.ts';

/** In the order in which an operator wants to see them. */
export const conditionKinds = ['fail', 'warn', 'lost', 'idle', 'booting', 'running', 'stopped'] as const;
export type ConditionKind = (typeof conditionKinds)[number];

export type Sign = {
  readonly kind: ConditionKind;
  /** At most ten characters or so: "GPU lost", "stale 4m". */
  readonly word: string;
  /** A sentence with the evidence. */
  readonly text: string;
};

export type SignRule = {
  readonly id: string;
  /** What the health stream files it under. */
  readonly subject: string;
  /** How long it must be there before the health stream says so; null: it never does. The list shows it at once. */
  readonly reportAfterMs: number | null;
  /** What is said when it is over, where its own text would read oddly. */
  readonly overText?: string;
  find(entry: PodEntry, nowMs: number): Sign | null;
};
