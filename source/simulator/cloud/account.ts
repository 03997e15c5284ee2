/** The account: its balance goes down by what the pods cost from the moment the simulation began. */
import type { Clock } from '../../base/clock.ts';
import type { CloudPod } from '../pod/cloud-pod.ts';
import { networkVolume, type PodView, podFields } from './pod-fields.ts';
import { costPerHour, storageCostPerHour } from './prices.ts';

export type Ledger = { account(): unknown };

const openingDollars = 435.85;
const usualLimitDollars = 80;

export function createLedger(options: {
  readonly pods: readonly CloudPod[];
  readonly userId: string;
  /** The account's SSH keys; empty where pods let anybody in. */
  readonly publicKey: string;
  readonly clock: Clock;
  readonly view: PodView;
}): Ledger {
  const { pods, clock, view } = options;
  const openedMs = clock.monotonicMs();

  function spending() {
    const listed = pods.filter(isListed);
    const running = listed.filter((pod) => pod.life().desiredStatus === 'RUNNING');
    const storage = listed.map(storageCostPerHour);
    return {
      gpuComputePerHour: sum(running.map((pod) => costPerHour(pod, view.bidOf(pod.plan.id)))),
      localStoragePerHour: sum(storage.map(({ local }) => local)),
      networkStoragePerHour: sum(storage.map(({ network }) => network)),
    };
  }

  return {
    account() {
      const details = spending();
      const perHour = details.gpuComputePerHour + details.localStoragePerHour + details.networkStoragePerHour;
      const spent = (perHour * (clock.monotonicMs() - openedMs)) / 3_600_000;
      return {
        id: options.userId,
        authId: null,
        email: 'demo@pod-engine.test',
        pods: () => pods.filter(isListed).map((pod) => podFields(pod, view)),
        clientBalance: Math.round((openingDollars - spent) * 1e5) / 1e5,
        hostBalance: 0,
        currentSpendPerHr: Math.round(perHour * 1000) / 1000,
        spendLimit: Math.max(usualLimitDollars, Math.ceil(perHour / 100) * 100),
        spendDetails: details,
        clientLifetimeSpend: 21_044.17,
        creditAlertThreshold: 25,
        underBalance: false,
        minBalance: 0,
        machineQuota: 0,
        maxServerlessConcurrency: 5,
        multiFactorEnabled: true,
        signedTermsOfService: true,
        notifyPodsStale: true,
        notifyPodsGeneral: true,
        notifyLowBalance: true,
        notifyOther: true,
        pubKey: options.publicKey,
        isTeam: false,
        networkVolumes: () => pods.filter((pod) => pod.plan.hardware.volume === 'network').map(networkVolume),
        savingsPlans: [],
        datacenters: () => view.catalogue.dataCenters(),
      };
    },
  };
}

function isListed(pod: CloudPod): boolean {
  return !pod.life().terminated;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
