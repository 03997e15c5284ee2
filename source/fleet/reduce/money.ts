/** News of money. */
import type { FleetEvent } from '../events.ts';
import type { FleetMoney } from '../money.ts';

type MoneyEvent = Extract<FleetEvent, { kind: 'billed' | 'billing-failed' | 'money-seen' | 'budget' }>;

export function moneyAfter(money: FleetMoney, event: MoneyEvent): FleetMoney {
  switch (event.kind) {
    case 'billed':
      return event.of === 'today'
        ? { ...money, billedToday: event.sums, billingFailure: null }
        : { ...money, billedMonth: event.sums, billingFailure: null };
    case 'billing-failed': {
      const { reason, isUnsupported, atMs } = event;
      const sinceMs = money.billingFailure?.sinceMs ?? atMs;
      return { ...money, billingFailure: { sinceMs, reason, isUnsupported } };
    }
    case 'money-seen':
      return { ...money, seen: event.seen, idleStops: event.idleStops };
    case 'budget':
      return {
        ...{ ...money, budget: event.budget },
        stoppedAfterDays: event.stoppedAfterDays ?? money.stoppedAfterDays,
      };
  }
}
