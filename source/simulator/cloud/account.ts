/** The account: its balance goes down by what the pods cost from the moment the simulation began. */
import type { Clock } from '../../base/clock.ts';
import type { Books } from '../billing/books.ts';
import { type CloudPod, isRented } from '../pod/cloud-pod.ts';
import { type PodView, podFields, volumeFields } from './pod-fields.ts';
import type { Registries } from './registries.ts';
import { type Secrets, secretFields } from './secrets.ts';
import { perHourOf, spendingOf } from './spending.ts';
import { registryFields } from './storage-mutations.ts';
import { type Templates, templateFields } from './templates.ts';

export type Ledger = {
  account(): unknown;
  balanceDollars(): number;
  /** From now on it goes down from there. */
  setBalance(dollars: number): void;
  /** Nothing is left, and RunPod does what it then does. */
  endCredit(): void;
  publicKey(): string;
  setPublicKey(lines: string): void;
};

export type AccountKeys = { publicKey: string };

const openingDollars = 435.85;
const usualLimitDollars = 80;

/** Nobody changes it here. */
const unchanging = {
  authId: null,
  hostBalance: 0,
  clientLifetimeSpend: 21_044.17,
  creditAlertThreshold: 25,
  minBalance: 0,
  machineQuota: 0,
  maxServerlessConcurrency: 5,
  multiFactorEnabled: true,
  signedTermsOfService: true,
  notifyPodsStale: true,
  notifyPodsGeneral: true,
  notifyLowBalance: true,
  notifyOther: true,
  isTeam: false,
  savingsPlans: [],
} as const;

export function createLedger(options: {
  readonly pods: readonly CloudPod[];
  readonly userId: string;
  /** The account's SSH keys; empty where pods let anybody in. */
  readonly keys: AccountKeys;
  readonly templates: Templates;
  readonly secrets: Secrets;
  readonly registries: Registries;
  readonly clock: Clock;
  readonly books: Books;
  readonly view: PodView;
}): Ledger {
  const { pods, clock, view, keys, books } = options;
  let openedMs = books.nowMs();
  let opening = openingDollars;

  const perHour = () => perHourOf(spendingOf(listedPods(), view));
  const listedPods = () => pods.filter(isListed);

  function balance(): number {
    const spent = books.spentBetween(openedMs, books.nowMs());
    return Math.round((opening - spent) * 1e5) / 1e5;
  }

  function setBalance(dollars: number): void {
    opening = dollars;
    openedMs = books.nowMs();
  }

  /** A pod just rented is not among them yet. */
  function isShown(pod: CloudPod): boolean {
    const lagMs = isRented(pod) ? view.timings.listLagMs : 0;
    return isListed(pod) && clock.wallMs() >= pod.createdAtMs + lagMs;
  }

  return {
    account() {
      return {
        id: options.userId,
        ...unchanging,
        email: 'demo@pod-engine.test',
        pods: () => pods.filter(isShown).map((pod) => podFields(pod, view)),
        clientBalance: balance(),
        currentSpendPerHr: Math.round(perHour() * 1000) / 1000,
        spendLimit: Math.max(usualLimitDollars, Math.ceil(perHour() / 100) * 100),
        spendDetails: spendingOf(listedPods(), view),
        underBalance: balance() < 0,
        pubKey: keys.publicKey,
        networkVolumes: () => view.volumes.list().map((each) => volumeFields(each, view.catalogue)),
        podTemplates: () => options.templates.own().map(templateFields),
        secrets: () => options.secrets.list().map(secretFields),
        containerRegistryCreds: () =>
          options.registries.list().map((each) => registryFields(each, options.userId)),
        datacenters: () => view.catalogue.dataCenters(),
      };
    },
    balanceDollars: balance,
    setBalance,
    endCredit() {
      setBalance(0);
      for (const pod of listedPods()) {
        if (pod.plan.networkVolumeId === null) pod.terminate();
        else pod.stop('Exited by RunPod: Insufficient balance');
      }
    },
    publicKey: () => keys.publicKey,
    setPublicKey(lines) {
      keys.publicKey = lines;
    },
  };
}

function isListed(pod: CloudPod): boolean {
  return !pod.life().terminated;
}
