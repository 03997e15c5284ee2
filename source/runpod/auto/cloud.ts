/** RunPod by both of its wires, as one: REST v2 for what it has, GraphQL for the rest, and either alone where it must be. */
import type { Pod } from '../../fleet/pod.ts';
import { limitOf } from '../../fleet/wire.ts';
import type { CloudResult, StartOptions } from '../cloud.ts';
import type { CreatePod } from '../deploy-cloud.ts';
import { operationsBy } from '../operations.ts';
import type { WholeCloud } from '../whole-cloud.ts';
import type { WireCloud } from '../wire-status.ts';
import { limitedBy } from './at-most.ts';
import { filledGpuOffers, filledGpuTypes } from './filled-gpus.ts';
import { createGraphqlDetails } from './graphql-details.ts';
import { joinedLogs } from './joined-logs.ts';
import { type Call, type JoinedWires, joinWires } from './joined-wires.ts';
import { createStanding } from './standing.ts';
import type { WireName } from './ways.ts';
import { retirementNote } from './wire-words.ts';

export type AutoCloudOptions = {
  readonly rest: WholeCloud;
  readonly graphql: WholeCloud;
  readonly nowMs: () => number;
  /** Told once of each wire that RunPod has retired, in words for the operator. */
  readonly onNote: (text: string) => void;
};

/**
 * Reads go on over the other wire where one fails or takes no more requests. What changes something is never sent twice:
 * only where the first wire has not got it, is retired, or provably has not done it. Remembers what GraphQL alone knows of the pods, so one
 * console wants one of these.
 */
export function createAutoCloud({ rest, graphql, nowMs, onNote }: AutoCloudOptions): WholeCloud {
  const standing = createStanding({
    nowMs,
    limitedUntilMs: (wire) => limitOfCloud({ rest, graphql }[wire], nowMs()),
    onGone: (wire, isLast) => onNote(retirementNote(wire, isLast)),
  });
  const wires = joinWires({ rest, graphql }, standing);
  /** Where GraphQL gives the answer itself, there is nothing to add to it. */
  const beside = <Value>(call: Call<Value>): Promise<CloudResult<Value>> | null =>
    standing.isGone('rest') || standing.isPassedOver('rest') ? null : wires.askAlone('graphql', call);
  const details = createGraphqlDetails({
    list: (signal) => beside((cloud) => cloud.listPods(signal)),
    get: (podId, signal) => beside((cloud) => cloud.getPod(podId, signal)),
    nowMs,
  });
  const filled = fillerOf(wires);

  return {
    ...operationsBy((name, call) => wires.ask(name, call)),
    async listPods(signal) {
      const listing = wires.ask('listPods', (cloud) => cloud.listPods(signal));
      details.ahead(signal);
      const listed = await listing;
      if (listed.ok) return { ok: true, value: await details.fill(listed.value, signal) };
      details.drop();
      return listed;
    },
    async getPod(podId, signal) {
      const read = await wires.ask('getPod', (cloud) => cloud.getPod(podId, signal));
      return read.ok ? { ok: true, value: await details.fillOne(read.value, signal) } : read;
    },
    startPod: (start, signal) =>
      wires.ask(
        'startPod',
        (cloud) => cloud.startPod(start, signal),
        starter(start, details.known(start.podId)),
      ),
    createPod: (request, signal) =>
      wires.ask('createPod', (cloud) => cloud.createPod(request, signal), maker(request)),
    saveTemplate: (template, signal) => {
      const first = template.readme === '' ? 'rest' : 'graphql';
      return wires.ask('saveTemplate', (cloud) => cloud.saveTemplate(template, signal), first);
    },
    gpuTypes: (request, signal) =>
      filled('gpuTypes', (cloud, inner) => cloud.gpuTypes(request, inner), { fill: filledGpuTypes, signal }),
    gpuOffers: (request, signal) =>
      filled('gpuOffers', (cloud, inner) => cloud.gpuOffers(request, inner), {
        fill: filledGpuOffers,
        signal,
      }),
    podLogs: (request, signal) => joinedLogs({ rest, standing, request, signal }),
    wires: () => [...rest.wires(), ...graphql.wires()],
  };
}

function limitOfCloud(cloud: WireCloud, nowMs: number): number | null {
  const limits = cloud.wires().flatMap((status) => limitOf(status, nowMs) ?? []);
  return limits.length === 0 ? null : Math.max(...limits);
}

/** Spot pods are GraphQL's alone. A number of cards that is not the pod's own is too, which REST finds out by itself. */
function starter({ bidPerGpuDollars }: StartOptions, known: Pod | null): WireName {
  return bidPerGpuDollars === null && known?.rental !== 'spot' ? 'rest' : 'graphql';
}

/** So are spot pods, and times at which RunPod itself stops or ends a pod. */
function maker({ bidPerGpuDollars, stopAfterMs, terminateAfterMs }: CreatePod): WireName {
  const isPlain = bidPerGpuDollars === null && stopAfterMs === undefined && terminateAfterMs === undefined;
  return isPlain ? 'rest' : 'graphql';
}

type Fill<Value> = (value: Value, known: Value) => Value;

/** Who chooses a GPU waits so long for what GraphQL adds to an answer that is there. */
const waitForMoreMs = 2_000;

/** Asks both at once; the answer that counts is filled with what only GraphQL knows, if that comes soon. */
function fillerOf(wires: JoinedWires) {
  return async <Value>(
    name: 'gpuTypes' | 'gpuOffers',
    call: (cloud: WholeCloud, signal: AbortSignal | undefined) => Promise<CloudResult<Value>>,
    { fill, signal }: { readonly fill: Fill<Value>; readonly signal: AbortSignal | undefined },
  ): Promise<CloudResult<Value>> => {
    const limited = limitedBy(signal);
    const more = wires.askAlone('graphql', (cloud) => call(cloud, limited.signal));
    const answer = await wires.ask(name, (cloud) => call(cloud, signal));
    if (answer.ok) limited.endAfter(waitForMoreMs);
    else limited.end();
    const known = await more;
    limited.clear();
    return answer.ok && known?.ok === true ? { ok: true, value: fill(answer.value, known.value) } : answer;
  };
}
