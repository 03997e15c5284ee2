/** The account: its balance goes down by what the pods cost from the moment the simulation began. */
import type { Clock } from '../../base/clock.ts';
import { type CloudPod, isRented } from '../pod/cloud-pod.ts';
import { type NetworkVolume, networkVolume, type PodView, podFields } from './pod-fields.ts';
import { costPerHour, storageCostPerHour } from './prices.ts';
import type { Secrets } from './secrets.ts';
import { type Templates, templateFields } from './templates.ts';

export type Ledger = {
  account(): unknown;
  balanceDollars(): number;
  /** From now on it goes down from there. */
  setBalance(dollars: number): void;
  setPublicKey(lines: string): void;
  /** Each once, also where several pods have it. */
  networkVolumes(): readonly NetworkVolume[];
};

export type AccountKeys = { publicKey: string };

const openingDollars = 435.85;
const usualLimitDollars = 80;

export function createLedger(options: {
  readonly pods: readonly CloudPod[];
  readonly userId: string;
  /** The account's SSH keys; empty where pods let anybody in. */
  readonly keys: AccountKeys;
  readonly templates: Templates;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly view: PodView;
}): Ledger {
  const { pods, clock, view, keys } = options;
  let openedMs = clock.monotonicMs();
  let opening = openingDollars;

  function spending() {
    const listed = pods.filter(isListed);
    const running = listed.filter((pod) => pod.life().desiredStatus === 'RUNNING');
    const storage = listed.map(storageCostPerHour);
    return {
      gpuComputePerHour: sum(running.map((pod) => costPerHour(pod, view.rateOf(pod.plan.id)))),
      localStoragePerHour: sum(storage.map(({ local }) => local)),
      networkStoragePerHour: sum(storage.map(({ network }) => network)),
    };
  }

  function perHour(): number {
    const { gpuComputePerHour, localStoragePerHour, networkStoragePerHour } = spending();
    return gpuComputePerHour + localStoragePerHour + networkStoragePerHour;
  }

  function balance(): number {
    const spent = (perHour() * (clock.monotonicMs() - openedMs)) / 3_600_000;
    return Math.round((opening - spent) * 1e5) / 1e5;
  }

  /** A pod just rented is not among them yet. */
  function isShown(pod: CloudPod): boolean {
    const lagMs = isRented(pod) ? view.timings.listLagMs : 0;
    return isListed(pod) && clock.wallMs() >= pod.createdAtMs + lagMs;
  }

  function networkVolumes(): readonly NetworkVolume[] {
    const all = pods.filter((pod) => pod.plan.networkVolumeId !== null).map(networkVolume);
    return [...new Map(all.map((volume) => [volume.id, volume])).values()];
  }

  return {
    account() {
      return {
        id: options.userId,
        authId: null,
        email: 'demo@pod-engine.test',
        pods: () => pods.filter(isShown).map((pod) => podFields(pod, view)),
        clientBalance: balance(),
        hostBalance: 0,
        currentSpendPerHr: Math.round(perHour() * 1000) / 1000,
        spendLimit: Math.max(usualLimitDollars, Math.ceil(perHour() / 100) * 100),
        spendDetails: spending(),
        clientLifetimeSpend: 21_044.17,
        creditAlertThreshold: 25,
        underBalance: balance() < 0,
        minBalance: 0,
        machineQuota: 0,
        maxServerlessConcurrency: 5,
        multiFactorEnabled: true,
        signedTermsOfService: true,
        notifyPodsStale: true,
        notifyPodsGeneral: true,
        notifyLowBalance: true,
        notifyOther: true,
        pubKey: keys.publicKey,
        isTeam: false,
        networkVolumes: () => networkVolumes(),
        podTemplates: () => options.templates.own().map(templateFields),
        secrets: () => options.secrets.listed(),
        containerRegistryCreds: [],
        savingsPlans: [],
        datacenters: () => view.catalogue.dataCenters(),
      };
    },
    balanceDollars: balance,
    setBalance(dollars) {
      opening = dollars;
      openedMs = clock.monotonicMs();
    },
    setPublicKey(lines) {
      keys.publicKey = lines;
    },
    networkVolumes,
  };
}

function isListed(pod: CloudPod): boolean {
  return !pod.life().terminated;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
