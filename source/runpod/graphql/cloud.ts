import { type Sleep, sleep } from '../../base/retry.ts';
import type { Secret } from '../../base/secret.ts';
import type { Cloud, CloudFailure } from '../cloud.ts';
import type { DeployCloud } from '../deploy-cloud.ts';
import { createCleanText } from './clean-text.ts';
import { createDeployCloud } from './deploy-cloud.ts';
import { getPod } from './get-pod.ts';
import { listPods } from './list-pods.ts';
import { createPodReader } from './pod-reader.ts';
import { readAccount } from './read-account.ts';
import { startPod } from './start-pod.ts';
import { stopPod } from './stop-pod.ts';
import { createWire } from './wire.ts';

export type GraphqlCloudOptions = {
  readonly url: string;
  readonly apiKey: Secret;
  /** Of the program, for the User-Agent. */
  readonly version: string;
  readonly fetch?: typeof fetch;
  readonly sleep?: Sleep;
  readonly random?: () => number;
  readonly nowMs?: () => number;
  /** For one try; 15 s. */
  readonly timeoutMs?: number;
  /** Is told, once each, of entries of a list that were left out and of fields that did not fit and are shown as unknown. */
  readonly onNote?: (failure: CloudFailure) => void;
};

/** RunPod by its GraphQL API. Keeps a memory of each pod's last reading, so one console wants one of these. */
export function createGraphqlCloud(options: GraphqlCloudOptions): Cloud & DeployCloud {
  const nowMs = options.nowMs ?? Date.now;
  const pods = createPodReader({ clean: createCleanText([options.apiKey]), nowMs });
  const wire = createWire({
    url: options.url,
    apiKey: options.apiKey,
    version: options.version,
    fetch: options.fetch ?? fetch,
    sleep: options.sleep ?? sleep,
    random: options.random ?? Math.random,
    nowMs,
    timeoutMs: options.timeoutMs ?? 15_000,
    onNote: once(options.onNote ?? (() => {})),
  });

  return {
    ...createDeployCloud(wire),
    async listPods(signal) {
      const listed = await wire.ask(listPods, {}, signal);
      return listed.ok ? { ok: true, value: pods.readAll(listed.value) } : listed;
    },
    async getPod(podId, signal) {
      const read = await wire.ask(getPod, { podId }, signal);
      return read.ok ? { ok: true, value: pods.read(read.value) } : read;
    },
    startPod: (start, signal) => startPod(wire, start, signal),
    stopPod: (podId, signal) => wire.ask(stopPod, { podId }, signal),
    account: (signal) => wire.ask(readAccount, {}, signal),
  };
}

/** The list is asked for every few seconds, and what does not fit will not fit the next time either. */
function once(onNote: (failure: CloudFailure) => void): (failure: CloudFailure) => void {
  const told = new Set<string>();
  return (failure) => {
    if (told.has(failure.message) || told.size >= mostNotes) return;
    told.add(failure.message);
    onNote(failure);
  };
}

const mostNotes = 200;
