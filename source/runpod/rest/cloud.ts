/** RunPod by its REST v2: the whole of what is asked of RunPod, as far as v2 has it. */
import type { Secret } from '../../base/secret.ts';
import { createCleanText } from '../clean-text.ts';
import type { Cloud } from '../cloud.ts';
import { sendingOptions } from '../sending-options.ts';
import type { WholeCloud } from '../whole-cloud.ts';
import type { WireOptions } from '../wire-options.ts';
import { actOnPod } from './act-on-pod.ts';
import { billing } from './billing.ts';
import { lockPod, renamePod } from './change-pod.ts';
import { createDeployCloud } from './deploy-cloud.ts';
import { getPod } from './get-pod.ts';
import { createKnownNames, type KnownNames } from './known-names.ts';
import { askAll } from './list.ts';
import { listPods } from './list-pods.ts';
import { podLogs } from './pod-logs.ts';
import { createPodReader } from './pod-reader.ts';
import { createResourceCloud } from './resource-cloud.ts';
import { startPod } from './start-pod.ts';
import { unsupported } from './unsupported.ts';
import { createVolumeSizes } from './volume-sizes.ts';
import { createWire, type Wire } from './wire.ts';

export type RestCloudOptions = WireOptions;

/**
 * RunPod by its REST v2; what only GraphQL has is answered `unsupported`. Keeps a memory of each pod's last reading, so
 * one console wants one of these.
 */
export function createRestCloud(options: RestCloudOptions): WholeCloud {
  const wireOptions = sendingOptions({ ...options, url: options.url.replace(/\/+$/, '') }, 'rest');
  const { nowMs, record } = wireOptions;
  const wire = createWire(wireOptions);
  const known = createKnownNames();

  return {
    ...createPods({ wire, known, nowMs, apiKey: options.apiKey }),
    ...createDeployCloud(wire, known),
    ...createResourceCloud(wire, known),
    restartPod: (podId, signal) => actOnPod(wire, { podId, action: 'restart' }, signal),
    lockPod: (request, signal) => wire.ask(lockPod, request, signal),
    renamePod: (request, signal) => wire.ask(renamePod, request, signal),
    billing: (request, signal) => billing(wire, request, signal),
    podLogs: (request, signal) => podLogs(wireOptions, request, signal),
    wires: () => [record.status()],
  };
}

type PodsOptions = {
  readonly wire: Wire;
  readonly known: KnownNames;
  readonly nowMs: () => number;
  readonly apiKey: Secret;
};

function createPods({ wire, known, nowMs, apiKey }: PodsOptions): Cloud {
  const reader = createPodReader({ clean: createCleanText([apiKey]), nowMs, known });
  const sizes = createVolumeSizes({ wire, known, nowMs });
  return {
    async listPods(signal) {
      const listing = askAll(wire, { list: listPods, input: null, signal });
      const listed = await sizes.learnBeside(listing, signal);
      if (!listed.ok) return listed;
      return { ok: true, value: reader.readAll(listed.value) };
    },
    async getPod(podId, signal) {
      const read = await wire.ask(getPod, { podId }, signal);
      return read.ok ? { ok: true, value: reader.read(read.value) } : read;
    },
    startPod: (start, signal) => startPod(wire, start, signal),
    stopPod: (podId, signal) => actOnPod(wire, { podId, action: 'stop' }, signal),
    account: async () => unsupported('read the account', 'account with a balance'),
  };
}
