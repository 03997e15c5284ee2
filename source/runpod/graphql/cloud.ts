import { createCleanText } from '../clean-text.ts';
import { sendingOptions } from '../sending-options.ts';
import type { WholeCloud } from '../whole-cloud.ts';
import type { WireOptions } from '../wire-options.ts';
import { createDeployCloud } from './deploy-cloud.ts';
import { getPod } from './get-pod.ts';
import { listPods } from './list-pods.ts';
import { createPodReader } from './pod-reader.ts';
import { readAccount } from './read-account.ts';
import { createResourceCloud } from './resource-cloud.ts';
import { startPod } from './start-pod.ts';
import { stopPod } from './stop-pod.ts';
import { createUnsupportedCloud } from './unsupported-cloud.ts';
import { createWire } from './wire.ts';

export type GraphqlCloudOptions = WireOptions;

/**
 * RunPod by its GraphQL API; what only REST v2 has is answered `unsupported`. Keeps a memory of each pod's last reading, so
 * one console wants one of these.
 */
export function createGraphqlCloud(options: GraphqlCloudOptions): WholeCloud {
  const sending = sendingOptions(options, 'graphql');
  const { nowMs, record } = sending;
  const pods = createPodReader({ clean: createCleanText([options.apiKey]), nowMs });
  const wire = createWire(sending);

  return {
    ...createDeployCloud(wire),
    ...createResourceCloud(wire),
    ...createUnsupportedCloud(),
    wires: () => [record.status()],
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
