/** A benchmark as the gate of a release: compared with the project's own earlier releases, whichever pods they ran on. */
import type { JobEventBody } from '../../../pod-agent/protocol/job-events.ts';
import type { BenchmarkShelf } from '../benchmarks/shelf.ts';
import { remoteIdOf } from '../job-id.ts';
import { benchmark } from '../kinds/benchmark.ts';
import type { RunContext } from '../kinds/kind.ts';
import type { DeployDoors } from './doors.ts';

export type GateWays = Pick<RunContext, 'nowMs' | 'proxyUrlOf'> & {
  readonly sshDoors: DeployDoors['sshDoors'];
  readonly targetOf: DeployDoors['targetOf'];
  readonly shelf: BenchmarkShelf;
  /** Under which the project's runs are kept; letters, digits and -. */
  readonly shelfName: string;
  /** Names the runs in the pods: 8 to 40 of a-z, 0-9 and -. */
  readonly runName: string;
};

/** What a release is meant to change, and a new pod with it. Another GPU or other limits are no fair comparison. */
const expectedChanges = ['pod', 'image', 'configuration'];

export function benchmarkGate(ways: GateWays): DeployDoors['benchmark'] {
  const { shelf, shelfName, nowMs } = ways;
  return async function* gate(pod, { isQuick, baseline, signal }) {
    const context: RunContext = {
      ...{ pod, signal, nowMs, cloud: null, found: null },
      doors: await ways.sshDoors(),
      target: () => ways.targetOf(pod),
      remoteId: remoteIdOf(ways.runName, pod.id),
      arguments: { isQuick, baseline, expectChanged: expectedChanges },
      benchmarks: {
        reports: () => shelf.reports(shelfName),
        keep: (_podId, kept) => shelf.keep(shelfName, kept),
      },
      ...(ways.proxyUrlOf === undefined ? {} : { proxyUrlOf: ways.proxyUrlOf }),
      results: () => [],
      livesInPod: () => undefined,
      parted: () => undefined,
      rejoined: () => undefined,
      onStop: () => () => undefined,
    };
    for await (const told of benchmark.run(context)) {
      if (told.kind !== 'verdict') yield bodyOf(told);
      else if (told.verdict === 'pass' || told.verdict === 'fail')
        return { verdict: told.verdict, text: told.text };
      else return { verdict: 'inconclusive', text: told.text };
    }
    return { verdict: 'inconclusive', text: 'The benchmark ended without a verdict.' };
  };
}

/** The numbers of its events are the pod's own; the deploy counts anew. */
function bodyOf(told: JobEventBody & { readonly sequence?: number; readonly atMs?: number }): JobEventBody {
  const { sequence: _sequence, atMs: _atMs, ...body } = told;
  return body;
}
