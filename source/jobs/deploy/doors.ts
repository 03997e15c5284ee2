/** All that a deploy acts through, handed in so that tests can put the simulator and real neighbours behind it. */
import type { JobEventBody } from '../../../pod-agent/protocol/job-events.ts';
import type { Pod } from '../../fleet/pod.ts';
import type { Cloud } from '../../runpod/cloud.ts';
import type { DeployCloud } from '../../runpod/deploy-cloud.ts';
import type { PodDoors } from '../../ssh/pod-door.ts';
import type { LinkTarget } from '../../ssh/telemetry.ts';
import type { ContainerEngine, EngineKind, FoundEngine } from '../container/container-engine.ts';
import type { Git } from '../git/git.ts';
import type { RunProgram } from '../programs/run-program.ts';
import type { Registry } from '../registry/registry.ts';

export type DeployDoors = {
  readonly run: RunProgram;
  /** Looked for once; why not, where none works. */
  findEngine(signal: AbortSignal): Promise<FoundEngine>;
  /** The one that preflight chose, for a deploy that goes on. Without its kind that is read from the program's name. */
  engineNamed(program: string, kind?: EngineKind): ContainerEngine;
  registryOf(host: string): Registry;
  gitIn(folder: string): Git;
  /** null where there is no API key. */
  readonly cloud: (Cloud & DeployCloud) | null;
  /** Asked for when a pod is first reached. */
  sshDoors(): Promise<PodDoors>;
  /** null where SSH cannot reach the pod. */
  targetOf(pod: Pod): LinkTarget | null;
  /** The public address of a port inside the pod, e.g. https://ID-80.proxy.runpod.net, without a slash at its end. */
  proxyUrlOf(podId: string, port: number): string;
  readonly fetch: typeof fetch;
  /** The gate of a release: the kind's own events without their verdict, and how it ended. */
  benchmark(
    pod: Pod,
    options: { readonly isQuick: boolean; readonly baseline: string | null; readonly signal: AbortSignal },
  ): AsyncGenerator<
    JobEventBody,
    { readonly verdict: 'pass' | 'fail' | 'inconclusive'; readonly text: string },
    void
  >;
  /** Of whoever deploys: where references to variables are looked up. Values never leave it but to RunPod. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** user@machine. */
  readonly who: string;
  readonly nowMs: () => number;
  /** Ends early, without an error, when the signal comes. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Where the release's instructions are kept as Markdown. */
  readonly releasesFolder: string;
};
