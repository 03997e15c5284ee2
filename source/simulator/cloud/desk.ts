/** Everything that the account has, and what RunPod knows of it: both wires answer from here. */
import type { Clock } from '../../base/clock.ts';
import { createBooks } from '../billing/books.ts';
import { formerCharges } from '../billing/former-pods.ts';
import type { PodPlan } from '../cast/index.ts';
import { letters, mix } from '../chance.ts';
import type { CloudPod } from '../pod/cloud-pod.ts';
import type { Timings } from '../pod/life.ts';
import { type AccountKeys, createLedger } from './account.ts';
import { createCatalogue } from './catalogue.ts';
import { createGuards } from './guards.ts';
import type { Market } from './market.ts';
import type { PodView } from './pod-fields.ts';
import { createRegistries } from './registries.ts';
import type { Secrets } from './secrets.ts';
import { createTemplates } from './templates.ts';
import { createVolumes } from './volumes.ts';

export type DeskOptions = {
  readonly seed: number;
  readonly clock: Clock;
  readonly timings: Timings;
  readonly host: string;
  readonly pods: readonly CloudPod[];
  readonly market: Market;
  readonly secrets: Secrets;
  readonly keys: AccountKeys;
  /** There were others before them, of which a bill is left. */
  readonly hasPast: boolean;
  readonly mostRented: number;
  addPod(plan: PodPlan): CloudPod;
};

export type Desk = ReturnType<typeof createDesk>;

export function createDesk(options: DeskOptions) {
  const { seed, clock, timings, host, pods, market, secrets, keys } = options;
  const wallMs = () => clock.wallMs();
  const rates = new Map<string, number>();
  const rateOf = (podId: string) => rates.get(podId) ?? null;
  const volumes = createVolumes({ seed, pods, wallMs });
  const catalogue = createCatalogue(market);
  const view: PodView = { clock, timings, host, catalogue, volumes, rateOf };
  const userId = `user_${letters(mix(seed, 51), { length: 24, alphabet: 'abcdefghijklmnopqrstuvwxyz0123456789' })}`;
  const templates = createTemplates({ seed, pods, useMs: timings.templateUseMs, wallMs });
  const registries = createRegistries({ seed, pods, wallMs });
  const former = options.hasPast ? formerCharges(seed, clock.wallMs()) : [];
  const books = createBooks({ pods, volumes, former, rateOf, wallMs });
  const owned = { templates, secrets, volumes, registries };
  const ledger = createLedger({ ...owned, books, pods, userId, keys, clock, view });
  return {
    ...owned,
    seed,
    userId,
    pods,
    view,
    market,
    clock,
    books,
    ledger,
    guards: createGuards(clock),
    addPod: options.addPod,
    mostRented: options.mostRented,
    setRate(podId: string, dollars: number): void {
      rates.set(podId, dollars);
    },
  };
}
