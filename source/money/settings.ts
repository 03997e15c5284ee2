/** What the operator has set of money, with what holds where nothing is set. */
import { type IdleLimits, usualIdleLimits } from '../../pod-agent/protocol/idleness.ts';
import { type Budget, noBudget } from '../fleet/money.ts';
import type { IdleRule } from './idle-rules.ts';

export type MoneySettings = {
  readonly budget: Budget;
  readonly idleRules: readonly IdleRule[];
  readonly idleLimits: IdleLimits;
  /** A stopped pod that bills for longer is told of once a day. */
  readonly stoppedAfterDays: number;
};

export const usualMoneySettings: MoneySettings = {
  budget: noBudget,
  idleRules: [],
  idleLimits: usualIdleLimits,
  stoppedAfterDays: 7,
};
